/** People at the desk: one row each, the phone's health in one word, cards by hamlet. */
import { describe, expect, it } from 'vitest';
import { healthOf, rowsOf } from '../../client/src/desk/people/health';
import { fits } from '../../client/src/desk/people/list';
import { byPlace } from '../../client/src/desk/people/sheet';
import type { DeviceRow, InviteRow, PersonRow } from '../../client/src/desk/people/wire';

const NOW = Date.parse('2021-09-09T03:00:00.000Z');
const device = (given: Partial<DeviceRow> = {}): DeviceRow => ({
  id: 'd',
  name: 'Android',
  person: 'p',
  lastSeenAt: '2021-09-09T02:00:00.000Z',
  revokedAt: null,
  queueLength: 0,
  oldestAt: null,
  skewMs: 0,
  ...given,
});
const post = {
  role: 'volunteer' as const,
  organisation: 'hoi-lhpn-xa.28111',
  area: '28111',
  hamlet: '28111-xoai-doi',
};
const person = (id: string, name: string): PersonRow => ({
  id,
  name,
  username: null,
  suspendedAt: null,
  factor: null,
  membership: post,
});
const invite = (given: Partial<InviteRow>): InviteRow => ({
  id: 'i',
  name: 'Anh T.',
  person: null,
  state: 'open',
  expiresAt: '2021-09-16T16:59:00.000Z',
  ...post,
  ...given,
});

describe('the health of a phone', () => {
  it('is fine when it was heard of and holds nothing old', () => {
    expect(healthOf([device()], NOW)).toBe('ok');
    const fresh = device({ queueLength: 3, oldestAt: '2021-09-09T01:00:00.000Z' });
    expect(healthOf([fresh], NOW)).toBe('ok');
  });

  it('says what is the matter, the worst first', () => {
    expect(healthOf([], NOW)).toBe('none');
    expect(healthOf([device({ revokedAt: '2021-09-08T00:00:00.000Z' })], NOW)).toBe('revoked');
    expect(healthOf([device({ skewMs: -2 * 3_600_000 })], NOW)).toBe('clock');
    const old = device({ queueLength: 3, oldestAt: '2021-09-07T01:00:00.000Z' });
    expect(healthOf([old], NOW)).toBe('waiting');
    expect(healthOf([device({ lastSeenAt: '2021-09-01T00:00:00.000Z' })], NOW)).toBe('silent');
  });

  it('is that of the phone in use when an old one was locked', () => {
    const lost = device({ id: 'lost', revokedAt: '2021-09-08T00:00:00.000Z', skewMs: 9e9 });
    expect(healthOf([device(), lost], NOW)).toBe('ok');
  });
});

it('who is held off is shown so, however well the phone does', () => {
  const held = { ...person('p', 'Chị M.'), suspendedAt: '2021-09-08T00:00:00.000Z' };
  expect(rowsOf([held], [device()], [], NOW)[0]?.health).toBe('suspended');
});

it('people and open invites stand in one list, an invite for a new phone with its person', () => {
  const rows = rowsOf(
    [person('p', 'Chị M.'), person('q', 'Anh B.')],
    [device()],
    [
      invite({ id: 'new' }),
      invite({ id: 'again', person: 'q' }),
      invite({ id: 'used', state: 'used' }),
    ],
    NOW,
  );
  expect(rows.map((row) => [row.key, row.health])).toEqual([
    ['p', 'ok'],
    ['q', 'none'],
    ['new', 'invited'],
  ]);
  expect(rows[1]?.invite?.id).toBe('again');
  expect(rows.filter((row) => fits(row, 'invited')).length).toBe(2);
  expect(rows.filter((row) => fits(row, 'using')).map((row) => row.key)).toEqual(['p']);
});

it('cards come a hamlet after the other, in the order of names', () => {
  const card = (name: string, place: string) => ({
    ...{
      name,
      place,
      organisation: null,
      code: 'c',
      url: 'u',
      expiresAt: '2021-09-16T16:59:00.000Z',
    },
  });
  const places = byPlace([
    card('Chị B.', 'Ấp 10'),
    card('Chị Á.', 'Ấp 2'),
    card('Anh A.', 'Ấp 10'),
  ]);
  expect(places.map((one) => [one.name, one.invites.map((each) => each.name)])).toEqual([
    ['Ấp 2', ['Chị Á.']],
    ['Ấp 10', ['Anh A.', 'Chị B.']],
  ]);
});
