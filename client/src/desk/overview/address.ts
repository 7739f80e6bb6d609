/**
 * Where on the board one is, as an address: place, organisation, days, and how it is looked at. Pure.
 *
 * Promises: what is written is read back the same, so that a link can be sent to somebody; what an address does not
 * say is what the place shows by itself.
 */
import { isDay, msOf } from '../../core/day';

export type By = 'commune' | 'hamlet' | 'organisation' | 'day';

export type Level = 'root' | 'commune' | 'hamlet' | 'unit';

export interface Where {
  /** `root`: all that the caller sees; `unit`: the caller's own organisation. */
  readonly level: Level;
  /** Code of a commune or hamlet; null at the top. */
  readonly area: string | null;
  readonly by: By;
  readonly unit: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly measure: string | null;
  readonly weekly: boolean;
  /** An earlier state: an instant or a seq; null is the present. */
  readonly asOf: string | null;
}

export interface RecordsWhere {
  readonly area: string | null;
  readonly unit: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly direct: 'area' | 'organisation' | null;
  readonly outcome: string | null;
  readonly mode: string | null;
}

const byWords: Record<By, string> = {
  commune: 'xa',
  hamlet: 'ap',
  organisation: 'to-chuc',
  day: 'ngay',
};
const directWords = { area: 'noi', organisation: 'to-chuc' } as const;

/** How each place can be looked at, the usual way first. */
export const views: Record<Level, readonly By[]> = {
  root: ['commune', 'hamlet', 'organisation', 'day'],
  commune: ['hamlet', 'organisation', 'day'],
  hamlet: ['organisation', 'day'],
  unit: ['organisation', 'commune', 'day'],
};

const paths: Record<Level, string> = {
  root: '/huyen',
  commune: '/huyen/xa/',
  hamlet: '/huyen/ap/',
  unit: '/huyen/don-vi',
};

const day = (query: URLSearchParams, name: string): string | null => {
  const text = query.get(name);
  return text && isDay(text) ? text : null;
};

function moment(text: string | null): string | null {
  if (text === null) return null;
  const instant = /^\d{4}-.*Z$/.test(text) && !Number.isNaN(msOf(text));
  return instant || /^\d{1,16}$/.test(text) ? text : null;
}

function levelOf(at: string): Pick<Where, 'level' | 'area'> {
  for (const level of ['commune', 'hamlet'] as const) {
    if (at.startsWith(paths[level]))
      return { level, area: decodeURIComponent(at.slice(paths[level].length)) };
  }
  return { level: at === paths.unit ? 'unit' : 'root', area: null };
}

export function readWhere(at: string, search: string): Where {
  const query = new URLSearchParams(search);
  const place = levelOf(at);
  const asked = query.get('theo');
  const known = views[place.level];
  return {
    ...place,
    by: known.find((one) => byWords[one] === asked) ?? known[0] ?? 'day',
    unit: query.get('don-vi'),
    since: day(query, 'tu'),
    until: day(query, 'den'),
    measure: query.get('do'),
    weekly: query.get('nhip') === 'tuan',
    asOf: moment(query.get('luc')),
  };
}

function searchOf(pairs: readonly (readonly [string, string | null])[]): string {
  const query = new URLSearchParams();
  for (const [name, value] of pairs) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : '';
}

export function writeWhere(where: Where): string {
  const path = paths[where.level] + (where.area === null ? '' : encodeURIComponent(where.area));
  return (
    path +
    searchOf([
      ['theo', where.by === views[where.level][0] ? null : byWords[where.by]],
      ['don-vi', where.unit],
      ['tu', where.since],
      ['den', where.until],
      ['do', where.measure],
      ['nhip', where.weekly ? 'tuan' : null],
      ['luc', where.asOf],
    ])
  );
}

/** One step down to a place: what was narrowed stays narrowed, how it is looked at starts anew. */
export function into(where: Where, level: Level, area: string): string {
  return writeWhere({ ...where, level, area, by: views[level][0] ?? 'day', measure: null });
}

export function readRecords(search: string): RecordsWhere {
  const query = new URLSearchParams(search);
  const alone = query.get('rieng');
  return {
    area: query.get('trong'),
    unit: query.get('don-vi'),
    since: day(query, 'tu'),
    until: day(query, 'den'),
    direct:
      alone === directWords.area
        ? 'area'
        : alone === directWords.organisation
          ? 'organisation'
          : null,
    outcome: query.get('ket-qua'),
    mode: query.get('hinh-thuc'),
  };
}

export function writeRecords(where: Partial<RecordsWhere>): string {
  return `/huyen/luot${searchOf([
    ['trong', where.area ?? null],
    ['don-vi', where.unit ?? null],
    ['tu', where.since ?? null],
    ['den', where.until ?? null],
    ['rieng', where.direct ? directWords[where.direct] : null],
    ['ket-qua', where.outcome ?? null],
    ['hinh-thuc', where.mode ?? null],
  ])}`;
}
