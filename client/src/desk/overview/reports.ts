/**
 * How each commune stands with its reports, for the ranking: the period that is due next, and the worst of earlier
 * ones. Pure; rests on the board of obligations. Promises: what is overdue or returned of an earlier period is never
 * hidden by a period that is still open.
 */
import type { Board, Square } from '../../sync/protocol-obligations';
import { columnsOf, focusOf, type Sign, signOf } from '../obligations/grid';

export interface UnitReports {
  /** Code of the unit that reports. */
  readonly unit: string;
  readonly now: Sign | null;
  /** Of an earlier period: overdue before returned; null when nothing is wanting. */
  readonly earlier: 'missing' | 'returned' | null;
}

export interface CommuneReports {
  /** Due instant of the period that the column is about; null: none has one. */
  readonly dueAt: string | null;
  readonly of: (commune: string) => UnitReports | null;
  readonly sent: number;
  readonly units: number;
}

const SENT: readonly Sign[] = ['sent', 'excused', 'zero', 'late'];

function earlierOf(squares: readonly Square[]): UnitReports['earlier'] {
  const statuses = squares.map((one) => one.status);
  return (['missing', 'returned'] as const).find((one) => statuses.includes(one)) ?? null;
}

export function communeReports(board: Board): CommuneReports {
  const squares = board.squares.filter((one) => one.unit.kind === 'commune_authority');
  const columns = columnsOf({ ...board, squares });
  const focus = focusOf(columns, null, board.serverNow);
  const isNow = (one: Square) =>
    focus !== null && one.period === focus.period && focus.obligations.includes(one.obligation);
  const found = new Map<string, UnitReports>();
  for (const area of new Set(squares.map((one) => one.unit.area))) {
    const own = squares.filter((one) => one.unit.area === area);
    const now = own.find(isNow);
    if (area === null || own[0] === undefined) continue;
    found.set(area, {
      unit: own[0].unit.code,
      now: now ? signOf(now) : null,
      earlier: earlierOf(own.filter((one) => !isNow(one))),
    });
  }
  const known = [...found.values()];
  return {
    dueAt: focus?.dueAts[0] ?? null,
    of: (commune) => found.get(commune) ?? null,
    sent: known.filter((one) => one.now !== null && SENT.includes(one.now)).length,
    units: known.filter((one) => one.now !== null).length,
  };
}
