/** Guards of reports: what one would say, and what was sent. Wire names end here. */
import * as v from 'valibot';
import type { Narrative } from '../core/report';
import { count, maybeCount, maybeText, text } from './protocol-fields';
import { shape } from './protocol-shape';
import { square, titles } from './protocol-squares';

const words = v.optional(text, '');
export const narrative = shape({
  work_done: words,
  results: words,
  difficulties: words,
  proposals: words,
  next_week: words,
  note: words,
}) satisfies v.GenericSchema<unknown, Narrative>;

export function narrativeToWire(said: Narrative) {
  return {
    work_done: said.workDone,
    results: said.results,
    difficulties: said.difficulties,
    proposals: said.proposals,
    next_week: said.nextWeek,
    note: said.note,
  };
}

const figure = v.nullish(
  v.object({ value: v.number(), as_of: text, source: text, estimate: v.boolean() }),
  null,
);
const official = v.nullish(
  v.object({ installed: v.number(), as_of: text, source: text, estimate: v.boolean() }),
  null,
);
const counted = {
  assists: maybeCount,
  unique: maybeCount,
  unchecked: maybeCount,
  households_visited: maybeCount,
  told: maybeCount,
};
const total = v.pipe(
  v.object({
    ...counted,
    smartphones: figure,
    population: figure,
    households: figure,
    official,
  }),
  v.transform(({ households_visited: visited, ...wire }) => ({ ...wire, visited })),
);
const stated = shape({
  group: text,
  as_of: text,
  total: count,
  with_smartphone: maybeCount,
  installed: count,
  in_use: maybeCount,
  reason: text,
  said_by: text,
});
export type Stated = v.InferOutput<typeof stated>;
const statedUnit = shape({
  code: text,
  name: text,
  group: text,
  asked_on: maybeText,
  statement: v.nullish(stated, null),
});
export type StatedUnit = v.InferOutput<typeof statedUnit>;

export const figures = v.pipe(
  v.object({
    form: text,
    at: text,
    seq: count,
    total,
    freshness: v.object({ devices: count, synced_24h: count, waiting_on_phones: count }),
    staff: v.array(stated),
    enterprises: v.nullish(v.array(statedUnit), null),
    members: v.nullish(v.array(statedUnit), null),
    cadres: v.nullish(v.array(statedUnit), null),
  }),
  v.transform(({ freshness, ...wire }) => ({
    ...wire,
    devices: freshness.devices,
    synced: freshness.synced_24h,
    waiting: freshness.waiting_on_phones,
  })),
);
export type ReportFigures = v.InferOutput<typeof figures>;

export const increment = v.pipe(
  v.object({ total: v.object(counted) }),
  v.transform(({ total: { households_visited: visited, ...more } }) => ({ ...more, visited })),
);
export type Increment = v.InferOutput<typeof increment>;

export const base = v.object({
  kind: v.picklist(['report', 'due', 'start']),
  report: maybeText,
  period: maybeText,
  at: maybeText,
  seq: count,
});
export type Base = v.InferOutput<typeof base>;

export const paper = shape({
  superior: text,
  issuer: v.array(text),
  symbol: text,
  place_and_date: text,
  title: text,
  abstract: text,
  addressee: text,
  unit_name: text,
  results: v.array(text),
  tables: v.array(
    v.object({
      title: text,
      headings: v.array(text),
      rows: v.array(v.array(text)),
      total: v.nullish(v.array(text), null),
      notes: v.array(text),
    }),
  ),
  signer_lines: v.array(text),
  signer_name: text,
  recipients: v.array(text),
});
export type Paper = v.InferOutput<typeof paper>;

export const preview = shape({
  server_now: text,
  square,
  word: text,
  ...titles,
  latest: maybeText,
  narrative,
  figures,
  base,
  increment,
  paper,
});
export type Preview = v.InferOutput<typeof preview>;

const line = {
  id: text,
  obligation: text,
  ...titles,
  word: text,
  organisation: text,
  name: text,
  period: text,
  version: count,
  zero: v.boolean(),
  received_at: text,
  finished_at: maybeText,
  status: text,
  late_ms: maybeCount,
};
export const reportList = v.object({ items: v.array(shape(line)) });

export const report = shape({
  ...line,
  server_now: text,
  corrects: maybeText,
  narrative,
  figures,
  base,
  increment,
  seq: count,
  due_at: maybeText,
  on_behalf: v.boolean(),
  said_by: text,
  submitted_by: text,
  decisions: v.array(v.object({ verdict: text, excused: v.boolean(), text, by: text, at: text })),
  square,
  paper: v.nullish(paper, null),
});
export type SentReport = v.InferOutput<typeof report>;
