/** Whose word an entry is when the unit does not type it itself: who said so, by mouth or on paper of a day. */
import { type Signal, useSignal } from '@preact/signals';
import { Seg } from '../../ui/choices';
import { Field } from '../../ui/fields';
import { DayField } from '../select';
import type { SaidInput, Unit } from './wire';
import { statementWords } from './words';

type Source = 'paper' | 'told';

export interface Behalf {
  readonly own: boolean;
  readonly who: Signal<string>;
  readonly source: Signal<Source>;
  readonly paperDate: Signal<string>;
  /** What to send; says in `faults` what is missing. */
  read(faults: Record<string, string>): Pick<SaidInput, 'saidBy' | 'paperDate'>;
}

export function useBehalf(unit: Unit, own: boolean, today: string): Behalf {
  const { contactName, headName } = unit.profile;
  const who = useSignal(contactName || headName);
  const source = useSignal<Source>('paper');
  const paperDate = useSignal('');
  return {
    own,
    who,
    source,
    paperDate,
    read(faults) {
      if (own) return { saidBy: null, paperDate: null };
      const w = statementWords.value;
      const saidBy = who.value.trim();
      if (saidBy === '') faults.saidBy = w.behalf.needWho;
      if (source.value === 'told') return { saidBy, paperDate: null };
      if (paperDate.value === '') faults.paperDate = w.behalf.needDate;
      else if (paperDate.value > today) faults.paperDate = w.form.future;
      return { saidBy, paperDate: paperDate.value };
    },
  };
}

export function BehalfFields(props: {
  behalf: Behalf;
  prefix: string;
  wrong: Readonly<Record<string, string>>;
  today: string;
}) {
  const { behalf, prefix, wrong } = props;
  const w = statementWords.value.behalf;
  if (behalf.own) return null;
  return (
    <fieldset class="stack card-line">
      <legend class="label">{w.title}</legend>
      <Field
        id={`${prefix}-saidBy`}
        label={w.who}
        hint={w.whoHint}
        maxLength={200}
        value={behalf.who.value}
        error={wrong.saidBy ?? null}
        onInput={(text) => {
          behalf.who.value = text;
        }}
      />
      <Seg
        label={w.how}
        choices={[
          { value: 'paper', text: w.paper },
          { value: 'told', text: w.told },
        ]}
        value={behalf.source.value}
        onChoose={(value) => {
          behalf.source.value = value;
        }}
      />
      {behalf.source.value === 'paper' ? (
        <DayField
          id={`${prefix}-paperDate`}
          label={w.paperDate}
          value={behalf.paperDate.value}
          max={props.today}
          error={wrong.paperDate ?? null}
          onInput={(day) => {
            behalf.paperDate.value = day;
          }}
        />
      ) : null}
    </fieldset>
  );
}
