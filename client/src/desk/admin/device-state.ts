/**
 * How one device is doing, in one word, and which devices a filter means. Pure.
 * Rests on what people's rows say of a device; adds that it was replaced while it still held something.
 */
import { foldText } from '../../core/text';
import type { IconName } from '../../ui/icon';
import type { StateKind } from '../../ui/marks';
import { healthMarks, healthOf } from '../people/health';
import type { DeviceFilter } from './address';
import type { Device } from './wire';

export const deviceStates = [
  'ok',
  'clock',
  'waiting',
  'silent',
  'replaced',
  'revoked',
  'new',
] as const;
export type DeviceState = (typeof deviceStates)[number];

export const deviceGroups = ['all', 'look', 'using', 'replaced', 'revoked'] as const;
export type DeviceGroup = (typeof deviceGroups)[number];

export const stateMarks: Record<DeviceState, { kind: StateKind; icon: IconName }> = {
  ok: healthMarks.ok,
  clock: healthMarks.clock,
  waiting: healthMarks.waiting,
  silent: healthMarks.silent,
  revoked: healthMarks.revoked,
  replaced: { kind: 'late', icon: 'alert' },
  new: { kind: 'none', icon: 'phone' },
};

export function stateOf(device: Device, nowMs: number): DeviceState {
  if (device.revokedAt !== null) return 'revoked';
  if (device.replacedAt !== null) return 'replaced';
  if (device.lastSeenAt === null) return 'new';
  const health = healthOf(
    [{ ...device, person: device.person.id, queueLength: device.queueLen }],
    nowMs,
  );
  return health === 'clock' || health === 'waiting' || health === 'silent' ? health : 'ok';
}

const toLookAt: readonly DeviceState[] = ['clock', 'waiting', 'silent', 'replaced'];

export function inGroup(state: DeviceState, group: DeviceGroup): boolean {
  if (group === 'look') return toLookAt.includes(state);
  if (group === 'using') return state !== 'revoked' && state !== 'replaced';
  return group === 'all' || state === group;
}

export interface DeviceRow {
  readonly device: Device;
  readonly state: DeviceState;
  /** Where its person works, and above: to be found by any of them. */
  readonly areas: readonly string[];
  readonly place: string;
  readonly unit: string;
}

/** Everything but the group, so that each group can say how many it has. */
export function fits(row: DeviceRow, filter: DeviceFilter): boolean {
  const { device } = row;
  if (filter.area && !row.areas.includes(filter.area)) return false;
  if (filter.app && (device.app ?? '') !== filter.app) return false;
  const text = `${device.person.name} ${device.name} ${row.unit} ${row.place}`;
  return foldText(text).includes(foldText(filter.typed));
}

/** What needs a look first, then the last heard of first. */
export function inOrder(rows: readonly DeviceRow[]): DeviceRow[] {
  const weight = (row: DeviceRow) =>
    toLookAt.includes(row.state) ? 0 : row.state === 'revoked' ? 2 : 1;
  const seen = (row: DeviceRow) => row.device.lastSeenAt ?? '';
  return [...rows].sort((a, b) => weight(a) - weight(b) || seen(b).localeCompare(seen(a)));
}

/** Versions in use, the newest first. */
export function versionsOf(rows: readonly DeviceRow[]): string[] {
  const found = new Set(rows.flatMap(({ device }) => (device.app ? [device.app] : [])));
  return [...found].sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
}
