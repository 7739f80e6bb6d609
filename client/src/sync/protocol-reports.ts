/** Guards of reports and of the board of obligations. Wire names end here. */
import * as v from 'valibot';
import type { Narrative } from '../core/report';
import { count, maybeCount, maybeText, text } from './protocol-fields';

const words = v.optional(text, '');
export const narrative = v.pipe(
  v.object({
    work_done: words,
    results: words,
    difficulties: words,
    proposals: words,
    next_week: words,
    note: words,
  }),
  v.transform(
    (wire): Narrative => ({
      workDone: wire.work_done,
      results: wire.results,
      difficulties: wire.difficulties,
      proposals: wire.proposals,
      nextWeek: wire.next_week,
      note: wire.note,
    }),
  ),
);

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

const version = v.pipe(
  v.object({
    id: text,
    version: count,
    received_at: text,
    finished_at: maybeText,
    zero: v.boolean(),
    on_behalf: v.boolean(),
    verdict: maybeText,
    text: maybeText,
  }),
  v.transform((wire) => ({
    id: wire.id,
    version: wire.version,
    receivedAt: wire.received_at,
    finishedAt: wire.finished_at,
    zero: wire.zero,
    onBehalf: wire.on_behalf,
    verdict: wire.verdict,
    text: wire.text,
  })),
);
export type Version = v.InferOutput<typeof version>;

const moved = v.nullish(
  v.pipe(
    v.object({ due_at: text, from_at: maybeText, reason: text }),
    v.transform((wire) => ({ dueAt: wire.due_at, fromAt: wire.from_at, reason: wire.reason })),
  ),
  null,
);

export const square = v.pipe(
  v.object({
    unit: v.object({ code: text, name: text, kind: text, level: text, area: maybeText }),
    obligation: text,
    period: text,
    opens_at: text,
    due_at: maybeText,
    moved,
    status: v.picklist(['open', 'missing', 'on_time', 'late', 'returned']),
    late_ms: maybeCount,
    finished_in_time: v.boolean(),
    excuse: maybeText,
    zero: v.boolean(),
    versions: v.array(version),
  }),
  v.transform((wire) => ({
    unit: wire.unit,
    obligation: wire.obligation,
    period: wire.period,
    opensAt: wire.opens_at,
    dueAt: wire.due_at,
    moved: wire.moved,
    status: wire.status,
    lateMs: wire.late_ms,
    finishedInTime: wire.finished_in_time,
    excuse: wire.excuse,
    zero: wire.zero,
    versions: wire.versions,
  })),
);
export type Square = v.InferOutput<typeof square>;

/** What a duty is called, in both languages. */
const titles = { title: text, title_en: text };

const order = v.pipe(
  v.object({ code: text, ...titles, word: text, repeat: text, periods: v.array(text) }),
  v.transform(({ title_en: titleEn, ...wire }) => ({ ...wire, titleEn })),
);
export type Order = v.InferOutput<typeof order>;

export const board = v.pipe(
  v.object({
    server_now: text,
    orders: v.array(order),
    items: v.array(square),
    counts: v.record(text, count),
    zero: count,
    next: maybeText,
  }),
  v.transform(({ server_now: serverNow, ...wire }) => ({ serverNow, ...wire })),
);
export type Board = v.InferOutput<typeof board>;

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
  v.transform((wire) => ({
    assists: wire.assists,
    unique: wire.unique,
    unchecked: wire.unchecked,
    visited: wire.households_visited,
    told: wire.told,
    smartphones: wire.smartphones,
    population: wire.population,
    households: wire.households,
    official: wire.official,
  })),
);
const stated = v.pipe(
  v.object({
    group: text,
    as_of: text,
    total: count,
    with_smartphone: maybeCount,
    installed: count,
    in_use: maybeCount,
    reason: text,
    said_by: text,
  }),
  v.transform((wire) => ({
    group: wire.group,
    asOf: wire.as_of,
    total: wire.total,
    withSmartphone: wire.with_smartphone,
    installed: wire.installed,
    inUse: wire.in_use,
    reason: wire.reason,
    saidBy: wire.said_by,
  })),
);
export type Stated = v.InferOutput<typeof stated>;
const statedUnit = v.pipe(
  v.object({
    code: text,
    name: text,
    group: text,
    asked_on: maybeText,
    statement: v.nullish(stated, null),
  }),
  v.transform(({ asked_on: askedOn, ...wire }) => ({ ...wire, askedOn })),
);
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
  v.transform(({ total: more }) => ({
    assists: more.assists,
    unique: more.unique,
    unchecked: more.unchecked,
    visited: more.households_visited,
    told: more.told,
  })),
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

export const paper = v.pipe(
  v.object({
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
  }),
  v.transform(
    ({
      place_and_date: placeAndDate,
      unit_name: unitName,
      signer_lines: signerLines,
      signer_name: signerName,
      ...wire
    }) => ({ ...wire, placeAndDate, unitName, signerLines, signerName }),
  ),
);
export type Paper = v.InferOutput<typeof paper>;

export const preview = v.pipe(
  v.object({
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
  }),
  v.transform(({ server_now: serverNow, title_en: titleEn, ...wire }) => ({
    serverNow,
    titleEn,
    ...wire,
  })),
);
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
export const reportList = v.object({
  items: v.array(
    v.pipe(
      v.object(line),
      v.transform(({ received_at: receivedAt, ...wire }) => ({
        id: wire.id,
        period: wire.period,
        version: wire.version,
        receivedAt,
      })),
    ),
  ),
});

export const report = v.pipe(
  v.object({
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
  }),
  v.transform((wire) => ({
    serverNow: wire.server_now,
    id: wire.id,
    obligation: wire.obligation,
    title: wire.title,
    titleEn: wire.title_en,
    word: wire.word,
    organisation: wire.organisation,
    name: wire.name,
    period: wire.period,
    version: wire.version,
    zero: wire.zero,
    receivedAt: wire.received_at,
    finishedAt: wire.finished_at,
    corrects: wire.corrects,
    narrative: wire.narrative,
    figures: wire.figures,
    base: wire.base,
    increment: wire.increment,
    seq: wire.seq,
    onBehalf: wire.on_behalf,
    saidBy: wire.said_by,
    submittedBy: wire.submitted_by,
    decisions: wire.decisions,
    square: wire.square,
    paper: wire.paper,
  })),
);
export type SentReport = v.InferOutput<typeof report>;
