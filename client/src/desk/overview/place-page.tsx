/**
 * 12 and 13: a place (the district, a commune, a hamlet, an organisation's own) with its ratios, what was logged, the
 * work that waits, pictures, and the table behind them.
 *
 * Rests on the totals, of which one question is polled; everything else follows it. Promises: what is shown stands in
 * the address; each figure leads one step down, to its records at last.
 */

import type { ComponentChildren } from 'preact';
import type { TotalsRow } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { fullDay, inSentence, namedDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Empty, Sample } from '../../ui/marks';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { TakeFile } from '../taking/take-file';
import { views, type Where, writeRecords, writeWhere } from './address';
import { AheadCard } from './ahead-card';
import { useAround, useFreshnessOf } from './around';
import { AsOfBar } from './as-of';
import { LoggedCard, RatioCard } from './cards';
import { ModesPicture, ReasonsPicture, UnitsPicture } from './charts/bar-pictures';
import { MapPicture } from './charts/map-picture';
import { fileQuery } from './charts/source';
import { TrendPicture } from './charts/trend-picture';
import { DaysBar, DaysSaid } from './days-bar';
import { FreshCard } from './fresh-card';
import { FreshLine } from './fresh-line';
import { aimsOf } from './goals';
import { measureOf } from './measure';
import { PaceCard } from './pace-card';
import { describeRow, organisation, stepsTo } from './place';
import { rankingOf } from './ranking';
import { anyEstimate, ownTotal } from './rate';
import { communeReports } from './reports';
import { TotalsTable } from './table';
import { toldIn } from './told';
import { weekOf } from './weeks';
import { totalsFile } from './wire';
import { overviewWords } from './words';
import { WorkCard } from './work-card';

