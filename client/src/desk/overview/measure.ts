/**
 * What communes are held against each other by: the value of a row, its words, ranks and how they moved. Pure.
 *
 * Promises: a row whose measure is not known has no rank; equal values share one; a measure that is an estimate for
 * everybody is never what is ranked by itself, because it would only repeat the estimate.
 */
import type { TotalsFigures, TotalsRow } from '../../sync/contract';
import { count, decimal } from '../../ui/format';
import { rateOf } from './rate';

export const measures = ['rate', 'population', 'unique', 'assists', 'thousand'] as const;
export type Measure = (typeof measures)[number];

const measureWords: Record<Measure, string> = {
  rate: 'ty-le',
  population: 'dan-so',
  unique: 'so-may',
  assists: 'luot',
  thousand: 'tren-nghin',
};

export const wordOf = (measure: Measure): string => measureWords[measure];

/** The measure that an address asks for; else the official ratio, or what was logged where that is estimated. */
export function measureOf(word: string | null, rows: readonly TotalsRow[]): Measure {
  const asked = measures.find((one) => measureWords[one] === word);
  if (asked) return asked;
  const rates = rows.map((row) => rateOf(row, 'smartphones')).filter((rate) => rate !== null);
  return rates.length > 0 && rates.some((rate) => !rate.estimate) ? 'rate' : 'unique';
}

export interface Value {
  readonly value: number;
  readonly text: string;
  readonly estimate: boolean;
  /** A ratio above 100 %. */
  readonly over: boolean;
}

export function figureOf(row: TotalsFigures, measure: Measure): Value | null {
  switch (measure) {
    case 'rate':
    case 'population': {
      const rate = rateOf(row, measure === 'rate' ? 'smartphones' : 'population');
      return (
        rate && {
          value: 100 * rate.value,
          text: rate.text,
          estimate: rate.estimate,
          over: rate.over,
        }
      );
    }
    case 'thousand': {
      const whole = row.smartphones;
      if (!whole?.value || row.unique === null) return null;
      const value = (1000 * row.unique) / whole.value;
      return { value, text: decimal(value, 1), estimate: whole.estimate, over: false };
    }
    default: {
      const value = row[measure];
      return value === null ? null : { value, text: count(value), estimate: false, over: false };
    }
  }
}

/** Ranks by code, 1 for the most. */
export function ranks(
  rows: readonly TotalsRow[],
  measure: Measure,
  ranked: (row: TotalsRow) => boolean,
): ReadonlyMap<string, number> {
  const known = rows.flatMap((row) => {
    const found = ranked(row) ? figureOf(row, measure) : null;
    return found ? [{ code: row.code, value: found.value }] : [];
  });
  known.sort((a, b) => b.value - a.value);
  const found = new Map<string, number>();
  known.forEach((one, at) => {
    const before = known[at - 1];
    const same = before && before.value === one.value ? found.get(before.code) : undefined;
    found.set(one.code, same ?? at + 1);
  });
  return found;
}

/** How many places a row rose (fell when negative) against an earlier ranking; null when it had none. */
export function moved(
  code: string,
  now: ReadonlyMap<string, number>,
  earlier: ReadonlyMap<string, number>,
): number | null {
  const [at, before] = [now.get(code), earlier.get(code)];
  return at === undefined || before === undefined ? null : before - at;
}
