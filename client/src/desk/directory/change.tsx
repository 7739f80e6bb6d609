/** One hamlet changed: its name corrected, merged into another, or closed after a last day. */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { DayField, Select } from '../select';
import { type AreaRow, closeArea, renameArea } from './wire';
import { directoryWords } from './words';

export type ChangeKind = 'rename' | 'merge' | 'close';

export function ChangeHamlet(props: {
  kind: ChangeKind;
  row: AreaRow;
  others: readonly AreaRow[];
  today: string;
  /** With what to say, or null when nothing was changed. */
  onDone: (said: string | null) => void;
}) {
  const { session } = useDesk();
  const all = directoryWords.value;
  const w = all.hamlets;
  const { kind, row, today } = props;
  const name = useSignal(row.name);
  const into = useSignal('');
  const lastDay = useSignal(today);
  const wrong = useSignal<string | null>(null);
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);

  const send = async () => {
    if (busy.value) return;
    wrong.value = null;
    if (kind === 'rename' && name.value.trim() === '') wrong.value = w.needName;
    if (kind === 'merge' && into.value === '') wrong.value = w.needInto;
    if (kind === 'close' && lastDay.value < today) wrong.value = w.past;
    if (wrong.value) return;
    busy.value = true;
    const { transport } = session;
    const reply =
      kind === 'rename'
        ? await renameArea(transport, row.code, name.value.trim())
        : kind === 'merge'
          ? await closeArea(transport, row.code, today, into.value)
          : await closeArea(transport, row.code, lastDay.value, null);
    busy.value = false;
    if (reply.ok)
      props.onDone(kind === 'rename' ? w.renamed : kind === 'merge' ? w.merged : w.wasClosed);
    else failed.value = reply.error;
  };
  return (
    <form
      class="stack pad card-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {kind === 'rename' ? (
        <Field
          label={w.newName}
          value={name.value}
          maxLength={200}
          error={wrong.value}
          onInput={(text) => {
            name.value = text;
          }}
        />
      ) : kind === 'merge' ? (
        <>
          <h3>{w.mergeTitle(row.name)}</h3>
          <p class="sm muted">{w.mergeText}</p>
          <Select
            label={w.mergeInto}
            value={into.value}
            empty={w.choose}
            options={props.others.map((one) => ({ value: one.code, text: one.name }))}
            error={wrong.value}
            onChoose={(value) => {
              into.value = value;
            }}
          />
        </>
      ) : (
        <>
          <h3>{w.closeTitle(row.name)}</h3>
          <p class="sm muted">{w.closeText}</p>
          <DayField
            label={w.lastDay}
            value={lastDay.value}
            min={today}
            error={wrong.value}
            onInput={(day) => {
              lastDay.value = day;
            }}
          />
        </>
      )}
      <Refused failure={failed.value} />
      <div class="line">
        <Btn kind={kind === 'rename' ? 'main' : 'bad'} type="submit" locked={busy.value}>
          {kind === 'rename' ? w.save : kind === 'merge' ? w.confirmMerge : w.confirmClose}
        </Btn>
        <Btn onClick={() => props.onDone(null)}>{all.cancel}</Btn>
      </div>
    </form>
  );
}
