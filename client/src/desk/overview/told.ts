/** Assists told by mouth or on paper, summed for a place. Rests on the directory. Never added to what was logged. */
import type { Desk } from '../context';

export interface Told {
  readonly area: string;
  readonly organisation: string;
  readonly number: number;
}

export function toldIn(
  rows: readonly Told[],
  desk: Pick<Desk, 'area' | 'directory'>,
  within: string | null,
  unit: string | null,
): number {
  const inside = (code: string): boolean => {
    for (
      let at = desk.area(code);
      at !== null;
      at = at.parent === null ? null : desk.area(at.parent)
    )
      if (at.code === within) return true;
    return code === within;
  };
  const organisations = desk.directory.value?.organisations ?? [];
  const under = (code: string): boolean => {
    let at: string | null = code;
    for (let turn = 0; at !== null && turn < 9; turn += 1) {
      if (at === unit) return true;
      at = organisations.find((one) => one.code === at)?.parent ?? null;
    }
    return false;
  };
  return rows
    .filter((row) => within === null || inside(row.area))
    .filter((row) => unit === null || under(row.organisation))
    .reduce((sum, row) => sum + row.number, 0);
}
