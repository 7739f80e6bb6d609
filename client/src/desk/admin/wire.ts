/** What the admin's pages read from the server. Wire names end here. */
import * as v from 'valibot';
import type { Reply } from '../../sync/contract';
import { count, maybeCount, maybeText, role, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel, GivenFile } from '../../sync/transport';
import type { ListPage } from '../list-pages';
import { listAll } from '../load';

const BYTES = 256 * 1024;

// --- campaigns ---

const campaignFields = {
  code: text,
  name: text,
  tz: text,
  state: v.picklist(['before', 'running', 'over', 'purged']),
  sample: v.boolean(),
  starts_on: text,
  ends_on: text,
  weekly_from: maybeText,
  weekly_until: maybeText,
  shifted_days: count,
  created_at: text,
  purge_from: text,
  purged_at: maybeText,
  seq: count,
  counts: v.object({
    communes: count,
    hamlets: count,
    organisations: count,
    people: count,
    devices: count,
  }),
} as const;
const campaign = shape(campaignFields);
export type CampaignRow = v.InferOutput<typeof campaign>;
const campaigns = v.object({ items: v.array(campaign) });

const settings = v.object({
  settings: v.record(text, v.unknown()),
  lists: v.record(text, count),
});
export type CampaignSettings = v.InferOutput<typeof settings>;

export function listCampaigns(channel: Channel): Reply<v.InferOutput<typeof campaigns>> {
  return channel.ask({ method: 'GET', path: '/api/v1/admin/campaigns', expects: BYTES }, campaigns);
}

export function campaignSettings(channel: Channel, code: string): Reply<CampaignSettings> {
  const path = `/api/v1/admin/campaigns/${encodeURIComponent(code)}`;
  return channel.ask({ method: 'GET', path, expects: BYTES }, settings);
}

// --- devices ---

const device = shape({
  id: text,
  name: text,
  person: v.object({ id: text, name: text }),
  membership: v.object({ role, organisation: maybeText, area: text, hamlet: maybeText }),
  app: maybeText,
  enrolled_at: text,
  last_seen_at: maybeText,
  synced_at: maybeText,
  revoked_at: maybeText,
  queue_len: maybeCount,
  oldest_at: maybeText,
  next_n: maybeCount,
  replaced_at: maybeText,
  skew_ms: maybeCount,
});
export type Device = v.InferOutput<typeof device>;

export const listDevices = (channel: Channel) => listAll(channel, '/api/v1/devices', device);

export const devicesFile = (within: string, kind: 'csv' | 'xlsx'): string =>
  `/api/v1/exports/devices.${kind}?${queryOf({ within })}`;

export function revokeDevice(channel: Channel, id: string) {
  return channel.ask(
    { method: 'POST', path: `/api/v1/devices/${id}/revoke` },
    v.object({ id: text }),
  );
}

// --- keys, backups, jobs ---

const key = shape({
  name: v.picklist(['seal', 'phone', 'anchor', 'cursor', 'handover', 'vapid', 'factor']),
  number: count,
  made_at: text,
  state: v.picklist(['active', 'old', 'next', 'waiting']),
  due_at: maybeText,
  retire_at: maybeText,
  campaigns: v.array(text),
});
export type KeyRow = v.InferOutput<typeof key>;
const keys = v.object({
  items: v.array(key),
  next: v.nullable(shape({ name: key.pipe[0].entries.name, number: count, due_at: text })),
});
export type Keys = v.InferOutput<typeof keys>;

export function listKeys(channel: Channel): Reply<Keys> {
  return channel.ask({ method: 'GET', path: '/api/v1/admin/keys', expects: BYTES }, keys);
}

const acts = v.picklist(['backup.make', 'backup.test', 'backup.restore', 'audit.export']);
const line = v.object({
  at: text,
  act: acts,
  subject: text,
  details: v.record(text, v.unknown()),
});
export type UpkeepLine = v.InferOutput<typeof line>;
const backups = v.object({
  backup: v.nullable(line),
  test: v.nullable(line),
  restore: v.nullable(line),
  trail: v.nullable(line),
  due: v.object({ backup: maybeText, test: maybeText, trail: maybeText }),
  recent: v.array(line),
});
export type Backups = v.InferOutput<typeof backups>;

export function readBackups(channel: Channel): Reply<Backups> {
  return channel.ask({ method: 'GET', path: '/api/v1/admin/backups', expects: BYTES }, backups);
}

const job = shape({
  name: text,
  ran_at: maybeText,
  took_ms: maybeCount,
  failures: count,
  failed_at: maybeText,
  error: maybeText,
});
export type JobRow = v.InferOutput<typeof job>;
const jobs = shape({
  seen_at: maybeText,
  silent: v.boolean(),
  in_server: v.boolean(),
  items: v.array(job),
  queue: shape({
    waiting: count,
    due: count,
    retried: count,
    oldest_due_at: maybeText,
    sent: count,
    dropped: count,
  }),
});
export type Jobs = v.InferOutput<typeof jobs>;

export function readJobs(channel: Channel): Reply<Jobs> {
  return channel.ask({ method: 'GET', path: '/api/v1/admin/jobs', expects: BYTES }, jobs);
}

// --- the trail ---

export interface TrailFilter {
  readonly person: string;
  readonly act: string;
  readonly subject: string;
  readonly since: string;
  readonly until: string;
}

const trailLine = shape({
  id: count,
  at: text,
  actor: v.nullable(v.object({ id: text, name: text })),
  act: text,
  subject: text,
  subject_name: maybeText,
  details: v.record(text, v.unknown()),
});
export type TrailLine = v.InferOutput<typeof trailLine>;
const trailPage = v.object({ items: v.array(trailLine), next: maybeText });

export function listTrail(
  channel: Channel,
  filter: TrailFilter,
  after: string | null,
): Reply<ListPage<TrailLine>> {
  const path = `/api/v1/audit?${queryOf({ ...filter, limit: '50', after })}`;
  return channel.ask({ method: 'GET', path, expects: BYTES }, trailPage);
}

export function trailFile(channel: Channel, filter: TrailFilter): Reply<GivenFile> {
  return channel.file({
    method: 'GET',
    path: `/api/v1/exports/audit.csv?${queryOf({ ...filter })}`,
  });
}

const staff = v.object({ id: text, name: text });
export type Staff = v.InferOutput<typeof staff>;

/** Those who do what the trail tells of: everybody but volunteers and tellers. */
export async function listStaff(channel: Channel): Reply<readonly Staff[]> {
  const found: Staff[] = [];
  for (const one of ['admin', 'district', 'commune', 'reporter']) {
    const reply = await listAll(channel, `/api/v1/people?role=${one}`, staff);
    if (!reply.ok) return reply;
    found.push(...reply.value);
  }
  return { ok: true, value: found };
}
