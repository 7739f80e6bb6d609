/**
 * Units and what they say, as the server has it. Wire names end here.
 * Rests on the transport's channel. Promises: each entry has an id of its own, so that sending it again adds nothing.
 */
import * as v from 'valibot';
import type { Reply } from '../../sync/contract';
import { count, maybeCount, maybeText, text } from '../../sync/protocol-fields';
import { type Plain, shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';
import { listAll } from '../load';

export const groups = ['all_staff', 'cadres_civil_servants', 'members', 'workers'] as const;
export type PeopleGroup = (typeof groups)[number];

const group = v.picklist(groups);

const profile = {
  head_name: text,
  head_title: text,
  contact_name: text,
  contact_title: text,
  contact_phone: text,
  place: text,
  asked_on: maybeText,
};
const unit = v.pipe(
  shape({
    code: text,
    name: text,
    kind: text,
    level: text,
    area: maybeText,
    groups: v.array(group),
    obligations: v.array(text),
    ...profile,
  }),
  v.transform(({ code, name, kind, level, area, groups: asked, obligations: _, ...rest }) => ({
    code,
    name,
    kind,
    level,
    area,
    groups: asked,
    profile: rest,
  })),
);
export type Unit = v.InferOutput<typeof unit>;
export type Profile = Unit['profile'];

const said = {
  id: text,
  organisation: text,
  name: text,
  said_by: text,
  on_behalf: v.boolean(),
  paper_date: maybeText,
  stated_by: text,
  stated_at: text,
  withdrawn_at: maybeText,
  withdrawn_reason: maybeText,
};
export type Said = Plain<v.InferOutput<v.ObjectSchema<typeof said, undefined>>>;

const people = {
  total: maybeCount,
  with_smartphone: maybeCount,
  installed: maybeCount,
  in_use: maybeCount,
};

const statement = shape({
  ...said,
  ...people,
  group,
  as_of: text,
  total: count,
  installed: count,
  reason: text,
});
export type Statement = v.InferOutput<typeof statement>;

const activity = shape({
  ...said,
  area: text,
  day: text,
  kind: text,
  reach: maybeCount,
  note: text,
});
export type Activity = v.InferOutput<typeof activity>;

const toldAssists = shape({
  ...said,
  area: text,
  since: text,
  until: text,
  number: count,
  note: text,
});
export type ToldAssists = v.InferOutput<typeof toldAssists>;

const summary = v.object({
  groups: v.array(shape({ ...people, group, units: count, stated: count })),
});
export type GroupSum = v.InferOutput<typeof summary>['groups'][number];

/** Who says it, when it is not the unit itself. */
export type SaidInput = {
  id: string;
  organisation: string;
  saidBy: string | null;
  paperDate: string | null;
};
export type StatementInput = SaidInput &
  Pick<Statement, 'group' | 'asOf' | 'total' | 'withSmartphone' | 'installed' | 'inUse' | 'reason'>;
export type ActivityInput = SaidInput & Pick<Activity, 'day' | 'kind' | 'reach' | 'note'>;
export type ToldInput = SaidInput &
  Pick<ToldAssists, 'since' | 'until' | 'number' | 'note'> & { area: string | null };

const saidBody = (input: SaidInput) => ({
  id: input.id,
  organisation: input.organisation,
  said_by: input.saidBy,
  paper_date: input.paperDate,
});

export type Resource = 'statements' | 'activities' | 'told-assists';

const done = v.object({ items: v.array(v.unknown()) });

function put(channel: Channel, resource: Resource, items: readonly unknown[]) {
  return channel.ask({ method: 'PUT', path: `/api/v1/${resource}`, body: { items } }, done);
}

export function state(channel: Channel, input: StatementInput) {
  const { group: people, asOf, total, withSmartphone, installed, inUse, reason } = input;
  const body = {
    ...saidBody(input),
    ...{ group: people, as_of: asOf, total, installed, reason },
    with_smartphone: withSmartphone,
    in_use: inUse,
  };
  return put(channel, 'statements', [body]);
}

export function reportActivity(channel: Channel, input: ActivityInput) {
  const { day, kind, reach, note } = input;
  return put(channel, 'activities', [{ ...saidBody(input), day, kind, reach, note }]);
}

export function tellAssists(channel: Channel, input: ToldInput) {
  const { area, since, until, number, note } = input;
  return put(channel, 'told-assists', [{ ...saidBody(input), area, since, until, number, note }]);
}

export function withdraw(channel: Channel, resource: Resource, id: string, reason: string) {
  const path = `/api/v1/${resource}/${id}/withdraw`;
  return channel.act({ method: 'POST', path, body: { reason } });
}

export function describe(channel: Channel, code: string, profile: Profile): Reply<Unit> {
  const body = {
    head_name: profile.headName,
    head_title: profile.headTitle,
    contact_name: profile.contactName,
    contact_title: profile.contactTitle,
    contact_phone: profile.contactPhone,
    place: profile.place,
    asked_on: profile.askedOn,
  };
  const path = `/api/v1/units/${encodeURIComponent(code)}`;
  return channel.ask({ method: 'PUT', path, body }, unit);
}

const of = (code: string) => `organisation=${encodeURIComponent(code)}`;

export const listUnits = (channel: Channel) => listAll(channel, '/api/v1/units', unit);
export const listStanding = (channel: Channel) =>
  listAll(channel, '/api/v1/statements?latest=true', statement);
export const statementsFile = (
  asked: { group: PeopleGroup; within: string },
  kind: 'csv' | 'xlsx',
): string => `/api/v1/exports/statements.${kind}?${queryOf(asked)}`;
export const saidFile = (
  resource: 'activities' | 'told-assists',
  asked: { organisation?: string; within?: string; withdrawn?: 'true' },
  kind: 'csv' | 'xlsx',
): string => `/api/v1/exports/${resource}.${kind}?${queryOf(asked)}`;
/** A unit's own, with what was withdrawn; units below it are left out. */
export async function listSaid<K extends Resource>(
  channel: Channel,
  resource: K,
  code: string,
): Reply<readonly SaidOf[K][]> {
  const guard: v.GenericSchema<unknown, SaidOf[K]> = guards[resource];
  const reply = await listAll(channel, `/api/v1/${resource}?withdrawn=true&${of(code)}`, guard);
  if (!reply.ok) return reply;
  const own = reply.value.filter((row) => row.organisation === code);
  return { ok: true, value: own.sort((a, b) => b.statedAt.localeCompare(a.statedAt)) };
}

export interface SaidOf {
  statements: Statement;
  activities: Activity;
  'told-assists': ToldAssists;
}
const guards: { [K in Resource]: v.GenericSchema<unknown, SaidOf[K]> } = {
  statements: statement,
  activities: activity,
  'told-assists': toldAssists,
};

export async function sums(channel: Channel): Reply<readonly GroupSum[]> {
  const reply = await channel.ask({ method: 'GET', path: '/api/v1/statements/summary' }, summary);
  return reply.ok ? { ok: true, value: reply.value.groups } : reply;
}
