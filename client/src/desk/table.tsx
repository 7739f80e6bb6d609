/**
 * The table that proves the cards: official figures and logged assists side by side, never added.
 * Promises: rows add up to the foot; an unknown denominator reads "chưa có số liệu"; estimates say so.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Amount, Totals, TotalsFigures, TotalsRow } from '../sync/contract';
import { count } from '../ui/format';
import { Empty, State } from '../ui/marks';
import { type Column, rateOf, sorted, trackOf } from './rate';
import { deskWords } from './words';

type View = 'commune' | 'hamlet' | 'organisation';

type Props = {
  view: View;
  totals: Totals;
  /** Where a row leads, and what stands below its name. */
  describe: (row: TotalsRow) => { href?: string; name: string; below?: string };
};

function Figure({ amount }: { amount: Amount | null }) {
  const w = deskWords.value.page;
  if (!amount) return <span class="muted">–</span>;
  return (
    <>
      {count(amount.value)}
      {amount.estimate ? <span class="xs muted"> {w.estimate}</span> : null}
    </>
  );
}

function RateCell({ row, track }: { row: TotalsFigures; track: number }) {
  const w = deskWords.value.page;
  const rate = rateOf(row, 'smartphones');
  if (!rate)
    return (
      <State kind="none" icon="info">
        {w.noRatio}
      </State>
    );
  return (
    <div class="rate">
      <b class="num">{rate.text}</b>
      {rate.over ? (
        <State kind="late" icon="alert">
          {w.over}
        </State>
      ) : (
        <div class="bar bar-sm" aria-hidden="true">
          <i ref={(bar) => bar?.style.setProperty('width', `${(100 * rate.value) / track}%`)} />
        </div>
      )}
    </div>
  );
}

function PeopleRate({ row }: { row: TotalsFigures }) {
  const rate = rateOf(row, 'population');
  return rate ? rate.text : <span class="muted">–</span>;
}

function Installed({ row }: { row: TotalsFigures }) {
  const w = deskWords.value.page;
  if (!row.official) return <span class="muted">–</span>;
  return (
    <>
      {count(row.official.installed)}
      {row.official.estimate ? <span class="xs muted"> {w.estimate}</span> : null}
    </>
  );
}

export function TotalsTable({ view, totals, describe }: Props) {
  const w = deskWords.value.table;
  const column = useSignal<Column | null>(null);
  const placed =
    view !== 'organisation' &&
    totals.rows.some((row) => row.official || row.smartphones || row.population);
  // A list without any figure says so once a row, not in five columns of dashes.
  const bare = view !== 'organisation' && !placed;
  const by = column.value ?? (placed ? 'rate' : 'unique');
  const track = trackOf(totals.rows);

  const head = (key: Column, text: string, number = true): ComponentChildren => (
    <th
      class={number ? 'num' : undefined}
      aria-sort={by === key ? (key === 'name' ? 'ascending' : 'descending') : undefined}
    >
      <button
        type="button"
        class="sort"
        aria-label={w.sort(text)}
        onClick={() => {
          column.value = key;
        }}
      >
        {text}
        {by === key ? ' ▾' : ''}
      </button>
    </th>
  );

  if (totals.rows.length === 0) {
    return (
      <Empty icon="bars" title={w.empty} text={view === 'hamlet' ? w.emptyHamlets : undefined} />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={w.caption[view]}>
      <table class="t" data-view={view}>
        <thead>
          <tr>
            {head('name', w.place[view], false)}
            {placed ? head('installed', w.installed) : null}
            {placed ? <th class="num">{w.smartphones}</th> : null}
            {placed ? head('rate', w.rateSmartphones, false) : null}
            {placed ? <th class="num">{w.population}</th> : null}
            {placed ? head('population', w.ratePopulation) : null}
            {bare ? <th>{w.rateSmartphones}</th> : null}
            {head('assists', w.assists)}
            {head('unique', w.unique)}
            <th class="num">{w.unchecked}</th>
          </tr>
        </thead>
        <tbody>
          {sorted(totals.rows, by).map((row) => {
            const { href, name, below } = describe(row);
            return (
              <tr key={row.code} data-code={row.code}>
                <th scope="row">
                  {href ? <a href={href}>{name}</a> : name}
                  {below ? <span class="xs muted"> {below}</span> : null}
                </th>
                {placed ? (
                  <>
                    <td class="num">
                      <Installed row={row} />
                    </td>
                    <td class="num">
                      <Figure amount={row.smartphones} />
                    </td>
                    <td>
                      <RateCell row={row} track={track} />
                    </td>
                    <td class="num">
                      <Figure amount={row.population} />
                    </td>
                    <td class="num">
                      <PeopleRate row={row} />
                    </td>
                  </>
                ) : null}
                {bare ? (
                  <td>
                    <RateCell row={row} track={track} />
                  </td>
                ) : null}
                <td class="num" data-figure="assists">
                  {count(row.assists)}
                </td>
                <td class="num" data-figure="unique">
                  {count(row.unique)}
                </td>
                <td class="num">{count(row.unchecked)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{w.total}</th>
            {placed ? (
              <>
                <td class="num">
                  <Installed row={totals.total} />
                </td>
                <td class="num">
                  <Figure amount={totals.total.smartphones} />
                </td>
                <td>{rateOf(totals.total, 'smartphones')?.text ?? '–'}</td>
                <td class="num">
                  <Figure amount={totals.total.population} />
                </td>
                <td class="num">
                  <PeopleRate row={totals.total} />
                </td>
              </>
            ) : null}
            {bare ? <td /> : null}
            <td class="num">{count(totals.total.assists)}</td>
            <td class="num">{count(totals.total.unique)}</td>
            <td class="num">{count(totals.total.unchecked)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
