/**
 * Records in scope as they are now, with filters in the address; one or many are marked as right or void.
 * Promises: no number is shown; what is chosen is what is marked, and choosing ends with the act.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Tickbox } from '../../ui/choices';
import { Empty } from '../../ui/marks';
import { ChosenBar } from '../chosen-bar';
import { useDesk } from '../context';
import { usePages } from '../list-pages';
import { ListTrouble } from '../list-trouble';
import { TakeFile } from '../taking/take-file';
import { hrefOf } from './address';
import { RecordFilters, useFilter } from './filters';
import { MarkForm, MarkOutcome } from './mark';
import { useMarking } from './marking';
import { RecordFacts, useShort } from './row';
import { type ListedRecord, listRecords, recordsFile } from './wire';
import { reviewWords } from './words';

const keyOf = (record: ListedRecord) => `${record.person} ${record.recordId}`;

export function RecordsPart() {
  const { session } = useDesk();
  const w = reviewWords.value;
  const short = useShort();
  const { filter, set } = useFilter('records');
  const key = JSON.stringify(filter);
  const list = usePages(key, (after) => listRecords(session.transport, filter, after));
  const picked = useSignal<{ key: string; ids: ReadonlySet<string> }>({ key, ids: new Set() });
  const ids = picked.value.key === key ? picked.value.ids : new Set<string>();
  const pick = (next: Iterable<string>) => {
    picked.value = { key, ids: new Set(next) };
  };
  const marking = useMarking(session, () => {
    pick([]);
    list.reload();
  });
  const items = list.items ?? [];
  const chosen = items.filter((record) => ids.has(keyOf(record)));
  const person = items.find((record) => record.person === filter.person)?.personName;
  const all = items.length > 0 && chosen.length === items.length;

  return (
    <>
      <RecordFilters filter={filter} set={set} />
      {filter.person ? (
        <div class="line">
          <b>{w.filter.onlyPerson(person ?? w.filter.somebody)}</b>
          <Btn onClick={() => set({ person: '' })}>{w.filter.everybody}</Btn>
        </div>
      ) : null}
      <MarkOutcome marking={marking} />
      {chosen.length ? (
        <MarkForm chosen={chosen} marking={marking} onCancel={() => pick([])} />
      ) : null}
      <ListTrouble list={list} />
      {list.items === null ? (
        list.busy ? (
          <div class="card block" role="status" aria-label={w.list.loading} />
        ) : null
      ) : items.length === 0 ? (
        <Empty icon="search" title={w.list.empty} text={w.list.emptyText}>
          <Btn href={hrefOf('records')}>{w.filter.clear}</Btn>
        </Empty>
      ) : (
        <section class="card stack" aria-label={w.list.label} aria-busy={list.busy}>
          <div class="card-head pick-all">
            <Tickbox on={all} onChange={(on) => pick(on ? items.map(keyOf) : [])}>
              {w.list.all(items.length)}
            </Tickbox>
            <span role="status">{chosen.length ? w.list.chosen(chosen.length) : ''}</span>
          </div>
          <TakeFile path={(kind) => recordsFile(filter, kind)} />
          <ul class="rows">
            {items.map((record) => {
              const on = ids.has(keyOf(record));
              return (
                <li key={keyOf(record)} class="check-row" data-on={on ? '' : undefined}>
                  <label class="check-pick">
                    <input
                      type="checkbox"
                      checked={on}
                      aria-label={w.list.pick(short(record))}
                      onChange={(event) => {
                        const next = new Set(ids);
                        if (event.currentTarget.checked) next.add(keyOf(record));
                        else next.delete(keyOf(record));
                        pick(next);
                      }}
                    />
                  </label>
                  <RecordFacts record={record} linked={filter.person ? 'day' : 'person'} />
                </li>
              );
            })}
          </ul>
          <MoreOf list={list} />
          {chosen.length ? (
            <ChosenBar text={w.list.chosen(chosen.length)} go={w.list.toForm} formId="mark-form" />
          ) : null}
        </section>
      )}
    </>
  );
}

/** What a list shows of all, and the button for more. */
export function MoreOf({
  list,
}: {
  list: { items: readonly unknown[] | null; more: boolean; busy: boolean; next(): void };
}) {
  const w = reviewWords.value.list;
  return (
    <div class="line">
      <span class="src">
        {w.shown(list.items?.length ?? 0)} {list.more ? '' : w.noMore}
      </span>
      {list.more ? (
        <Btn locked={list.busy} onClick={() => list.next()}>
          {list.busy ? w.loading : w.more}
        </Btn>
      ) : null}
    </div>
  );
}
