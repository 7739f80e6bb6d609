/** What a day of one's own log comes to, and what of it the last known figures do not hold. Pure. */
import { msOf, startOfDay } from '../../core/day';
import { findOutcome, helps } from '../../core/outcome';
import type { FieldRecord, Outcome } from '../../core/types';

export type DaySum = {
  /** Saved on this phone, withdrawn ones left out. */
  saved: number;
  /** Of these, phones that were helped. */
  helped: number;
  waiting: number;
  sent: number;
  attention: number;
};

export function sumOf(records: readonly FieldRecord[], outcomes: readonly Outcome[]): DaySum {
  const sum: DaySum = { saved: 0, helped: 0, waiting: 0, sent: 0, attention: 0 };
  for (const record of records) {
    if (record.void) continue;
    const outcome = findOutcome(outcomes, record.outcome);
    sum.saved += 1;
    if (outcome && helps(outcome.group)) sum.helped += 1;
    sum[record.state] += 1;
  }
  return sum;
}

/** True for what this phone has and figures of a day's beginning cannot hold. */
export function notYetIn(day: string, tz: string, record: FieldRecord): boolean {
  if (record.void) return false;
  if (record.state !== 'sent') return true;
  const received = record.receipt?.receivedAt;
  return received !== undefined && msOf(received) >= msOf(startOfDay(day, tz));
}
