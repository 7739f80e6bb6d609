/**
 * The table that proves the cards: official figures and logged assists side by side, never added.
 * Promises: rows add up to the foot; an unknown denominator reads "chưa có số liệu"; estimates say so.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { dayOf } from '../../core/day';
import type { Amount, Totals, TotalsFigures, TotalsRow } from '../../sync/contract';
import { count, shortDay } from '../../ui/format';
import { Empty, State } from '../../ui/marks';
import { useDesk } from '../context';
import type { By } from './address';
import { RankMark } from './rank-mark';
import type { Ranking } from './ranking';
import { type Column, rateOf, sorted, trackOf } from './rate';
import { ReportCell } from './report-cell';
import type { CommuneReports } from './reports';
import { overviewWords } from './words';

type Props = {
  view: By;
  totals: Totals;
  /** Where a row leads, and what stands below its name. */
  describe: (row: TotalsRow) => {
    href?: string | undefined;
    name: string;
    below?: string | undefined;
  };
  /** Places of the rows; null where nothing is ranked. */
  ranking: Ranking | null;
  /** Phones logged this week, by code; null where that is not asked. */
  week: ReadonlyMap<string, number | null> | null;
  /** What still waits on phones, by code; null where that is not known. */
  waiting: ReadonlyMap<string, number> | null;
  /** How communes stand with their reports; null where that is not shown. */
  reports: CommuneReports | null;
};

function Figure({ amount }: { amount: Amount | null }) {
  const w = overviewWords.value.page;
  if (!amount) return <span class="muted">–</span>;
  return (
    <>
      {count(amount.value)}
      {amount.estimate ? <span class="xs muted"> {w.estimate}</span> : null}
    </>
  );
}

function RateCell({ row, track }: { row: TotalsFigures; track: number }) {
  const w = overviewWords.value.page;
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
  const w = overviewWords.value.page;
  if (!row.official) return <span class="muted">–</span>;
  return (
    <>
      {count(row.official.installed)}
      {row.official.estimate ? <span class="xs muted"> {w.estimate}</span> : null}
    </>
  );
}

/** Official figures of a row, or of the foot. */
function Official({ row, track }: { row: TotalsFigures; track: number | null }) {
  return (
    <>
      <td class="num">
        <Installed row={row} />
      </td>
      <td class="num">
        <Figure amount={row.smartphones} />
      </td>
      <td>
        {track === null ? (
          (rateOf(row, 'smartphones')?.text ?? '–')
        ) : (
          <RateCell row={row} track={track} />
        )}
      </td>
      <td class="num">
        <Figure amount={row.population} />
      </td>
      <td class="num">
        <PeopleRate row={row} />
      </td>
    </>
  );
}

