/** The ranking of a table now and a week ago, ready to be looked up. Pure. */
import type { TotalsRow } from '../../sync/contract';
import { figureOf, type Measure, moved, ranks, type Value } from './measure';

export interface Ranked {
  readonly row: TotalsRow;
  readonly rank: number;
  readonly rose: number | null;
  readonly value: Value;
}

export interface Ranking {
  readonly measure: Measure;
  /** Ranked rows, the first place first. */
  readonly rows: readonly Ranked[];
  readonly of: (code: string) => Ranked | null;
}

/** @param takesPart leaves out rows that stand for what has no place of its own. */
export function rankingOf(
  now: readonly TotalsRow[],
  earlier: readonly TotalsRow[],
  measure: Measure,
  takesPart: (row: TotalsRow) => boolean,
): Ranking {
  const places = ranks(now, measure, takesPart);
  // Where all were alike, as before anything was logged, nobody had a place to move from.
  const values = new Set(earlier.filter(takesPart).map((row) => figureOf(row, measure)?.value));
  const before = ranks(values.size > 1 ? earlier : [], measure, takesPart);
  const rows = now.flatMap((row): Ranked[] => {
    const [rank, value] = [places.get(row.code), figureOf(row, measure)];
    if (rank === undefined || value === null) return [];
    return [{ row, rank, value, rose: moved(row.code, places, before) }];
  });
  rows.sort((a, b) => a.rank - b.rank || a.row.code.localeCompare(b.row.code));
  const byCode = new Map(rows.map((one) => [one.row.code, one]));
  return { measure, rows, of: (code) => byCode.get(code) ?? null };
}
