/**
 * A statement: all, with a smartphone, installed, in use, on a day; by the unit itself or for it.
 * Promises: what is wrong is said in a sentence at its field and the values stay; a failed sending may be sent again
 * without counting twice.
 */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { uuidv7 } from '../../core/ids';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, TextField } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { DayField, Select } from '../select';
import { BehalfFields, useBehalf } from './behalf';
import { checkCounts, type NumberField, type Typed } from './numbers';
import { type PeopleGroup, type StatementInput, state, type Unit } from './wire';
import { statementWords } from './words';

const nothing: Typed = { total: '', withSmartphone: '', installed: '', inUse: '' };
const fields: readonly NumberField[] = ['total', 'withSmartphone', 'installed', 'inUse'];

export function StatementForm(props: {
  unit: Unit;
  group: PeopleGroup;
  own: boolean;
  today: string;
  onGroup: (group: PeopleGroup) => void;
  onSent: () => void;
}) {
  const { session } = useDesk();
  const w = statementWords.value;
  const f = w.form;
  const { unit, group, today } = props;
  const typed = useSignal<Typed>(nothing);
  const asOf = useSignal(today);
  const reason = useSignal('');
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const sent = useSignal<StatementInput | null>(null);
  const behalf = useBehalf(unit, props.own, today);
  const attempt = useRef(uuidv7(Date.now()));

  const send = async () => {
    if (busy.value) return;
    const faults: Record<string, string> = {};
    const checked = checkCounts(typed.value);
    if (!checked.ok)
      for (const [field, fault] of Object.entries(checked.faults)) faults[field] = f.faults[fault];
    if (asOf.value === '') faults.asOf = f.needDay;
    else if (asOf.value > today) faults.asOf = f.future;
    const said = behalf.read(faults);
    wrong.value = faults;
    failed.value = null;
    sent.value = null;
    const first = Object.keys(faults)[0];
    if (first || !checked.ok) {
      document.getElementById(`state-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const input: StatementInput = {
      id: attempt.current,
      organisation: unit.code,
      ...said,
      group,
      asOf: asOf.value,
      ...checked.counts,
      reason: reason.value.trim(),
    };
    const reply = await state(session.transport, input);
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    attempt.current = uuidv7(Date.now());
    sent.value = input;
    typed.value = nothing;
    reason.value = '';
    props.onSent();
  };

  const number = (field: NumberField) => (
    <Field
      id={`state-${field}`}
      label={f[field]}
      hint={field === 'total' ? f.totalHint : undefined}
      value={typed.value[field]}
      inputMode="numeric"
      maxLength={12}
      error={wrong.value[field] ?? null}
      onInput={(text) => {
        typed.value = { ...typed.value, [field]: text };
      }}
    />
  );
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {unit.groups.length > 1 ? (
        <Select
          label={f.which}
          value={group}
          options={unit.groups.map((one) => ({ value: one, text: w.groups[one].people }))}
          onChoose={(value) => props.onGroup(value as PeopleGroup)}
        />
      ) : (
        <p class="strong">{f.of(w.groups[group].people)}</p>
      )}
      <p class="sm muted">{f.zero}</p>
      {fields.map((field) => (
        <div key={field}>{number(field)}</div>
      ))}
      <DayField
        id="state-asOf"
        label={f.asOf}
        value={asOf.value}
        max={today}
        error={wrong.value.asOf ?? null}
        onInput={(day) => {
          asOf.value = day;
        }}
      />
      <TextField
        label={f.reason}
        value={reason.value}
        maxLength={500}
        onInput={(text) => {
          reason.value = text;
        }}
      />
      <BehalfFields behalf={behalf} prefix="state" wrong={wrong.value} today={today} />
      <Refused failure={failed.value} />
      <div role="status">
        {sent.value ? (
          <Banner kind="ok" icon="check2">
            {f.sent(count(sent.value.installed), count(sent.value.total), fullDay(sent.value.asOf))}
            <p>{f.sentText}</p>
          </Banner>
        ) : null}
      </div>
      <Btn kind="main" size={props.own ? 'big' : undefined} type="submit" locked={busy.value}>
        {busy.value ? f.busy : f.submit}
      </Btn>
    </form>
  );
}
