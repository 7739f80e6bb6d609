/** The ledger between two states: types, and the guards that make them. Wire names end here. */
import * as v from 'valibot';
import type { Reply } from '../../sync/contract';
import { count, maybeCount, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';
import type { ListPage } from '../list-pages';

/** In the order in which they stand between "then" and "now". */
export const parts = ['late', 'corrected', 'voided', 'new'] as const;
export type Part = (typeof parts)[number];

const counts = v.object({ records: count, assists: count, unique: maybeCount });
const part = v.object({ touched: count, records: count, assists: count });

const row = v.pipe(
  v.object({
    code: text,
    name: text,
    // biome-ignore lint/suspicious/noThenProperty: the wire's name; it is gone after the next step
    then: counts,
    now: counts,
    parts: v.nullish(v.object({ late: part, corrected: part, voided: part, new: part }), null),
    unexplained: v.nullish(v.object({ records: count, assists: count }), null),
  }),
  v.transform(({ then: earlier, ...rest }) => ({ ...rest, earlier })),
);
export type LedgerRow = v.InferOutput<typeof row>;

const state = v.object({ seq: maybeCount, at: text });

const ledger = shape({
  by: text,
  comparable: v.boolean(),
  from: state,
  until: state,
  rows: v.array(row),
  total: row,
  server_now: text,
});
export type Ledger = v.InferOutput<typeof ledger>;

const side = shape({
  area: text,
  area_name: text,
  organisation_name: maybeText,
  outcome_name: text,
  assist: v.boolean(),
});
export type Side = v.InferOutput<typeof side>;

const change = shape({
  record_id: text,
  person: text,
  person_name: text,
  seq: count,
  eff: text,
  before: v.nullable(side),
  after: v.nullable(side),
});
export type Change = v.InferOutput<typeof change>;

const changePage = v.object({ items: v.array(change), next: maybeText });

/** What the server is asked: `from` and `until` are a seq or an instant. */
export interface LedgerQuery {
  readonly by: 'commune' | 'hamlet';
  readonly within: string;
  readonly from: string;
  readonly until: string;
  readonly report: string;
}

export function askLedger(channel: Channel, asked: LedgerQuery): Reply<Ledger> {
  const path = `/api/v1/ledger?${queryOf({ ...asked })}`;
  return channel.ask({ method: 'GET', path, expects: 256 * 1024 }, ledger);
}

export const ledgerFile = (asked: LedgerQuery, kind: 'csv' | 'xlsx'): string =>
  `/api/v1/exports/ledger.${kind}?${queryOf({ ...asked })}`;

export function listChanges(
  channel: Channel,
  asked: LedgerQuery,
  which: Part,
  limit: number,
  after: string | null,
): Reply<ListPage<Change>> {
  const path = `/api/v1/ledger/records?${queryOf({ ...asked, part: which, limit: String(limit), after })}`;
  return channel.ask({ method: 'GET', path, expects: 256 * 1024 }, changePage);
}

const report = shape({
  id: text,
  title: text,
  name: text,
  period: text,
  version: count,
  received_at: text,
});
export type ReportLine = v.InferOutput<typeof report>;

/** The newest submitted reports in scope. */
export function listReports(channel: Channel): Reply<{ items: readonly ReportLine[] }> {
  return channel.ask(
    { method: 'GET', path: '/api/v1/reports?limit=100', expects: 64 * 1024 },
    v.object({ items: v.array(report) }),
  );
}
