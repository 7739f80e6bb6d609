/** What the tabs of a phone count: records by state, visits to make. Reads only; a counter never asks. */
import { addDays, msOf, startOfDay } from '../core/day';
import type { FieldRecord, RecordState } from '../core/types';
import type { Context } from './context';
import type { Counts } from './contract';
import { END } from './lists';

/** By what their rows say, as the lists do; never one by one: on a phone that was away for long thousands wait. */
export async function countRecords(context: Context): Promise<Counts> {
  return await context.db.run(async (db) => {
    const index = db.transaction('records').store.index('stateTime');
    const of = (state: RecordState) =>
      index.count(IDBKeyRange.bound([state, '', ''], [state, END, END]));
    const [waiting, sent, attention] = await Promise.all([
      of('waiting'),
      of('sent'),
      of('attention'),
    ]);
    return { waiting, sent, attention };
  });
}

/** What was logged on a day, withdrawn ones included: all at once, since each step of a cursor is a call of its own. */
export async function recordsOf(context: Context, day: string): Promise<readonly FieldRecord[]> {
  const { tz } = context.seat.campaign;
  const range = IDBKeyRange.bound(
    [startOfDay(day, tz), ''],
    [startOfDay(addDays(day, 1), tz), ''],
    false,
    true,
  );
  const rows = await context.db.run((db) => db.getAllFromIndex('records', 'time', range));
  return rows.map(({ view }) => view).filter((view) => view.day === day);
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
