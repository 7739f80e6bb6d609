/**
 * Ratios with all that must stand beside them. Pure.
 * Promises: no ratio without both its numbers; over 100 % is shown as it is and flagged, never clipped.
 */
import type { Amount, Totals, TotalsFigures, TotalsRow } from '../../sync/contract';
import { percent } from '../../ui/format';

export type Rate = {
  part: number;
  whole: number;
  text: string;
  /** 0 to 1 and above. */
  value: number;
  over: boolean;
  estimate: boolean;
};

export function rateOf(figures: TotalsFigures, of: 'smartphones' | 'population'): Rate | null {
  const whole: Amount | null = figures[of];
  const part = figures.official;
  const text = percent(part?.installed, whole?.value);
  if (!part || !whole || text === null) return null;
  const value = part.installed / whole.value;
  return {
    part: part.installed,
    whole: whole.value,
    text,
    value,
    over: value > 1,
    estimate: part.estimate || whole.estimate,
  };
}

/** Whether anything in these rows is an estimate, so that the page says what that means. */
export function anyEstimate(rows: readonly TotalsFigures[]): boolean {
  return rows.some(
    (row) => row.smartphones?.estimate || row.population?.estimate || row.official?.estimate,
  );
}

/** The day of the total's own official figure, where that is not the sum of the rows'. */
export function ownTotal(totals: Totals): string | null {
  const own = totals.total.official;
  const found = totals.rows.flatMap((row) => (row.official ? [row.official.installed] : []));
  const summed = found.reduce((sum, one) => sum + one, 0);
  return own && found.length > 0 && summed !== own.installed ? own.asOf : null;
}

/** Width of a bar in a table: the track is 50 %, or 100 % where a row needs more. */
export function trackOf(rows: readonly TotalsFigures[]): number {
  const most = Math.max(0, ...rows.map((row) => rateOf(row, 'smartphones')?.value ?? 0));
  return most > 0.5 ? Math.max(1, most) : 0.5;
}

export type Column = 'name' | 'installed' | 'rate' | 'population' | 'assists' | 'unique';

const byName = new Intl.Collator('vi', { numeric: true });

function valueIn(row: TotalsRow, column: Column): number {
  switch (column) {
    case 'installed':
      return row.official?.installed ?? -1;
    case 'rate':
      return rateOf(row, 'smartphones')?.value ?? -1;
    case 'population':
      return rateOf(row, 'population')?.value ?? -1;
    case 'assists':
      return row.assists;
    case 'unique':
      return row.unique ?? -1;
    case 'name':
      return 0;
  }
}

/** Most first, equal ones by name; by name alone for the name column. */
export function sorted(rows: readonly TotalsRow[], column: Column): TotalsRow[] {
  return [...rows].sort(
    (a, b) => valueIn(b, column) - valueIn(a, column) || byName.compare(a.name, b.name),
  );
}