export function TotalsTable({ view, totals, describe, ranking, week, waiting, reports }: Props) {
  const w = overviewWords.value.table;
  const said = overviewWords.value.reports;
  const { tz } = useDesk().session.device.campaign;
  const column = useSignal<Column | null>(null);
  const all = useSignal(false);
  const official = view === 'commune' || view === 'hamlet';
  const placed =
    official && totals.rows.some((row) => row.official || row.smartphones || row.population);
  // A list without any figure says so once a row, not in five columns of dashes.
  const bare = official && !placed;
  const byRank = ranking !== null && column.value === null;
  const by = column.value ?? (view === 'day' ? 'name' : 'unique');
  const track = trackOf(totals.rows);
  const rows = byRank
    ? [...totals.rows].sort(
        (a, b) =>
          (ranking.of(a.code)?.rank ?? Number.MAX_SAFE_INTEGER) -
            (ranking.of(b.code)?.rank ?? Number.MAX_SAFE_INTEGER) ||
          a.name.localeCompare(b.name, 'vi'),
      )
    : view === 'day' && by === 'name'
      ? [...totals.rows].sort((a, b) => b.code.localeCompare(a.code))
      : sorted(totals.rows, by);

  // Of all organisations that could take part, those that did; the others on wish.
  const busy = view === 'organisation' ? rows.filter((row) => row.records > 0) : rows;
  const idle = rows.length - busy.length;

  const head = (key: Column, text: string, number = true): ComponentChildren => (
    <th
      class={number ? 'num' : undefined}
      aria-sort={
        !byRank && by === key
          ? key === 'name' && view !== 'day'
            ? 'ascending'
            : 'descending'
          : undefined
      }
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
        {!byRank && by === key ? ' ▾' : ''}
      </button>
    </th>
  );
  const summed = (values: ReadonlyMap<string, number | null>) => {
    const found = totals.rows.map((row) => values.get(row.code) ?? 0);
    return found.reduce((sum, one) => sum + one, 0);
  };

  if (totals.rows.length === 0) {
    const text = view === 'hamlet' ? w.emptyHamlets : view === 'day' ? w.emptyDays : undefined;
    return <Empty icon="bars" title={w.empty} {...(text ? { text } : {})} />;
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={w.caption[view]}>
        <table class="t" data-view={view}>
          <thead>
            <tr>
              {head('name', w.place[view], false)}
              {ranking ? (
                <th>
                  <button
                    type="button"
                    class="sort"
                    aria-label={w.sort(w.rank)}
                    onClick={() => {
                      column.value = null;
                    }}
                  >
                    {w.rank}
                    {byRank ? ' ▾' : ''}
                  </button>
                </th>
              ) : null}
              {placed ? head('installed', w.installed) : null}
              {placed ? <th class="num">{w.smartphones}</th> : null}
              {placed ? head('rate', w.rateSmartphones, false) : null}
              {placed ? <th class="num">{w.population}</th> : null}
              {placed ? head('population', w.ratePopulation) : null}
              {bare ? <th>{w.rateSmartphones}</th> : null}
              {view === 'day' ? <th class="num">{w.records}</th> : null}
              {head('assists', w.assists)}
              {head('unique', w.unique)}
              <th class="num">{w.unchecked}</th>
              {week ? <th class="num">{w.week}</th> : null}
              {waiting ? <th class="num">{w.waiting}</th> : null}
              {reports ? (
                <th>
                  {said.head}
                  {reports.dueAt ? (
                    <span class="xs muted"> {said.due(shortDay(dayOf(reports.dueAt, tz)))}</span>
                  ) : null}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {(all.value ? rows : busy).map((row) => {
              const { href, name, below } = describe(row);
              const place = ranking?.of(row.code);
              return (
                <tr key={row.code} data-code={row.code}>
                  <th scope="row">
                    {href ? <a href={href}>{name}</a> : name}
                    {below ? <span class="xs muted"> {below}</span> : null}
                  </th>
                  {ranking ? (
                    <td>
                      <RankMark rank={place?.rank ?? null} rose={place?.rose ?? null} />
                    </td>
                  ) : null}
                  {placed ? <Official row={row} track={track} /> : null}
                  {bare ? (
                    <td>
                      <RateCell row={row} track={track} />
                    </td>
                  ) : null}
                  {view === 'day' ? (
                    <td class="num" data-figure="records">
                      {count(row.records)}
                    </td>
                  ) : null}
                  <td class="num" data-figure="assists">
                    {count(row.assists)}
                  </td>
                  <td class="num" data-figure="unique">
                    {count(row.unique)}
                  </td>
                  <td class="num" data-figure="unchecked">
                    {count(row.unchecked)}
                  </td>
                  {week ? (
                    <td class="num" data-figure="week">
                      {count(week.get(row.code) ?? (week.has(row.code) ? null : 0))}
                    </td>
                  ) : null}
                  {waiting ? <td class="num">{waitingText(waiting.get(row.code))}</td> : null}
                  {reports ? (
                    <td data-report>
                      <ReportCell reports={reports.of(row.code)} />
                    </td>
                  ) : null}
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{w.total}</th>
              {ranking ? <td /> : null}
              {placed ? <Official row={totals.total} track={null} /> : null}
              {bare ? <td /> : null}
              {view === 'day' ? <td class="num">{count(totals.total.records)}</td> : null}
              <td class="num" data-figure="assists">
                {count(totals.total.assists)}
              </td>
              <td class="num" data-figure="unique">
                {count(totals.total.unique)}
              </td>
              <td class="num" data-figure="unchecked">
                {count(totals.total.unchecked)}
              </td>
              {week ? <td class="num">{count(summed(week))}</td> : null}
              {waiting ? <td class="num">{count(summed(waiting))}</td> : null}
              {reports ? <td data-report>{said.sent(reports.sent, reports.units)}</td> : null}
            </tr>
          </tfoot>
        </table>
      </section>
      {idle > 0 ? (
        <p class="src">
          {w.idle(idle)}{' '}
          <button
            type="button"
            class="textlink sm no-print"
            aria-expanded={all.value}
            onClick={() => {
              all.value = !all.value;
            }}
          >
            {all.value ? w.hideIdle : w.showIdle}
          </button>
        </p>
      ) : null}
    </>
  );
}

function waitingText(value: number | undefined): string {
  return value === undefined || value === 0 ? '–' : count(value);
}
