/** Choosing one of the two states: an end, a submitted report, an instant, or a seq. */
import { useSignal } from '@preact/signals';
import { useDesk } from '../context';
import { InstantFields, SeqField } from '../moment/fields';
import { Select } from '../select';
import { when } from '../when';
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
          hint={w.seqHint}
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
