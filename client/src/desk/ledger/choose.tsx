/** Choosing one of the two states: an end, a submitted report, an instant, or a seq. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import { Field } from '../../ui/fields';
import { hour } from '../../ui/format';
import { useDesk } from '../context';
import { todayIn } from '../day';
import { DayField, Select } from '../select';
import { instantAt, when } from '../when';
import { readState, type State, writeState } from './address';
import type { ReportLine } from './wire';
import { ledgerWords } from './words';

export function StateChoice(props: {
  id: string;
  label: string;
  /** What the end is called: the beginning, or now. */
  end: string;
  state: State;
  reports: readonly ReportLine[];
  onChoose: (state: State) => void;
}) {
  const { session } = useDesk();
  const w = ledgerWords.value.choose;
  const tz = session.device.campaign.tz;
  const { state, reports } = props;
  // Chosen, but nothing typed yet: the address still holds the state before.
  const typing = useSignal<'instant' | 'seq' | null>(null);
  const open =
    typing.value ?? (state.kind === 'instant' || state.kind === 'seq' ? state.kind : null);
  const options = [
    { value: '', text: props.end },
    ...reports.map((one) => ({
      value: writeState({ kind: 'report', id: one.id }),
      text: w.report(when(one.receivedAt, tz, true), one.name, one.version),
    })),
    { value: 'instant', text: w.instant },
    { value: 'seq', text: w.seq },
  ];
  if (state.kind === 'report' && !reports.some((one) => one.id === state.id)) {
    options.splice(1, 0, { value: writeState(state), text: w.unknownReport });
  }
  return (
    <div class="stack-2">
      <Select
        id={props.id}
        label={props.label}
        value={open ?? writeState(state)}
        options={options}
        onChoose={(value) => {
          typing.value = value === 'instant' || value === 'seq' ? value : null;
          if (typing.value === null) props.onChoose(readState(value));
        }}
      />
      {open === 'instant' ? (
        <InstantFields
          id={props.id}
          tz={tz}
          at={state.kind === 'instant' ? state.at : null}
          onInstant={(at) => {
            typing.value = null;
            props.onChoose({ kind: 'instant', at });
          }}
        />
      ) : null}
      {open === 'seq' ? (
        <SeqField
          id={props.id}
          seq={state.kind === 'seq' ? state.seq : ''}
          onSeq={(seq) => {
            typing.value = null;
            props.onChoose({ kind: 'seq', seq });
          }}
        />
      ) : null}
    </div>
  );
}

function InstantFields(props: {
  id: string;
  tz: string;
  at: string | null;
  onInstant: (at: string) => void;
}) {
  const w = ledgerWords.value.choose;
  const day = useSignal(props.at ? dayOf(props.at, props.tz) : '');
  const time = useSignal(props.at ? hour(props.at, props.tz) : '');
  const set = () => {
    const at = instantAt(day.value, time.value, props.tz);
    if (at) props.onInstant(at);
  };
  const wrong = time.value.length > 4 && instantAt('2021-01-01', time.value, props.tz) === null;
  return (
    <div class="form-grid">
      <DayField
        id={`${props.id}-day`}
        label={w.day}
        value={day.value}
        max={todayIn(props.tz)}
        onInput={(value) => {
          day.value = value;
          set();
        }}
      />
      <Field
        id={`${props.id}-time`}
        label={w.time}
        hint={w.timeHint}
        value={time.value}
        maxLength={5}
        error={wrong ? w.wrongTime : null}
        onInput={(value) => {
          time.value = value;
          set();
        }}
      />
    </div>
  );
}

function SeqField(props: { id: string; seq: string; onSeq: (seq: string) => void }) {
  const w = ledgerWords.value.choose;
  const typed = useSignal(props.seq);
  const good = /^\d{1,16}$/.test(typed.value);
  return (
    <Field
      id={`${props.id}-seq`}
      label={w.seqField}
      hint={w.seqHint}
      value={typed.value}
      inputMode="numeric"
      maxLength={16}
      error={typed.value !== '' && !good ? w.wrongSeq : null}
      onInput={(value) => {
        typed.value = value.trim();
        if (/^\d{1,16}$/.test(typed.value)) props.onSeq(typed.value);
      }}
    />
  );
}
