/** The reconciliation: types, and the guards that make them. Wire names end here. */
import * as v from 'valibot';
import type { Reply } from '../../sync/contract';
import { count, maybeCount, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';

const official = shape({ installed: count, as_of: text, source: text, estimate: v.boolean() });
export type Official = v.InferOutput<typeof official>;

const row = v.object({
  code: text,
  name: text,
  first: v.nullable(official),
  last: v.nullable(official),
  estimate: v.boolean(),
  change: maybeCount,
  success: maybeCount,
  partial: maybeCount,
  gap: maybeCount,
});
/** Two figures of one area and what was logged between their days; null is not known. */
export type Row = v.InferOutput<typeof row>;

const table = shape({
  by: text,
  seq: count,
  rows: v.array(row),
  total: row,
  latest: maybeText,
  server_now: text,
});
export type Table = v.InferOutput<typeof table>;

export interface Asked {
  readonly within: string;
  readonly since: string;
  readonly until: string;
}

export const tableFile = (asked: Asked, kind: 'csv' | 'xlsx'): string =>
  `/api/v1/exports/reconciliation.${kind}?${queryOf({ ...asked })}`;

export function askTable(channel: Channel, asked: Asked): Reply<Table> {
  return channel.ask(
    { method: 'GET', path: `/api/v1/reconciliation?${queryOf({ ...asked })}`, expects: 128 * 1024 },
    table,
  );
}
