/** What the tabs of a phone count: records by state, visits to make. Reads only; a counter never asks. */
import { msOf } from '../core/day';
import type { FieldRecord } from '../core/types';
import type { Context } from './context';
import type { Counts } from './contract';
import { END } from './lists';

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
