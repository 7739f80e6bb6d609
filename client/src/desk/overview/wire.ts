/** What the board reads besides totals: work that waits, silent phones, goals, records. Wire names end here. */
import * as v from 'valibot';
import { uuidv7 } from '../../core/ids';
import type { Reply } from '../../sync/contract';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';
import { listTargets, type TargetRow } from '../directory/wire';
import { listAll } from '../load';
import type { RecordsWhere } from './address';

const pathOf = (path: string, query: Record<string, string | null | undefined>): string => {
  const search = queryOf(query);
  return `/api/v1/${path}${search ? `?${search}` : ''}`;
};

// --- work that waits ---

const squares = v.object({
  counts: v.object({ open: count, missing: count, returned: count }),
  countdown: v.nullish(v.object({ due_at: text, open: count }), null),
});
const waiting = v.object({ waiting: count });
const signals = v.object({ items: v.array(v.object({ kind: text })) });

export interface Work {
  readonly missing: number;
  readonly returned: number;
  readonly open: number;
  readonly dueAt: string | null;
  /** Null: not for this role. */
  readonly held: number | null;
  readonly quarantined: number | null;
}

export async function readWork(
  channel: Channel,
  within: string | null,
  staff: boolean,
): Reply<Work> {
  const get = <T>(path: string, guard: v.GenericSchema<unknown, T>) =>
    channel.ask({ method: 'GET', path }, guard);
  const [due, held, quarantined] = await Promise.all([
    get(pathOf('obligations', { limit: '1', within }), squares),
    staff ? get(pathOf('attention', { limit: '1', within, status: 'held' }), waiting) : null,
    staff ? get(pathOf('attention', { limit: '1', within, status: 'quarantined' }), waiting) : null,
  ]);
  if (!due.ok) return due;
  return {
    ok: true,
    value: {
      missing: due.value.counts.missing,
      returned: due.value.counts.returned,
      open: due.value.counts.open,
      dueAt: due.value.countdown?.due_at ?? null,
      held: held?.ok ? held.value.waiting : null,
      quarantined: quarantined?.ok ? quarantined.value.waiting : null,
    },
  };
}

/** How many signals there are of the last seven days. */
export async function readSignals(channel: Channel, within: string | null): Reply<number> {
  const reply = await channel.ask({ method: 'GET', path: pathOf('signals', { within }) }, signals);
  return reply.ok ? { ok: true, value: reply.value.items.length } : reply;
}

// --- phones ---

const presence = {
  devices: count,
  synced_24h: count,
  waiting_on_phones: count,
  oldest_unsent_at: maybeText,
  silent: count,
  reminded_at: maybeText,
};
const shorter = <T extends { waitingOnPhones: number }>({
  waitingOnPhones: waiting,
  ...rest
}: T) => ({
  ...rest,
  waiting,
});
const total = v.pipe(shape(presence), v.transform(shorter));
const commune = v.pipe(shape({ code: text, name: text, ...presence }), v.transform(shorter));
export type Presence = v.InferOutput<typeof total>;
export type PresenceOf = v.InferOutput<typeof commune>;

const silentPerson = v.pipe(
  shape({
    id: text,
    name: text,
    commune: text,
    area_name: text,
    organisation_name: maybeText,
    synced_at: maybeText,
    waiting: count,
    reminded_at: maybeText,
  }),
  v.transform(({ areaName: area, organisationName: organisation, ...rest }) => ({
    ...rest,
    area,
    organisation,
  })),
);
export type SilentPerson = v.InferOutput<typeof silentPerson>;

const freshness = v.pipe(
  v.object({ items: v.array(commune), total, people: v.array(silentPerson) }),
  v.transform(({ items: communes, ...rest }) => ({ ...rest, communes })),
);
export type Fresh = v.InferOutput<typeof freshness>;

export const readFresh = (channel: Channel, within: string | null) =>
  channel.ask(
    { method: 'GET', path: pathOf('freshness', { within }), expects: 128 * 1024 },
    freshness,
  );

const reminding = v.object({ people: count, reachable: count, later: maybeText });
export type Reminding = v.InferOutput<typeof reminding>;

export const remindSilent = (channel: Channel, within: string | null, people: string[] | null) =>
  channel.ask(
    {
      method: 'POST',
      path: '/api/v1/freshness/remind',
      body: { id: uuidv7(Date.now()), within, people },
    },
    reminding,
  );

export const silentFile = (within: string | null, kind: 'csv' | 'xlsx'): string =>
  pathOf(`exports/silent.${kind}`, { within });

// --- goals ---

const figure = v.pipe(
  shape({ area: text, measure: text, value: count, as_of: text, source: text }),
  v.transform(({ asOf: day, ...rest }) => ({ ...rest, day })),
);
export type FigureRow = v.InferOutput<typeof figure>;

export type Target = Omit<TargetRow, 'id'>;

export interface Goals {
  readonly targets: readonly Target[];
  /** Official numbers installed of this place, the earliest first; read only where a target rests on them. */
  readonly installed: readonly FigureRow[];
}

export async function readGoals(channel: Channel, area: string, unit: string | null): Reply<Goals> {
  const all = await listTargets(channel);
  if (!all.ok) return all;
  const targets = all.value.filter((one) => one.area === area && one.organisation === unit);
  if (!targets.some((one) => one.measure === 'installed'))
    return { ok: true, value: { targets, installed: [] } };
  const figures = await listAll(channel, pathOf('figures', { within: area }), figure);
  if (!figures.ok) return figures;
  const installed = figures.value
    .filter((one) => one.area === area && one.measure === 'installed')
    .sort((a, b) => a.day.localeCompare(b.day));
  return { ok: true, value: { targets, installed } };
}

// --- told assists ---

const toldRow = v.object({ area: text, organisation: text, number: count });

/** Assists told by mouth or on paper, by place and organisation; never added to what was logged. */
export const readTold = (channel: Channel) => listAll(channel, '/api/v1/told-assists', toldRow);

// --- records ---

const record = v.pipe(
  shape({
    record_id: text,
    person_name: text,
    rev: count,
    area: text,
    area_name: text,
    organisation_name: maybeText,
    mode: text,
    outcome: text,
    outcome_name: text,
    eff: text,
    day: text,
    note: maybeText,
    has_number: v.boolean(),
    review: v.nullish(v.object({ verdict: text }), null),
  }),
  v.transform(({ recordId, personName, organisationName, eff, review, ...rest }) => ({
    ...rest,
    id: recordId,
    person: personName,
    organisation: organisationName,
    at: eff,
    reviewed: review?.verdict ?? null,
  })),
);
export type RecordRow = v.InferOutput<typeof record>;

const recordsPage = v.object({ items: v.array(record), next: maybeText });
export type RecordsPage = v.InferOutput<typeof recordsPage>;

const filterOf = (where: RecordsWhere) => ({
  within: where.area,
  organisation: where.unit,
  direct: where.direct,
  since: where.since,
  until: where.until,
  outcome: where.outcome,
  mode: where.mode,
});

export const readRecordRows = (channel: Channel, where: RecordsWhere, after: string | null) =>
  channel.ask(
    {
      method: 'GET',
      path: pathOf('records', { ...filterOf(where), limit: '100', after }),
      expects: 128 * 1024,
    },
    recordsPage,
  );

export const recordsFile = (where: RecordsWhere, kind: 'csv' | 'xlsx'): string =>
  pathOf(`exports/records.${kind}`, filterOf(where));

export const totalsFile = (
  query: Record<string, string | null | undefined>,
  kind: 'csv' | 'xlsx',
): string => pathOf(`exports/totals.${kind}`, query);