export function PlacePage({ where }: { where: Where }) {
  const desk = useDesk();
  const { session, directory } = desk;
  const w = overviewWords.value;
  const { tz, sample } = session.device.campaign;
  const role = desk.me.value?.person.role ?? session.device.person.role;
  const staff = role !== 'reporter';
  const ownUnit = desk.me.value?.membership.organisation ?? null;
  const unit = where.unit ?? (where.level === 'unit' ? ownUnit : null);

  const found = useAround(where, unit, staff);
  const freshOf = useFreshnessOf(where.area, unit, found.totals);
  const { place, dated, query, totals, problem, today } = found;
  const { days, earlier, weekly, units, modes, work, fresh, goals, told, reports } = found;
  const within = where.area;
  const dates = where.since !== null || where.until !== null;

  const home = desk.home();
  const here = within === null ? home : desk.area(within);
  const unitName = unit === null ? null : (organisation(desk, unit)?.name ?? unit);
  // An organisation has no ratio of its own: these are of the place.
  const placeName = unit === null ? null : (here?.name ?? null);
  const title =
    where.level === 'unit' || (unit !== null && within === null)
      ? (unitName ?? home?.name ?? '')
      : unitName
        ? w.page.unitOf(unitName, here?.name ?? within ?? '')
        : where.level === 'root'
          ? w.page.title(inSentence(here?.name ?? ''))
          : (here?.name ?? within ?? '');
  const steps = stepsTo(desk, where);
  const describe = (row: TotalsRow) =>
    describeRow(desk, { ...where, unit }, row, (day) => namedDay(day, true), w.table.direct);

  const byArea = where.by === 'commune' || where.by === 'hamlet';
  const measure = measureOf(where.measure, totals?.rows ?? []);
  const ranking =
    byArea && totals
      ? rankingOf(totals.rows, earlier?.rows ?? [], measure, (row) => takesPart(desk, where, row))
      : null;
  const aims = goals.value && days && today ? aimsOf(goals.value, days.total, today) : null;
  const installed = aims?.find((aim) => aim.of === 'installed')?.target.value ?? null;
  const waiting =
    where.by === 'commune' && fresh.value
      ? new Map(fresh.value.communes.map((one) => [one.code, one.waiting]))
      : null;
  const noDenominator =
    byArea && totals?.rows.some((row) => row.smartphones === null && takesPart(desk, where, row));
  const ownDay = totals && ownTotal(totals);
  const week = weekly ? new Map(weekly.rows.map((row) => [row.code, row.unique])) : null;
  const outcomes = directory.value?.outcomes ?? [];

  return (
    <DeskFrame
      title={title}
      lead={w.page.lead}
      asOf={totals ? (totals.asOfAt ?? totals.serverNow) : null}
      problem={problem}
      crumb={
        steps.length > 0 ? (
          <>
            {steps.map((step) => (
              <>
                <a href={step.href}>{step.name}</a> /{' '}
              </>
            ))}
            {unitName && where.level !== 'unit' ? unitName : here?.name}
          </>
        ) : undefined
      }
      aside={
        <nav class="seg no-print" aria-label={w.views.label}>
          {views[where.level].map((one) => (
            <a
              key={one}
              href={writeWhere({ ...where, by: one, measure: null })}
              aria-current={one === where.by ? 'page' : undefined}
            >
              {w.views[one]}
            </a>
          ))}
        </nav>
      }
    >
      {totals && today ? (
        <>
          <AsOfBar where={where} totals={totals} />
          <DaysBar where={where} today={today} />
          <DaysSaid where={where} today={today} />
          <div class="cols">
            <RatioCard figures={totals.total} of="smartphones" goal={installed} place={placeName} />
            <RatioCard figures={totals.total} of="population" goal={installed} place={placeName} />
            <PaceCard
              aims={aims}
              failed={Boolean(goals.problem)}
              mayset={role === 'district' || role === 'admin'}
            />
          </div>
          <LoggedCard
            totals={totals}
            week={days && !dates ? weekOf(days.rows, 'unique', today) : null}
            told={told && !dates ? toldIn(told, desk, within, unit) : null}
          />
          <Work
            ahead={
              ranking && ranking.rows.length > 1 ? (
                <AheadCard
                  ranking={ranking}
                  measureName={w.measures[measure]}
                  hrefOf={(code) => {
                    const row = totals.rows.find((one) => one.code === code);
                    return (row && describe(row).href) ?? '';
                  }}
                />
              ) : null
            }
            map={
              where.by === 'commune' && where.level === 'root' ? (
                <MapPicture totals={totals} where={where} measure={measure} query={query} />
              ) : null
            }
            side={
              work ? (
                <WorkCard work={work} fresh={fresh.value} totals={totals} tz={tz} staff={staff} />
              ) : where.asOf === null ? (
                <section class="card">
                  <h2>{w.fresh.title}</h2>
                  <FreshLine of={freshOf} />
                </section>
              ) : null
            }
          />
          <section class="card card-flush" id="bang">
            <div class="card-head">
              <h2>{w.table.caption[where.by]}</h2>
              {sample ? <Sample>{words.value.sample}</Sample> : null}
            </div>
            <TotalsTable
              key={where.by}
              view={where.by}
              totals={totals}
              describe={describe}
              ranking={ranking}
              week={week}
              waiting={waiting}
              reports={reports && communeReports(reports)}
            />
            <div class="card-text">
              <TakeFile path={(kind) => totalsFile(fileQuery(query), kind)} />
            </div>
            <p class="src">
              {anyEstimate(totals.rows) ? `${w.page.estimates} ` : ''}
              {ownDay && byArea ? `${w.page.ownTotal(fullDay(ownDay))} ` : ''}
              {staff && noDenominator ? (
                <>
                  <a class="no-print" href={figuresHref(within)}>
                    {w.page.enter}
                  </a>{' '}
                </>
              ) : null}
              <a
                class="no-print"
                href={writeRecords({
                  area: within,
                  unit,
                  since: where.since,
                  until: where.until,
                })}
              >
                {w.page.records}
              </a>
            </p>
          </section>
          {days ? (
            <TrendPicture days={days} where={where} query={{ by: 'day', ...place }} today={today} />
          ) : null}
          <div class="halves cards">
            <ReasonsPicture
              totals={totals}
              outcomes={outcomes}
              where={{ ...where, unit }}
              area={within}
              query={dated}
            />
            <div class="stack-4">
              {units && where.by !== 'organisation' ? (
                <UnitsPicture
                  totals={units}
                  rows={units.rows}
                  hrefOf={(row) =>
                    describeRow(desk, { ...where, unit, by: 'organisation' }, row, String, '').href
                  }
                  query={{ by: 'organisation', ...dated }}
                />
              ) : null}
              {modes ? (
                <ModesPicture
                  totals={modes}
                  where={{ ...where, unit }}
                  area={within}
                  query={{ by: 'mode', ...dated }}
                />
              ) : null}
            </div>
          </div>
          {fresh.value && fresh.value.total.devices > 0 ? (
            <FreshCard
              fresh={fresh.value}
              within={within}
              now={totals.serverNow}
              onReminded={fresh.reload}
            />
          ) : null}
        </>
      ) : problem === 'not_found' ? (
        <Empty icon="search" title={w.page.notFound}>
          <Btn kind="main" href="/huyen">
            {words.value.notFound.home}
          </Btn>
        </Empty>
      ) : problem ? null : (
        <div class="cols" aria-hidden="true">
          <div class="card c4 block" />
          <div class="card c4 block" />
          <div class="card c4 block" />
        </div>
      )}
    </DeskFrame>
  );
}

/** The map beside what must be done; without a map the cards stand beside each other. */
function Work(props: {
  map: ComponentChildren;
  ahead: ComponentChildren;
  side: ComponentChildren;
}) {
  return props.map ? (
    <div class="cols cols-free">
      <div class="c7 stack-4">
        {props.map}
        {props.side ? props.ahead : null}
      </div>
      <div class="c5 stack-4">{props.side ?? props.ahead}</div>
    </div>
  ) : (
    <div class="halves cards">
      {props.side}
      {props.ahead}
    </div>
  );
}

/** Rows that stand for what has no place of its own take no part in a ranking. */
/** Where the denominators of a place's parts are entered. */
const figuresHref = (area: string | null) =>
  `/huyen/danh-muc?muc=so-lieu${area === null ? '' : `&xa=${encodeURIComponent(area)}`}`;

function takesPart(desk: ReturnType<typeof useDesk>, where: Where, row: TotalsRow): boolean {
  const area = desk.area(row.code);
  if (area === null || area.code === desk.root()?.code) return false;
  return where.by === 'commune' || area.parent !== desk.root()?.code;
}
