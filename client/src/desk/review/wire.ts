/** Records, signals and spot checks: types, and the guards that make them. Wire names end here. */
import * as v from 'valibot';
import { uuidv7 } from '../../core/ids';
import type { Reply } from '../../sync/contract';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';
import type { ListPage } from '../list-pages';

const BYTES = 256 * 1024;

const verdict = v.picklist(['ok', 'void']);

const fields = {
  record_id: text,
  person: text,
  person_name: text,
  rev: count,
  area_name: text,
  commune: maybeText,
  organisation_name: maybeText,
  mode: text,
  outcome_name: text,
  eff: text,
  note: maybeText,
  void: v.boolean(),
  has_number: v.boolean(),
  counts: v.boolean(),
  review: v.nullable(v.object({ verdict, reason: maybeText })),
};
const record = shape(fields);
const listed = shape({ ...fields, review_rev: count });

/** A record as it is now; never a number. */
export type DeskRecord = v.InferOutput<typeof record>;
/** `reviewRev` is the greatest rev of its reviews, 0 without any. */
export type ListedRecord = v.InferOutput<typeof listed>;

const recordsPage = v.object({ items: v.array(listed), next: maybeText });

export interface RecordFilter {
  readonly area: string;
  readonly organisation: string;
  readonly person: string;
  readonly since: string;
  readonly until: string;
  readonly mode: string;
  readonly outcome: string;
  readonly state: 'counted' | 'void' | 'outside' | 'all';
}

function filterQuery(filter: RecordFilter) {
  const { area: within, ...rest } = filter;
  return { ...rest, within };
}

export function listRecords(
  channel: Channel,
  filter: RecordFilter,
  after: string | null,
): Reply<ListPage<ListedRecord>> {
  const path = `/api/v1/records?${queryOf({ ...filterQuery(filter), limit: '50', after })}`;
  return channel.ask({ method: 'GET', path, expects: BYTES }, recordsPage);
}

export const recordsFile = (filter: RecordFilter, kind: 'csv' | 'xlsx'): string =>
  `/api/v1/exports/records.${kind}?${queryOf(filterQuery(filter))}`;

export const kinds = ['hour', 'numbers', 'burst', 'night', 'elsewhere', 'duplicates'] as const;
export type SignalKind = (typeof kinds)[number];

const signal = shape({
  kind: v.picklist(kinds),
  why: text,
  person: text,
  person_name: text,
  day: text,
  count,
  first: text,
  last: text,
});
export type Signal = v.InferOutput<typeof signal>;
const signals = v.object({ since: text, until: text, items: v.array(signal) });
export type Signals = v.InferOutput<typeof signals>;

export interface Span {
  readonly area: string;
  readonly since: string;
  readonly until: string;
  /** Whose alone; none: everybody's. */
  readonly person?: string;
}

export function listSignals(channel: Channel, { area, since, until }: Span): Reply<Signals> {
  const path = `/api/v1/signals?${queryOf({ within: area, since, until })}`;
  return channel.ask({ method: 'GET', path, expects: BYTES }, signals);
}

export const signalsFile = ({ area, since, until }: Span, kind: 'csv' | 'xlsx'): string =>
  `/api/v1/exports/signals.${kind}?${queryOf({ within: area, since, until })}`;

export const results = ['confirmed', 'wrong', 'unreachable'] as const;
export type CheckResult = (typeof results)[number];

const check = shape({
  id: text,
  drawn_by: text,
  drawn_at: text,
  result: v.nullable(v.picklist(results)),
  word: maybeText,
  checked_by: maybeText,
  checked_at: maybeText,
  record,
});
export type Check = v.InferOutput<typeof check>;

const summary = v.object({
  drawn: count,
  open: count,
  confirmed: count,
  wrong: count,
  unreachable: count,
});
export type Summary = v.InferOutput<typeof summary>;

const checksPage = v.object({ items: v.array(check), next: maybeText, summary });
export type ChecksPage = v.InferOutput<typeof checksPage>;

export function listChecks(
  channel: Channel,
  { area, since, until, open }: Span & { open: boolean },
  after: string | null,
): Reply<ChecksPage> {
  const parts = { within: area, since, until, open: open ? 'true' : '', limit: '50', after };
  return channel.ask(
    { method: 'GET', path: `/api/v1/spot-checks?${queryOf(parts)}`, expects: BYTES },
    checksPage,
  );
}

export const checksFile = (
  { area, since, until, open }: Span & { open: boolean },
  kind: 'csv' | 'xlsx',
): string =>
  `/api/v1/exports/checks.${kind}?${queryOf({ within: area, since, until, open: open ? 'true' : '' })}`;

export const newDraw = () => uuidv7(Date.now());

/** The same draw asked for again is the same records. */
export function drawChecks(channel: Channel, draw: string, many: number, span: Span) {
  const { area, since, until, person } = span;
  const body = {
    draw,
    count: many,
    ...(area ? { within: area } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
    ...(person ? { person } : {}),
  };
  return channel.ask(
    { method: 'POST', path: '/api/v1/spot-checks', body, expects: BYTES },
    v.object({ items: v.array(check) }),
  );
}

export function putCheck(
  channel: Channel,
  id: string,
  result: CheckResult,
  word: string,
): Reply<Check> {
  const body = { result, word: word || null };
  return channel.ask({ method: 'PUT', path: `/api/v1/spot-checks/${id}`, body }, check);
}
