/** The way from "then" to "now" as levels: each part begins where the one before ended. Pure. */
import { type LedgerRow, type Part, parts } from './wire';

export const measures = ['assists', 'records'] as const;
export type Measure = (typeof measures)[number];

export interface Level {
  readonly key: 'earlier' | Part | 'now';
  /** A count at both ends, a change between. */
  readonly value: number;
  /** Records that a part concerns; more than its change says where they offset each other. */
  readonly touched: number;
  readonly from: number;
  readonly to: number;
}

export function levelsOf(row: LedgerRow, measure: Measure): readonly Level[] {
  const first = row.earlier[measure];
  const last = row.now[measure];
  let at = first;
  const between = parts.map((key): Level => {
    const part = row.parts?.[key];
    const from = at;
    at += part?.[measure] ?? 0;
    return { key, value: part?.[measure] ?? 0, touched: part?.touched ?? 0, from, to: at };
  });
  return [
    { key: 'earlier', value: first, touched: 0, from: 0, to: first },
    ...between,
    { key: 'now', value: last, touched: 0, from: 0, to: last },
  ];
}

/** A bar of the picture in percent from below; what changed is never too thin to be seen. */
export function barOf(level: Level, most: number): { low: number; high: number } {
  const scale = (value: number) => (100 * Math.max(0, value)) / Math.max(1, most);
  const low = scale(Math.min(level.from, level.to));
  const high = scale(Math.max(level.from, level.to));
  if (level.from === level.to || high - low >= 1.5) return { low, high };
  return low > 98 ? { low: 98.5, high: 100 } : { low, high: low + 1.5 };
}

export function mostOf(levels: readonly Level[]): number {
  return Math.max(0, ...levels.flatMap(({ from, to }) => [from, to]));
}

/** Rows (and the total) where both ends do not agree with what lies between. */
export function unexplainedIn(rows: readonly LedgerRow[]): readonly LedgerRow[] {
  return rows.filter((row) => row.unexplained?.assists || row.unexplained?.records);
}
