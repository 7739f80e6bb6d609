/** What lists show: pages of records by time, counts, visits to make. Reads only. */
import { msOf } from '../core/day';
import { foldText } from '../core/text';
import type { FieldRecord } from '../core/types';
import type { Context } from './context';
import type { Counts, ListQuery, RecordPage } from './contract';

/** Sorts after every instant and every id. */
const END = '\uffff';

type Index = 'time' | 'stateTime' | 'areaTime';

function indexOf(query: ListQuery): { index: Index; prefix: string[] } {
  if (query.state) return { index: 'stateTime', prefix: [query.state] };
  if (query.area) return { index: 'areaTime', prefix: [query.area] };
  return { index: 'time', prefix: [] };
}

function textOf(context: Context, record: FieldRecord): string {
  const area = context.directory?.areas.find((each) => each.code === record.area)?.name ?? '';
  const outcome =
    context.directory?.outcomes.find((each) => each.code === record.outcome)?.name ?? '';
  return foldText([record.note ?? '', area, outcome].join(' '));
}

export async function listRecords(context: Context, query: ListQuery): Promise<RecordPage> {
  const { index, prefix } = indexOf(query);
  const upper = query.after ? query.after.split('|') : [END];
  const range = IDBKeyRange.bound([...prefix, ''], [...prefix, ...upper], false, true);
  const wanted = foldText(query.search ?? '');
  const fits = (record: FieldRecord): boolean =>
    (!query.area || record.area === query.area) &&
    (!query.from || record.day >= query.from) &&
    (!query.to || record.day <= query.to) &&
    (!wanted || textOf(context, record).includes(wanted));

  return await context.db.run(async (db) => {
    const records: FieldRecord[] = [];
    let cursor = await db
      .transaction('records')
      .store.index(index)
      .openCursor(range as never, 'prev');
    while (cursor) {
      const { view } = cursor.value;
      if (fits(view)) {
        // One more than asked for shows that there is a next page.
        if (records.length === query.limit) {
          const last = records[records.length - 1];
          return { records, next: last ? `${last.eff}|${last.recordId}` : null };
        }
        records.push(view);
      }
      // Newest first: an earlier day than asked for ends the walk.
      if (query.from && view.day < query.from) break;
      cursor = await cursor.continue();
    }
    return { records, next: null };
  });
}

export async function getRecord(context: Context, recordId: string): Promise<FieldRecord | null> {
  return (await context.db.run((db) => db.get('records', recordId)))?.view ?? null;
}

interface Walk {
  readonly key: IDBValidKey;
  continue(): Promise<Walk | null>;
}

async function distinct(first: Walk | null): Promise<number> {
  let found = 0;
  for (let cursor = first; cursor; cursor = await cursor.continue()) found += 1;
  return found;
}

export async function countRecords(context: Context): Promise<Counts> {
  return await context.db.run(async (db) => {
    const tx = db.transaction(['outbox', 'receipts', 'records']);
    const outbox = tx.objectStore('outbox');
    const queued = await distinct(
      (await outbox.index('record').openKeyCursor(null, 'nextunique')) as Walk | null,
    );
    const stuck = await distinct(
      (await outbox.index('stuck').openKeyCursor(null, 'nextunique')) as Walk | null,
    );
    const settled = await tx.objectStore('receipts').index('attention').count();
    const sent = await tx
      .objectStore('records')
      .index('stateTime')
      .count(IDBKeyRange.bound(['sent', '', ''], ['sent', END, END]));
    return { waiting: queued - stuck, sent, attention: settled + stuck };
  });
}

/** Phones of one house logged within this of each other belong to one visit. */
const VISIT_MS = 3_600_000;

/** Whether the house was visited again; the next phone of the same visit is no new visit. */
function visitedAfter(record: FieldRecord, house: readonly FieldRecord[]): boolean {
  let last = msOf(record.happenedAt);
  const later = house
    .filter((other) => !other.void && msOf(other.happenedAt) > last)
    .sort((a, b) => (a.happenedAt < b.happenedAt ? -1 : 1));
  for (const other of later) {
    const at = msOf(other.happenedAt);
    if (at - last > VISIT_MS) return true;
    last = at;
  }
  return false;
}

export async function listRevisits(context: Context): Promise<readonly FieldRecord[]> {
  return await context.db.run(async (db) => {
    const tx = db.transaction('records');
    const due = await tx.store.index('revisit').getAll();
    const open: FieldRecord[] = [];
    for (const { view } of due) {
      const house = view.household
        ? (await tx.store.index('household').getAll(view.household)).map((other) => other.view)
        : [];
      if (!visitedAfter(view, house)) open.push(view);
    }
    return open.sort(
      (a, b) =>
        a.area.localeCompare(b.area) ||
        (a.revisitOn ?? '').localeCompare(b.revisitOn ?? '') ||
        a.recordId.localeCompare(b.recordId),
    );
  });
}
