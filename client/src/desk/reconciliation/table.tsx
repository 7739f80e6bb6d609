/** The table: official first and last, their change, what was logged, the gap as a bar to either side. */
import { addDays } from '../../core/day';
import { count, fullDay } from '../../ui/format';
import { State } from '../../ui/marks';
import { hrefOf } from '../review/address';
import { barOf, inOrder, type Order } from './rows';
import type { Official, Row, Table } from './wire';
import { reconciliationWords } from './words';

export function signed(value: number | null): string {
  return value !== null && value > 0 ? `+${count(value)}` : count(value);
}

function Figure({ of, sources }: { of: Official | null; sources: readonly string[] }) {
  const w = reconciliationWords.value.table;
  if (!of) return <span class="muted">{w.none}</span>;
  return (
    <>
      {count(of.installed)}
      {of.estimate ? <span class="below xs muted nowrap"> {w.estimate}</span> : null}
      <span class="below xs muted nowrap">
        {fullDay(of.asOf)}
        {sources.length > 1 ? ` ${w.source(sources.indexOf(of.source) + 1)}` : ''}
      </span>
    </>
  );
}

function Bar({ row, rows }: { row: Row; rows: readonly Row[] }) {
  const w = reconciliationWords.value.table;
  if (row.gap === null) {
    return (
      <State kind="none" icon="info">
        {row.last ? w.one : w.none}
      </State>
    );
  }
  const { side, width } = barOf(row.gap, rows);
  const told =
    row.gap === 0 ? w.same : side === 'more' ? w.more(count(row.gap)) : w.less(count(-row.gap));
  return (
    <div class="diverge" role="img" aria-label={told}>
      <i data-side={side} ref={(bar) => bar?.style.setProperty('width', `${width / 2}%`)} />
    </div>
  );
}

export function ReconciliationTable(props: {
  table: Table;
  order: Order;
  sources: readonly string[];
}) {
  const { table, order } = props;
  const w = reconciliationWords.value.table;
  const by = table.by === 'hamlet' ? 'hamlet' : 'commune';
  const rows = inOrder(table.rows, order);
  const logged = (row: Row) =>
    row.first && row.last
      ? hrefOf('records', {
          area: row.code,
          since: addDays(row.first.asOf, 1),
          until: row.last.asOf,
        })
      : null;
  const line = (row: Row, name: string) => {
    const href = logged(row);
    return (
      <>
        <th scope="row">{name}</th>
        <td class="num">
          <Figure of={row.first} sources={props.sources} />
        </td>
        <td class="num">
          <Figure of={row.last} sources={props.sources} />
        </td>
        <td class="num" data-figure="change">
          {signed(row.change)}
          {row.change !== null && row.estimate ? (
            <span class="below xs muted nowrap"> {w.estimate}</span>
          ) : null}
        </td>
        <td class="num" data-figure="success">
          {href && row.success !== null ? (
            <a href={href} aria-label={`${count(row.success)}. ${w.logged(name)}`}>
              {count(row.success)}
            </a>
          ) : (
            count(row.success)
          )}
        </td>
        <td class="num" data-figure="partial">
          {count(row.partial)}
        </td>
        <td class="num" data-figure="gap">
          <b>{signed(row.gap)}</b>
        </td>
      </>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={w.title[by]}>
      <table class="t t-wide reconciliation">
        <caption class="sr">{w.title[by]}</caption>
        <thead>
          <tr>
            <th scope="col">{w.place[by]}</th>
            <th scope="col" class="num">
              {w.first}
            </th>
            <th scope="col" class="num">
              {w.last}
            </th>
            <th scope="col" class="num">
              {w.change}
            </th>
            <th scope="col" class="num">
              {w.success}
            </th>
            <th scope="col" class="num">
              {w.partial}
            </th>
            <th scope="col" class="num">
              {w.gap}
            </th>
            <th scope="col">
              <span class="diverge-head">
                <span>{w.moreLogged}</span>
                <span>{w.moreOfficial}</span>
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code} data-code={row.code}>
              {line(row, row.name)}
              <td>
                <Bar row={row} rows={rows} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            {line(table.total, w.total)}
            <td>{table.total.gap === null ? <Bar row={table.total} rows={rows} /> : null}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
