/** Where an entry comes from, in words. */
import { dayOf } from '../../core/day';
import { fullDay, hour } from '../../ui/format';
import type { Said } from './wire';
import { statementWords } from './words';

export function sourceOf(row: Pick<Said, 'onBehalf' | 'paperDate' | 'saidBy'>): string {
  const w = statementWords.value.saidBy;
  if (row.paperDate !== null) return w.paper(fullDay(row.paperDate), row.saidBy);
  return row.onBehalf ? w.told(row.saidBy) : w.self(row.saidBy);
}

export function typedBy(row: Pick<Said, 'statedBy' | 'statedAt'>, tz: string): string {
  const when = `${hour(row.statedAt, tz)} ${fullDay(dayOf(row.statedAt, tz))}`;
  return statementWords.value.saidBy.typed(row.statedBy, when);
}
