/**
 * The board as a grid: units by due instants, what each square says, and which rows a filter keeps. Pure.
 *
 * Rests on what the server says of each square. Promises: a column holds what falls due together, once or weekly;
 * counts of the filters are counts of the squares that the columns show.
 */
import { foldText } from '../../core/text';
import type { Board, Square, UnitName } from '../../sync/protocol-obligations';

export type Sign = 'sent' | 'excused' | 'zero' | 'late' | 'missing' | 'returned' | 'open';
export type View = 'all' | 'missing' | 'late' | 'returned' | 'zero' | 'excused';
export type Group = 'communes' | 'agencies' | 'organisations';

export interface Column {
  readonly key: string;
  readonly repeat: string;
  readonly period: string;
  readonly obligations: readonly string[];
  /** Its due instants, the earliest first: units of a column may have different ones. */
  readonly dueAts: readonly string[];
  readonly moved: boolean;
}

export interface Row {
  readonly unit: UnitName;
  readonly group: Group;
  /** By the key of the column. */
  readonly cells: ReadonlyMap<string, readonly Square[]>;
}

export interface Filter {
  readonly column: string | null;
  readonly view: View;
  readonly group: Group | null;
  readonly search: string;
}

export const groups: readonly Group[] = ['communes', 'agencies', 'organisations'];
export const views: readonly View[] = ['all', 'missing', 'late', 'returned', 'zero', 'excused'];

/** What is shown of a square. Accepted with a reason comes before zero: it is what needs explaining. */
export function signOf(square: Square): Sign {
  switch (square.status) {
    case 'on_time':
      return square.excuse !== null ? 'excused' : square.zero ? 'zero' : 'sent';
    default:
      return square.status;
  }
}

/** Whether something is still to be sent. */
export function isWanting(square: Square): boolean {
  return ['open', 'missing', 'returned'].includes(square.status);
}

function columnKey(square: Square, repeats: ReadonlyMap<string, string>): string {
  return `${repeats.get(square.obligation) ?? ''}:${square.period}`;
}

function repeatsOf(board: Board): Map<string, string> {
  return new Map(board.orders.map((one) => [one.code, one.repeat]));
}

/** What is owed once first, then the weeks in their order. */
export function columnsOf(board: Board): Column[] {
  const repeats = repeatsOf(board);
  const found = new Map<string, Square[]>();
  for (const square of board.squares) {
    const key = columnKey(square, repeats);
    found.set(key, [...(found.get(key) ?? []), square]);
  }
  const columns = [...found].map(([key, squares]): Column => {
    const dueAts = new Set(squares.flatMap((one) => (one.dueAt === null ? [] : [one.dueAt])));
    const repeat = key.slice(0, key.indexOf(':'));
    return {
      key,
      repeat,
      period: key.slice(repeat.length + 1),
      obligations: [...new Set(squares.map((one) => one.obligation))],
      dueAts: [...dueAts].sort(),
      moved: squares.some((one) => one.moved !== null),
    };
  });
  const rank = (one: Column) => `${one.repeat === 'once' ? 0 : 1}${one.period}`;
  return columns.sort((one, other) => rank(one).localeCompare(rank(other)));
}

export function groupOf(unit: UnitName): Group {
  if (unit.kind === 'commune_authority') return 'communes';
  return ['front', 'political_social', 'other_association'].includes(unit.kind)
    ? 'organisations'
    : 'agencies';
}

/** One row a unit: communes, agencies, organisations, each in the board's order. */
export function rowsOf(board: Board): Row[] {
  const repeats = repeatsOf(board);
  const found = new Map<string, { unit: UnitName; cells: Map<string, Square[]> }>();
  for (const square of board.squares) {
    const row = found.get(square.unit.code) ?? { unit: square.unit, cells: new Map() };
    const key = columnKey(square, repeats);
    row.cells.set(key, [...(row.cells.get(key) ?? []), square]);
    found.set(square.unit.code, row);
  }
  const rows = [...found.values()].map((row): Row => ({ ...row, group: groupOf(row.unit) }));
  return groups.flatMap((group) => rows.filter((row) => row.group === group));
}

