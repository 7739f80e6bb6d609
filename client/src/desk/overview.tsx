/**
 * 12 and 13 in their first form: a place (the district, a commune) with its ratios, its logged assists and
 * the table behind them. The view (by commune, hamlet, organisation) stands in the address.
 */
import { dayOf } from '../core/day';
import type { TotalsQuery, TotalsRow } from '../sync/contract';
import { fullDay, inSentence } from '../ui/format';
import { words } from '../ui/language';
import { Sample } from '../ui/marks';
import { query } from '../ui/router';
import { Bars } from './bars';
import { LoggedCard, RatioCard } from './cards';
import { useDesk } from './context';
import { DeskFrame } from './frame';
import { useTotals } from './live';
import { TileMap } from './map';
import { anyEstimate } from './rate';
import { TotalsTable } from './table';
import { deskWords } from './words';

export type View = 'commune' | 'hamlet' | 'organisation';

const viewWords: Record<View, string> = { commune: 'xa', hamlet: 'ap', organisation: 'to-chuc' };

/** The view that an address asks for, out of those a place has. */
export function viewOf(search: string, views: readonly View[]): View {
  const asked = new URLSearchParams(search).get('theo');
  return views.find((view) => viewWords[view] === asked) ?? views[0] ?? 'commune';
}

function hrefOf(base: string, view: View, organisation?: string): string {
  const more = organisation ? `&don-vi=${encodeURIComponent(organisation)}` : '';
  return `${base}?theo=${viewWords[view]}${more}`;
}

/** The district at /huyen, a commune at /huyen/xa/<code>. */
export function OverviewApp({ at }: { at: string }) {
  const code = /^\/huyen\/xa\/([^/]+)$/.exec(at)?.[1];
  const commune = code ? decodeURIComponent(code) : null;
  return <OverviewPage key={commune} commune={commune} />;
}

function OverviewPage({ commune }: { commune: string | null }) {
  const desk = useDesk();
  const { session, directory } = desk;
  const w = deskWords.value;
  const tz = session.device.campaign.tz;
  const home = desk.home();
  const root = desk.root();
  const place = commune === null ? home : desk.area(commune);
  const views: readonly View[] =
    commune === null ? ['commune', 'hamlet', 'organisation'] : ['hamlet', 'organisation'];
  const view = viewOf(query.value, views);
  const organisation =
    view === 'organisation' ? new URLSearchParams(query.value).get('don-vi') : null;
  const base = commune === null ? '/huyen' : `/huyen/xa/${commune}`;
  const asked: TotalsQuery = {
    by: view,
    ...(commune === null ? {} : { within: commune }),
    ...(organisation ? { organisation } : {}),
  };
  const { totals, problem } = useTotals(session.transport, asked);
  const outcomes = directory.value?.outcomes ?? [];
  const organisations = directory.value?.organisations ?? [];
  const sample = session.device.campaign.sample;

  const describe = (row: TotalsRow): { href?: string; name: string; below?: string } => {
    if (view === 'organisation') {
      if (row.code === organisation) return { name: row.name, below: w.table.direct };
      const hasMore = organisations.some((one) => one.parent === row.code);
      return hasMore ? { name: row.name, href: hrefOf(base, view, row.code) } : { name: row.name };
    }
    const area = desk.area(row.code);
    const isRoot = area !== null && area.code === home?.code && commune === null;
    if (view === 'commune') {
      return isRoot || area === null
        ? { name: row.name }
        : { name: row.name, href: `/huyen/xa/${row.code}` };
    }
    const above = area?.parent ? desk.area(area.parent) : null;
    // The row coded as a commune holds what was logged there without a hamlet.
    const isCommune = area !== null && area.parent !== null && area.parent === root?.code;
    const below = commune !== null || isRoot ? undefined : isCommune ? area.name : above?.name;
    return { name: row.name, ...(below && below !== row.name ? { below } : {}) };
  };

  const chosen = organisations.find((one) => one.code === organisation);
  const title =
    chosen?.name ??
    (commune === null ? w.page.title(inSentence(place?.name ?? '')) : (place?.name ?? commune));
  const bars = totals?.rows
    .filter((row) => (row.unique ?? 0) > 0)
    .map((row) => {
      const { name, below } = describe(row);
      return { key: row.code, name: below ? `${name} (${below})` : name, value: row.unique ?? 0 };
    })
    .slice(0, 40);
  const reasons = outcomes
    .map((one) => ({ key: one.code, name: one.name, value: totals?.total.outcomes[one.code] ?? 0 }))
    .filter((one) => one.value > 0);

  const barsCard = (width: string) =>
    totals && bars?.length ? (
      <section class={`card ${width}`.trim()}>
        <div class="card-head">
          <h2>{w.page.barsTitle(w.views[view].toLocaleLowerCase('vi'))}</h2>
          {sample ? <Sample>{words.value.sample}</Sample> : null}
        </div>
        <Bars rows={bars} label={w.page.barsTitle(w.views[view])} />
        <p class="src">{w.page.barsSource(fullDay(dayOf(totals.serverNow, tz)))}</p>
      </section>
    ) : null;

  return (
    <DeskFrame
      title={title}
      lead={w.page.lead}
      asOf={totals?.serverNow ?? null}
      problem={problem}
      crumb={
        commune !== null && home && home.code !== commune ? (
          <>
            <a href="/huyen">{home.name}</a> / {place?.name}
          </>
        ) : chosen ? (
          <>
            <a href={hrefOf(base, 'organisation')}>{w.views.organisation}</a> / {chosen.name}
          </>
        ) : undefined
      }
      aside={
        <nav class="seg no-print" aria-label={w.views.label}>
          {views.map((one) => (
            <a key={one} href={hrefOf(base, one)} aria-current={one === view ? 'page' : undefined}>
              {w.views[one]}
            </a>
          ))}
        </nav>
      }
    >
      {totals ? (
        <>
          <div class="cols">
            <RatioCard figures={totals.total} of="smartphones" />
            <RatioCard figures={totals.total} of="population" />
            <LoggedCard totals={totals} tz={tz} />
          </div>
          {view === 'commune' ? (
            <div class="cols cols-free">
              <TileMap totals={totals} />
              {barsCard('c5')}
            </div>
          ) : null}
          <section class="card card-flush" id="bang">
            <div class="card-head">
              <h2>{w.table.caption[view]}</h2>
              {sample ? <Sample>{words.value.sample}</Sample> : null}
            </div>
            <TotalsTable key={view} view={view} totals={totals} describe={describe} />
            {anyEstimate(totals.rows) ? <p class="src">{w.page.estimates}</p> : null}
          </section>
          {view === 'commune' ? null : barsCard('')}
          {reasons.length ? (
            <section class="card">
              <div class="card-head">
                <h2>{w.page.outcomes}</h2>
                <span class="muted sm">{w.page.outcomesOf(totals.total.records)}</span>
              </div>
              <Bars rows={reasons} label={w.page.outcomes} />
            </section>
          ) : null}
        </>
      ) : (
        <div class="cols" aria-hidden="true">
          <div class="card c4 block" />
          <div class="card c4 block" />
          <div class="card c4 block" />
        </div>
      )}
    </DeskFrame>
  );
}
