/**
 * Everything that a page of a place is drawn from: the polled totals and what stands around them.
 *
 * Rests on live and wire. Promises: other totals follow when a new seq is there; the work that waits is asked once a
 * minute, signals once a visit, because they are counted anew each time; what has no past (work, phones, told assists)
 * is not shown beside an earlier state.
 */
import { addDays, dayOf, startOfDay } from '../../core/day';
import type { Totals, TotalsQuery } from '../../sync/contract';
import { askBoard } from '../../sync/obligations';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import type { Where } from './address';
import { useBeside, useFollowing, useTotals } from './live';
import { mondayOf } from './weeks';
import { readFresh, readGoals, readSignals, readTold, readWork } from './wire';

const nothing = () =>
  Promise.resolve({ ok: false, error: { code: '', status: null, retryAfter: null } } as const);

/**
 * The totals whose freshness stands beside a place's figures: phones belong to communes, so a hamlet shows those of its
 * commune, by name.
 */
export function useFreshnessOf(
  area: string | null,
  unit: string | null,
  totals: Totals | null,
): { totals: Totals; name: string | null } | null {
  const desk = useDesk();
  const here = area === null ? null : desk.area(area);
  const above = here?.parent && here.parent !== desk.root()?.code ? desk.area(here.parent) : null;
  const upper = useBeside(
    desk.session.transport,
    above && totals
      ? { by: 'day', within: above.code, ...(unit === null ? {} : { organisation: unit }) }
      : null,
    totals ? `${totals.seq}` : '',
  );
  if (above) return upper && { totals: upper, name: above.name };
  return totals && { totals, name: null };
}

/** @param unit the organisation that it is narrowed to. */
export function useAround(where: Where, unit: string | null, staff: boolean) {
  const desk = useDesk();
  const { transport } = desk.session;
  const { tz } = desk.session.device.campaign;
  const place: TotalsQuery = {
    ...(where.area === null ? {} : { within: where.area }),
    ...(unit === null ? {} : { organisation: unit }),
    ...(where.asOf === null ? {} : { asOf: where.asOf }),
  };
  const present = where.asOf === null;
  const dated: TotalsQuery = {
    ...place,
    ...(where.since ? { since: where.since } : {}),
    ...(where.until ? { until: where.until } : {}),
  };
  const query: TotalsQuery = { by: where.by, ...dated };
  const { totals, problem } = useTotals(transport, query);
  const turn = totals ? `${totals.seq}` : '';
  const today = totals ? dayOf(totals.asOfAt ?? totals.serverNow, tz) : null;
  const ask = (more: TotalsQuery): TotalsQuery | null => (today === null ? null : more);

  const byArea = where.by === 'commune' || where.by === 'hamlet';
  // Days that are chosen cannot be held against a week ago.
  const narrowed = where.since !== null || where.until !== null;
  const weekAgo = today === null ? '' : addDays(today, -7);
  const days = useBeside(transport, ask({ by: 'day', ...place }), turn);
  const earlier = useBeside(
    transport,
    byArea && !narrowed
      ? ask({
          by: where.by,
          ...place,
          until: weekAgo,
          asOf: today ? startOfDay(addDays(weekAgo, 1), tz) : '',
        })
      : null,
    '',
  );
  const weekly = useBeside(
    transport,
    where.by === 'day' || narrowed
      ? null
      : ask({ by: where.by, ...place, since: today ? mondayOf(today) : '' }),
    turn,
  );
  const units = useBeside(transport, ask({ by: 'organisation', ...dated }), turn);
  const modes = useBeside(transport, ask({ by: 'mode', ...dated }), turn);

  const within = where.area;
  const upper = where.level !== 'hamlet' && where.unit === null && present;
  const key = `${where.level} ${within ?? ''} ${unit ?? ''}`;
  const work = useFollowing(`work ${key} ${upper}`, '', () =>
    upper ? readWork(transport, within, staff) : nothing(),
  ).value;
  const fresh = useFollowing(`fresh ${key} ${upper && staff}`, '', () =>
    upper && staff ? readFresh(transport, within) : nothing(),
  );
  const signals = useLoaded(`signals ${key} ${upper && staff}`, () =>
    upper && staff ? readSignals(transport, within) : nothing(),
  ).value;
  const areaCode = within ?? desk.root()?.code ?? null;
  const goals = useFollowing(`goals ${key} ${areaCode}`, '', () =>
    areaCode === null ? nothing() : readGoals(transport, areaCode, unit),
  );
  const told = useFollowing('told', '', () => readTold(transport)).value;
  const communes = upper && staff && where.level === 'root' && where.by === 'commune';
  const reports = useFollowing(`reports ${communes}`, '', () =>
    communes ? askBoard(transport, false) : nothing(),
  ).value;
  return {
    place,
    dated,
    query,
    totals,
    problem,
    today,
    days,
    earlier,
    weekly,
    units,
    modes,
    work: work && { ...work, signals: signals ?? null },
    fresh,
    goals,
    told: present ? told : null,
    reports,
  };
}
