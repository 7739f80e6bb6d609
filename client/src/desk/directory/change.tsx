/** One hamlet changed: its name corrected, merged into another, or closed after a last day. */
import type { Reply } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
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
  const { transport } = session;
  const entry = useEntry({
    prefix: 'hamlet',
    blank: { name: row.name, into: '', lastDay: today },
    read(typed, faults) {
      if (kind === 'rename' && typed.name.trim() === '') faults.name = w.needName;
      if (kind === 'merge' && typed.into === '') faults.into = w.needInto;
      if (kind === 'close' && typed.lastDay < today) faults.lastDay = w.past;
      return typed;
    },
    send: ({ name, into, lastDay }): Reply<unknown> =>
      kind === 'rename'
        ? renameArea(transport, row.code, name.trim())
        : kind === 'merge'
          ? closeArea(transport, row.code, today, into)
          : closeArea(transport, row.code, lastDay, null),
    onTaken: () =>
      props.onDone(kind === 'rename' ? w.renamed : kind === 'merge' ? w.merged : w.wasClosed),
  });
  return (
    <EntryForm
      entry={entry}
      class="stack pad card-line"
      submit={{
        text: kind === 'rename' ? w.save : kind === 'merge' ? w.confirmMerge : w.confirmClose,
        kind: kind === 'rename' ? 'main' : 'bad',
      }}
      beside={<Btn onClick={() => props.onDone(null)}>{all.cancel}</Btn>}
    >
      {kind === 'rename' ? (
        <Field {...entry.field('name')} label={w.newName} maxLength={200} />
      ) : kind === 'merge' ? (
        <>
          <h3>{w.mergeTitle(row.name)}</h3>
          <p class="sm muted">{w.mergeText}</p>
          <Select
            {...entry.choice('into')}
            label={w.mergeInto}
            empty={w.choose}
            options={props.others.map((one) => ({ value: one.code, text: one.name }))}
          />
        </>
      ) : (
        <>
          <h3>{w.closeTitle(row.name)}</h3>
          <p class="sm muted">{w.closeText}</p>
          <DayField {...entry.field('lastDay')} label={w.lastDay} min={today} />
        </>
      )}
    </EntryForm>
  );
}