/** The column that the page is about: the one asked for, else the next due instant, else the last. */
export function focusOf(
  columns: readonly Column[],
  asked: string | null,
  now: string,
): Column | null {
  const chosen = columns.find((one) => one.key === asked);
  if (chosen) return chosen;
  const ahead = columns
    .filter((one) => one.dueAts.some((due) => due > now))
    .sort((one, other) => (nextDue(one, now) ?? '').localeCompare(nextDue(other, now) ?? ''));
  return ahead[0] ?? columns[columns.length - 1] ?? null;
}

export function nextDue(column: Column, now: string): string | null {
  return column.dueAts.find((due) => due > now) ?? null;
}

/** When the clock reminds next of what these squares still want. */
export function nextReminder(squares: readonly Square[]): string | null {
  const ahead = squares.flatMap((one) => (one.nextReminderAt === null ? [] : [one.nextReminderAt]));
  return ahead.sort()[0] ?? null;
}

/** What one unit may be reminded of: what the column wants, else what is overdue or returned of other periods. */
export function toRemind(row: Row, column: string | null): Square[] {
  const here = squaresIn([row], column).filter(isWanting);
  if (here.length > 0) return here;
  return squaresIn([row], null).filter((one) => ['missing', 'returned'].includes(one.status));
}

/** Squares of rows in one column, or in all. */
export function squaresIn(rows: readonly Row[], column: string | null): Square[] {
  return rows.flatMap((row) =>
    column === null ? [...row.cells.values()].flat() : (row.cells.get(column) ?? []),
  );
}

export function shows(square: Square, view: View): boolean {
  if (view === 'all') return true;
  const sign = signOf(square);
  if (view === 'missing') return sign === 'open' || sign === 'missing';
  if (view === 'zero') return square.zero && square.status !== 'returned';
  if (view === 'late') return square.status === 'late';
  return sign === view;
}

export function filtered(rows: readonly Row[], filter: Filter): Row[] {
  const words = foldText(filter.search);
  return rows.filter(
    (row) =>
      (filter.group === null || row.group === filter.group) &&
      (words === '' || foldText(`${row.unit.name} ${row.unit.shortName}`).includes(words)) &&
      (filter.column === null || row.cells.has(filter.column)) &&
      (filter.view === 'all' ||
        squaresIn([row], filter.column).some((square) => shows(square, filter.view))),
  );
}

/** How many units a view would keep. */
export function countsOf(rows: readonly Row[], column: string | null): Record<View, number> {
  const entries = views.map((view): [View, number] => [
    view,
    filtered(rows, { column, view, group: null, search: '' }).length,
  ]);
  return Object.fromEntries(entries) as Record<View, number>;
}

/** How the squares of a column stand, each in one of its signs. */
export function tallyOf(squares: readonly Square[]): Record<Sign, number> {
  const tally: Record<Sign, number> = {
    sent: 0,
    excused: 0,
    zero: 0,
    late: 0,
    missing: 0,
    returned: 0,
    open: 0,
  };
  for (const square of squares) tally[signOf(square)] += 1;
  return tally;
}

/** What to remind of: units by obligation and period, for squares that still want something. */
export function remindersFor(
  squares: readonly Square[],
): { obligation: string; period: string; organisations: string[] }[] {
  const found = new Map<string, { obligation: string; period: string; organisations: string[] }>();
  for (const square of squares) {
    if (!isWanting(square)) continue;
    const key = `${square.obligation}:${square.period}`;
    const one = found.get(key) ?? {
      obligation: square.obligation,
      period: square.period,
      organisations: [],
    };
    one.organisations.push(square.unit.code);
    found.set(key, one);
  }
  return [...found.values()];
}
