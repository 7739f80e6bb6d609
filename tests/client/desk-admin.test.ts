/** The admin's pages without a screen: states, filters in the address, what a line of the trail says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  devicesHref,
  readDevices,
  readTrail,
  trailHref,
} from '../../client/src/desk/admin/address';
import { skewOf } from '../../client/src/desk/admin/clock-error';
import { saidOf } from '../../client/src/desk/admin/details';
import {
  type DeviceRow,
  fits,
  inGroup,
  inOrder,
  stateOf,
  versionsOf,
} from '../../client/src/desk/admin/device-state';
import { adminPageAt, adminPagesOf } from '../../client/src/desk/admin/pages';
import { vi } from '../../client/src/desk/admin/strings.vi';
import { actOptions } from '../../client/src/desk/admin/trail-filters';
import {
  backupsVerdict,
  jobsVerdict,
  keysDue,
  verdictOf,
} from '../../client/src/desk/admin/upkeep-state';
import type { Backups, Device, Jobs, UpkeepLine } from '../../client/src/desk/admin/wire';

const NOW = Date.parse('2021-09-09T03:00:00.000Z');

const device = (given: Partial<Device> = {}): Device => ({
  id: 'd',
  name: 'Android',
  person: { id: 'p', name: 'Nguyễn Thị Mận' },
  membership: { role: 'volunteer', organisation: 'o', area: '28135', hamlet: null },
  app: '1.0.0',
  enrolledAt: '2021-08-17T00:00:00.000Z',
  lastSeenAt: '2021-09-09T02:00:00.000Z',
  syncedAt: '2021-09-09T02:00:00.000Z',
  revokedAt: null,
  queueLen: 0,
  oldestAt: null,
  nextN: 5,
  replacedAt: null,
  skewMs: 0,
  ...given,
});
const row = (given: Partial<Device> = {}): DeviceRow => {
  const found = device(given);
  return {
    device: found,
    state: stateOf(found, NOW),
    areas: ['28135-my-tay', '28135', '806'],
    place: 'Ấp Mỹ Tây',
    unit: 'Hội LHPN xã Mỹ Lệ',
  };
};

describe('a device', () => {
  it('says what is the matter, what was done to it first', () => {
    const old = { queueLen: 3, oldestAt: '2021-09-07T01:00:00.000Z' };
    expect(stateOf(device(), NOW)).toBe('ok');
    expect(stateOf(device(old), NOW)).toBe('waiting');
    expect(stateOf(device({ skewMs: 3_600_000 }), NOW)).toBe('clock');
    expect(stateOf(device({ lastSeenAt: '2021-09-01T00:00:00.000Z' }), NOW)).toBe('silent');
    expect(stateOf(device({ lastSeenAt: null }), NOW)).toBe('new');
    const replaced = { ...old, replacedAt: '2021-09-08T00:00:00.000Z' };
    expect(stateOf(device(replaced), NOW)).toBe('replaced');
    expect(stateOf(device({ ...replaced, revokedAt: '2021-09-08T00:00:00.000Z' }), NOW)).toBe(
      'revoked',
    );
  });

  it('is in use unless it was replaced or revoked, and is looked at when something is the matter', () => {
    expect(inGroup('silent', 'using')).toBe(true);
    expect(inGroup('replaced', 'using')).toBe(false);
    expect(inGroup('replaced', 'look')).toBe(true);
    expect(inGroup('ok', 'look')).toBe(false);
    expect(inGroup('revoked', 'look')).toBe(false);
    expect(inGroup('revoked', 'all')).toBe(true);
  });

  it('is found by its person, its name, its unit or its place, with or without diacritics', () => {
    const filter = { group: 'all' as const, area: '', app: '', typed: '' };
    for (const typed of ['nguyen thi', 'ANDROID', 'lhpn', 'my tay', ''])
      expect(fits(row(), { ...filter, typed })).toBe(true);
    expect(fits(row(), { ...filter, typed: 'khác' })).toBe(false);
    expect(fits(row(), { ...filter, area: '28135' })).toBe(true);
    expect(fits(row(), { ...filter, area: '28111' })).toBe(false);
    expect(fits(row(), { ...filter, app: '0.9.3' })).toBe(false);
  });

  it('stands before others when it needs a look; revoked ones come last', () => {
    const rows = [
      row({ id: 'gone', revokedAt: '2021-09-08T00:00:00.000Z' }),
      row({ id: 'fine', lastSeenAt: '2021-09-09T01:00:00.000Z' }),
      row({ id: 'newer' }),
      row({ id: 'clock', skewMs: -9e6, lastSeenAt: '2021-09-08T00:00:00.000Z' }),
    ];
    expect(inOrder(rows).map((one) => one.device.id)).toEqual(['clock', 'newer', 'fine', 'gone']);
  });

  it('counts among the versions in use, the newest first', () => {
    const rows = [row({ app: '1.9.0' }), row({ app: '1.10.0' }), row({ app: null }), row()];
    expect(versionsOf(rows)).toEqual(['1.10.0', '1.9.0', '1.0.0']);
  });
});

it('a wrong clock is told in the largest unit that fits', () => {
  const w = vi.devices;
  expect(skewOf(null, w)).toBeNull();
  expect(skewOf(-59_000, w)).toBe('đúng');
  expect(skewOf(-12 * 60_000, w)).toBe('chậm 12 phút');
  expect(skewOf(2 * 3_600_000, w)).toBe('nhanh 2 giờ');
  expect(skewOf(-3 * 86_400_000, w)).toBe('chậm 3 ngày');
});

describe('filters', () => {
  it('of devices come back from the address', () => {
    const filter = { group: 'look' as const, area: '28135', app: '1.0.0', typed: 'mận' };
    const href = devicesHref(filter);
    expect(readDevices(new URL(href, 'http://x').search)).toEqual(filter);
    expect(devicesHref({ group: 'all', area: '', app: '', typed: '' })).toBe(
      '/huyen/quan-tri/thiet-bi',
    );
    expect(readDevices('?tinh-trang=la').group).toBe('all');
  });

  it('of the trail come back from the address; what is no act or day is no filter', () => {
    const filter = {
      person: 'gocua',
      act: 'person.move',
      subject: 'cty & con',
      since: '2021-08-20',
      until: '2021-08-21',
    };
    expect(readTrail(new URL(trailHref(filter), 'http://x').search)).toEqual(filter);
    const nonsense = readTrail('?viec=%25&tu=2021-02-30&den=x');
    expect([nonsense.act, nonsense.since, nonsense.until]).toEqual(['', '', '']);
  });

  it('of acts name each group, and all of a group where it has several', () => {
    const found = actOptions(vi.trail);
    expect(found.filter((one) => one.value === 'person')).toHaveLength(1);
    expect(found.find((one) => one.value === 'password')).toBeUndefined();
    expect(new Set(found.map((one) => one.value)).size).toBe(found.length);
    for (const act of Object.keys(vi.trail.acts))
      expect(found.some((one) => one.value === act)).toBe(true);
  });
});

describe('the pages', () => {
  it("of the installation are the admin's alone", () => {
    const keys = (role: 'district' | 'admin' | 'commune') =>
      adminPagesOf(role).map((page) => page.key);
    expect(keys('district')).toEqual(['campaigns', 'people', 'devices', 'trail', 'tokens']);
    expect(keys('admin')).toEqual([...keys('district'), 'backups', 'keys', 'jobs']);
    expect(keys('commune')).toEqual([]);
    expect(adminPageAt('/huyen/quan-tri/khoa', 'district')).toBeNull();
    expect(adminPageAt('/huyen/quan-tri/khoa', 'admin')?.key).toBe('keys');
  });
});

const line = (details: Record<string, unknown> = {}): UpkeepLine => ({
  at: '2021-09-08T20:00:00.000Z',
  act: 'backup.test',
  subject: 'x',
  details,
});
const backups: Backups = {
  backup: line(),
  test: line({ ok: true }),
  restore: null,
  trail: line(),
  due: {
    backup: '2021-09-10T20:00:00.000Z',
    test: '2021-10-10T20:00:00.000Z',
    trail: '2021-09-16T20:00:00.000Z',
  },
  recent: [],
};

describe('backups', () => {
  it('are fine when each is recent and the test was passed', () => {
    expect(backupsVerdict(backups, NOW)).toBe('ok');
  });

  it('never made is told, and the worst counts', () => {
    expect(verdictOf({ ...backups, backup: null }, 'backup', NOW)).toBe('never');
    expect(verdictOf(backups, 'backup', Date.parse('2021-09-10T20:00:00.000Z'))).toBe('due');
    expect(verdictOf({ ...backups, test: line({ ok: false }) }, 'test', NOW)).toBe('failed');
    expect(verdictOf({ ...backups, test: line() }, 'test', NOW)).toBe('failed');
    const both = { ...backups, trail: null, test: line({ ok: false }) };
    expect(backupsVerdict(both, NOW)).toBe('failed');
    expect(backupsVerdict({ ...backups, trail: null }, NOW)).toBe('never');
  });
});

it('a key is due when its day has come', () => {
  const next = { name: 'seal' as const, number: 1, dueAt: '2021-09-09T03:00:00.000Z' };
  expect(keysDue({ items: [], next }, NOW)).toBe(true);
  expect(keysDue({ items: [], next }, NOW - 1)).toBe(false);
  expect(keysDue({ items: [], next: null }, NOW)).toBe(false);
});

it('jobs that failed are told before a worker that is silent', () => {
  const job = { name: 'x', ranAt: 'a', tookMs: 1, failures: 0, failedAt: null, error: null };
  const queue = { waiting: 0, due: 0, retried: 0, oldestDueAt: null, sent: 0, dropped: 0 };
  const jobs: Jobs = { seenAt: 'a', silent: false, inServer: true, items: [job], queue };
  expect(jobsVerdict(jobs)).toBe('ok');
  expect(jobsVerdict({ ...jobs, silent: true })).toBe('due');
  expect(jobsVerdict({ ...jobs, silent: true, items: [{ ...job, failures: 2 }] })).toBe('failed');
  expect(jobsVerdict({ ...jobs, seenAt: null, silent: true })).toBe('never');
});

describe('a line of the trail', () => {
  const w = vi.trail;
  const plain = (_key: string, value: string) => value;

  it('tells what changed as before and after, and the rest by name', () => {
    const move = {
      from: { role: 'volunteer', area: '28135', hamlet: null },
      to: { role: 'commune', area: '28135', hamlet: 'x' },
    };
    expect(saidOf(move, w, (key, value) => (key === 'role' ? value.toUpperCase() : value))).toEqual(
      [
        { term: 'vai trò', value: 'VOLUNTEER → COMMUNE' },
        { term: 'ấp', value: 'trống → x' },
      ],
    );
    expect(saidOf({ measure: 'households', from: null, to: 12 }, w, plain)).toEqual([
      { term: 'số', value: 'trống → 12' },
      { term: 'chỉ số', value: 'households' },
    ]);
  });

  it('leaves nothing out but what is empty; a field without a name stands under its own', () => {
    const details = { id: 'abc', moi: [1, true], ok: false, word: '', sums: { added: 2 } };
    expect(saidOf(details, w, plain)).toEqual([
      { term: 'moi', value: '1, có' },
      { term: w.fields.ok, value: 'không' },
      { term: 'sums', value: 'thêm 2' },
      { term: 'mã', value: 'abc' },
    ]);
  });
});

it('every act that the server writes has a name', () => {
  const server = fileURLToPath(new URL('../../server', import.meta.url));
  const sources = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py') && !name.includes('versions'))
    .map((name) => readFileSync(join(server, name), 'utf8'));
  const call = /(?:\b_?note\(|\brecord\(|\bAct\(|\b_added\()[^"')]*"([a-z_]+\.[a-z_]+)"/g;
  const acts = new Set(sources.flatMap((text) => [...text.matchAll(call)].map((hit) => hit[1])));
  expect(acts.size).toBeGreaterThan(30);
  expect([...acts].filter((act) => act && !(act in vi.trail.acts))).toEqual([]);
});
