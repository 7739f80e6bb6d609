/** One row for each person and each open invite, and how the person's phone is doing. Pure. */
import type { IconName } from '../../ui/icon';
import type { StateKind } from '../../ui/marks';
import type { DeviceRow, InviteRow, PersonRow } from './wire';

export type Health =
  | 'ok'
  | 'invited'
  | 'none'
  | 'suspended'
  | 'revoked'
  | 'clock'
  | 'waiting'
  | 'silent';

export type PeopleRow = {
  key: string;
  name: string;
  post: { role: PersonRow['membership']['role']; organisation: string | null; area: string };
  hamlet: string | null;
  person: PersonRow | null;
  invite: InviteRow | null;
  /** The newest first; revoked ones last. */
  devices: readonly DeviceRow[];
  health: Health;
};

const HOUR_MS = 3_600_000;
const CLOCK_MS = 10 * 60_000;
const WAITING_MS = 24 * HOUR_MS;
const SILENT_MS = 3 * 24 * HOUR_MS;

export const healthMarks: Record<Health, { kind: StateKind; icon: IconName }> = {
  ok: { kind: 'ok', icon: 'check2' },
  invited: { kind: 'none', icon: 'qr' },
  none: { kind: 'none', icon: 'phone' },
  suspended: { kind: 'bad', icon: 'no' },
  revoked: { kind: 'bad', icon: 'lock' },
  clock: { kind: 'late', icon: 'clockwarn' },
  waiting: { kind: 'wait', icon: 'nowifi' },
  silent: { kind: 'wait', icon: 'clock' },
};

export function healthOf(devices: readonly DeviceRow[], nowMs: number): Health {
  const first = devices[0];
  if (!first) return 'none';
  const inUse = devices.filter((one) => one.revokedAt === null);
  if (inUse.length === 0) return 'revoked';
  const since = (instant: string | null) => (instant ? nowMs - Date.parse(instant) : 0);
  if (inUse.some((one) => Math.abs(one.skewMs ?? 0) > CLOCK_MS)) return 'clock';
  if (inUse.some((one) => (one.queueLength ?? 0) > 0 && since(one.oldestAt) > WAITING_MS))
    return 'waiting';
  return inUse.every((one) => since(one.lastSeenAt) > SILENT_MS) ? 'silent' : 'ok';
}

export function rowsOf(
  people: readonly PersonRow[],
  devices: readonly DeviceRow[],
  invites: readonly InviteRow[],
  nowMs: number,
): PeopleRow[] {
  const latest = (one: DeviceRow) => (one.revokedAt ? '' : (one.lastSeenAt ?? ''));
  const found = people.map((person): PeopleRow => {
    const own = devices
      .filter((one) => one.person === person.id)
      .sort((a, b) => latest(b).localeCompare(latest(a)));
    return {
      key: person.id,
      name: person.name,
      post: person.membership,
      hamlet: person.membership.hamlet,
      person,
      invite: invites.find((one) => one.person === person.id && one.state === 'open') ?? null,
      devices: own,
      health: person.suspendedAt === null ? healthOf(own, nowMs) : 'suspended',
    };
  });
  const open = invites
    .filter((one) => one.state === 'open' && one.person === null)
    .map(
      (one): PeopleRow => ({
        key: one.id,
        name: one.name,
        post: one,
        hamlet: one.hamlet,
        person: null,
        invite: one,
        devices: [],
        health: 'invited',
      }),
    );
  return [...found, ...open];
}
