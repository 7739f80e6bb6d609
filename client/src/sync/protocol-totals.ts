/** Guards of the figures. Wire names end here. */
import * as v from 'valibot';
import type { Amount, Totals, TotalsFigures, TotalsRow } from './contract';
import { count, maybeCount, maybeText, text } from './protocol-fields';

const amount = v.nullish(
  v.pipe(
    v.object({
      value: v.number(),
      as_of: v.nullish(text, ''),
      source: v.nullish(text, ''),
      estimate: v.nullish(v.boolean(), false),
    }),
    v.transform(
      (wire): Amount => ({
        value: wire.value,
        asOf: wire.as_of,
        source: wire.source,
        estimate: wire.estimate,
      }),
    ),
  ),
  null,
);

const figureFields = {
  records: v.number(),
  assists: v.number(),
  unique: maybeCount,
  unchecked: maybeCount,
  unique_in_use: maybeCount,
  outcomes: v.nullish(v.record(text, v.number()), {}),
  smartphones: amount,
  population: amount,
  households: amount,
  official: v.nullish(
    v.object({
      installed: v.number(),
      as_of: v.nullish(text, ''),
      source: v.nullish(text, ''),
      estimate: v.nullish(v.boolean(), false),
    }),
    null,
  ),
  target: v.nullish(v.object({ value: v.number(), deadline: text }), null),
  expected_by_now: maybeCount,
};
const figures = v.object(figureFields);
const figuresRow = v.object({ code: text, name: text, ...figureFields });

function figuresOf(wire: v.InferOutput<typeof figures>): TotalsFigures {
  return {
    records: wire.records,
    assists: wire.assists,
    unique: wire.unique,
    unchecked: wire.unchecked,
    uniqueInUse: wire.unique_in_use,
    outcomes: wire.outcomes,
    smartphones: wire.smartphones,
    population: wire.population,
    households: wire.households,
    official: wire.official && {
      installed: wire.official.installed,
      asOf: wire.official.as_of,
      source: wire.official.source,
      estimate: wire.official.estimate,
    },
    target: wire.target,
    expectedByNow: wire.expected_by_now,
  };
}

export const totals = v.pipe(
  v.object({
    seq: count,
    by: text,
    server_now: text,
    as_of_at: maybeText,
    rows: v.array(figuresRow),
    total: figures,
    freshness: v.object({
      devices: v.number(),
      synced_24h: v.number(),
      waiting_on_phones: v.number(),
      oldest_unsent_at: maybeText,
    }),
  }),
  v.transform(
    (wire): Totals => ({
      seq: wire.seq,
      by: wire.by,
      rows: wire.rows.map(
        (row): TotalsRow => ({ code: row.code, name: row.name, ...figuresOf(row) }),
      ),
      total: figuresOf(wire.total),
      freshness: {
        devices: wire.freshness.devices,
        synced24h: wire.freshness.synced_24h,
        waitingOnPhones: wire.freshness.waiting_on_phones,
        oldestUnsentAt: wire.freshness.oldest_unsent_at,
      },
      serverNow: wire.server_now,
      asOfAt: wire.as_of_at,
    }),
  ),
);
