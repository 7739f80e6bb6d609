/**
 * Logged figures along the days: sums of a week, the same days of the week before, and series to draw. Pure.
 * Promises: weeks begin on Monday; a week that is not over is held against the same days of the one before it;
 * a sum with an unknown part is not known.
 */
import { addDays, daysBetween, weekdayOf } from '../../core/day';
import type { TotalsRow } from '../../sync/contract';

export type Counted = 'records' | 'assists' | 'unique' | 'unchecked';

export function mondayOf(day: string): string {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

/** Sum over the days from `since` to `until`, both included. */
export function sumBetween(
  days: readonly TotalsRow[],
  what: Counted,
  since: string,
  until: string,
): number | null {
  let sum = 0;
  for (const row of days) {
    if (row.code < since || row.code > until) continue;
    const value = row[what];
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

export interface Week {
  readonly since: string;
  readonly until: string;
  readonly value: number | null;
  readonly beforeSince: string;
  readonly beforeUntil: string;
  readonly before: number | null;
  readonly change: number | null;
}

/** This week up to today against the same days of last week. */
export function weekOf(days: readonly TotalsRow[], what: Counted, today: string): Week {
  const since = mondayOf(today);
  const beforeSince = addDays(since, -7);
  const beforeUntil = addDays(today, -7);
  const value = sumBetween(days, what, since, today);
  const before = sumBetween(days, what, beforeSince, beforeUntil);
  return {
    since,
    until: today,
    value,
    beforeSince,
    beforeUntil,
    before,
    change: value === null || before === null ? null : value - before,
  };
}

export interface Point {
  /** First day of what it counts. */
  readonly since: string;
  readonly until: string;
  readonly value: number | null;
}

const MOST = 120;

/** One point a day (or a week), none left out between the first and the last. */
export function series(
  days: readonly TotalsRow[],
  what: Counted,
  weekly: boolean,
  today: string,
): readonly Point[] {
  const known = [today, ...days.map((row) => row.code)].sort();
  const [first, last] = [known[0] ?? today, known[known.length - 1] ?? today];
  const step = weekly ? 7 : 1;
  const from = weekly ? mondayOf(first) : first;
  const count = Math.floor(daysBetween(from, last) / step) + 1;
  // Beyond what a picture holds, the latest stay.
  const begin = addDays(from, Math.max(0, count - MOST) * step);
  return Array.from({ length: Math.min(count, MOST) }, (_, at) => {
    const since = addDays(begin, at * step);
    const until = addDays(since, step - 1);
    return { since, until, value: sumBetween(days, what, since, until) };
  });
}
