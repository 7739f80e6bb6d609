/** The reconciliation in order and as bars. Pure. */
import { isDay } from '../../core/day';
import { byName } from '../places';
import type { Asked, Row, Table } from './wire';

export type Order = 'gap' | 'name';

/** By gap: the greatest first, what has none last. */
export function inOrder(rows: readonly Row[], order: Order): Row[] {
  return [...rows].sort((a, b) => {
    if (order === 'name' || (a.gap === null && b.gap === null)) return byName(a, b);
    if (a.gap === null) return 1;
    if (b.gap === null) return -1;
    return b.gap - a.gap || byName(a, b);
  });
}

/** Half of the track that a gap fills, in percent; the greatest of all fills it. */
export function barOf(gap: number, rows: readonly Row[]): { side: 'more' | 'less'; width: number } {
  const most = Math.max(1, ...rows.map((row) => Math.abs(row.gap ?? 0)));
  return { side: gap < 0 ? 'less' : 'more', width: (100 * Math.abs(gap)) / most };
}

/** Every source once, in the order in which the table names them; a figure refers to its place, from 1. */
export function sourcesOf(table: Table): readonly string[] {
  const found = [table.total, ...inOrder(table.rows, 'name')].flatMap(({ first, last }) =>
    [first, last].flatMap((one) => (one ? [one.source] : [])),
  );
  return [...new Set(found)];
}

/** How many places have two figures of the same two days, and these added up; null where the days differ. */
export function summed(table: Table): { places: number; row: Row } | null {
  const rows = table.rows.flatMap((row) =>
    row.first && row.last && row.change !== null
      ? [{ ...row, first: row.first, last: row.last }]
      : [],
  );
  const [one] = rows;
  const alike = rows.every(
    (row) => row.first.asOf === one?.first.asOf && row.last.asOf === one.last.asOf,
  );
  if (!one || !alike) return null;
  const sum = (value: (row: (typeof rows)[number]) => number | null) =>
    rows.reduce((total, row) => total + (value(row) ?? 0), 0);
  const row: Row = {
    ...table.total,
    first: { ...one.first, installed: sum((each) => each.first.installed) },
    last: { ...one.last, installed: sum((each) => each.last.installed) },
    estimate: rows.some((each) => each.estimate),
    change: sum((each) => each.change),
    success: sum((each) => each.success),
    partial: sum((each) => each.partial),
    gap: sum((each) => each.gap),
  };
  return { places: rows.length, row };
}

export function readAddress(search: string): Asked & { order: Order } {
  const query = new URLSearchParams(search);
  const day = (name: string) => {
    const value = query.get(name) ?? '';
    return isDay(value) ? value : '';
  };
  return {
    within: query.get('noi') ?? '',
    since: day('tu'),
    until: day('den'),
    order: query.get('xep') === 'ten' ? 'name' : 'gap',
  };
}

export function writeAddress(asked: Asked & { order: Order }): string {
  const query = new URLSearchParams();
  if (asked.within) query.set('noi', asked.within);
  if (asked.since) query.set('tu', asked.since);
  if (asked.until) query.set('den', asked.until);
  if (asked.order === 'name') query.set('xep', 'ten');
  const text = query.toString();
  return `/huyen/doi-chieu${text ? `?${text}` : ''}`;
}
