/** A statement as typed: read like people write numbers, held against each other, never changed. */
import { describe, expect, it } from 'vitest';
import { standingOf } from '../../client/src/desk/statements/history';
import { checkCounts, measured, readCount } from '../../client/src/desk/statements/numbers';
import { sourceOf } from '../../client/src/desk/statements/source';
import type { Statement } from '../../client/src/desk/statements/wire';

const typed = (total: string, withSmartphone: string, installed: string, inUse: string) =>
  checkCounts({ total, withSmartphone, installed, inUse });

const statement = (given: Partial<Statement>): Statement => ({
  id: 'a',
  organisation: 'p-noi-vu',
  name: 'Phòng Nội vụ',
  saidBy: 'Bà T.',
  onBehalf: false,
  paperDate: null,
  statedBy: 'Bà T.',
  statedAt: '2021-08-20T02:00:00.000Z',
  withdrawnAt: null,
  withdrawnReason: null,
  group: 'all_staff',
  asOf: '2021-08-20',
  total: 20,
  withSmartphone: null,
  installed: 10,
  inUse: null,
  reason: '',
  ...given,
});

describe('a number', () => {
  it('is read with and without the dots that people write', () => {
    expect(['1250', '1.250', '1 250', ' 0 '].map(readCount)).toEqual([1250, 1250, 1250, 0]);
  });

  it('is refused when it is anything else', () => {
    for (const text of ['', '12,5', '1.25', '-3', 'mười', '1e3', '2.000.000'])
      expect(readCount(text), text).toBeNull();
  });
});

describe('the figures of a statement', () => {
  it('are taken when they fit, zero too, and what is not known stays unknown', () => {
    expect(typed('0', '', '0', '')).toEqual({
      ok: true,
      counts: { total: 0, withSmartphone: null, installed: 0, inUse: null },
    });
    expect(typed('1.250', '1.200', '900', '800')).toMatchObject({ ok: true });
  });

  it('are refused at the field that does not fit', () => {
    expect(typed('20', '', '25', '')).toEqual({ ok: false, faults: { installed: 'installed' } });
    expect(typed('20', '12', '15', '')).toEqual({
      ok: false,
      faults: { installed: 'smartphones' },
    });
    expect(typed('20', '21', '15', '')).toEqual({
      ok: false,
      faults: { withSmartphone: 'smartphonesOver' },
    });
    expect(typed('20', '', '15', '16')).toEqual({ ok: false, faults: { inUse: 'inUse' } });
    expect(typed('', '', 'x', '')).toEqual({
      ok: false,
      faults: { total: 'missing', installed: 'number' },
    });
  });

  it('are measured as their item of the directive says', () => {
    expect(measured('all_staff', { installed: 10, inUse: 8 })).toBe(10);
    expect(measured('cadres_civil_servants', { installed: 10, inUse: 8 })).toBe(8);
    expect(measured('workers', { installed: 10, inUse: null })).toBeNull();
  });
});

it('of a unit the latest day stands, of equal days what was typed last, nothing withdrawn', () => {
  const rows = [
    statement({ id: 'old', asOf: '2021-08-19', statedAt: '2021-08-22T00:00:00.000Z' }),
    statement({ id: 'first' }),
    statement({ id: 'second', statedAt: '2021-08-20T03:00:00.000Z' }),
    statement({ id: 'gone', asOf: '2021-08-21', withdrawnAt: '2021-08-21T00:00:00.000Z' }),
    statement({ id: 'members', group: 'members', asOf: '2021-08-01' }),
  ];
  expect(standingOf(rows)).toEqual(new Set(['second', 'members']));
});

it('says whose word an entry is', () => {
  expect(sourceOf(statement({}))).toBe('đơn vị tự kê khai (Bà T.)');
  expect(sourceOf(statement({ onBehalf: true, paperDate: '2021-08-18' }))).toBe(
    'nguồn: văn bản giấy ngày 18/8/2021, Bà T.',
  );
  expect(sourceOf(statement({ onBehalf: true }))).toBe('nguồn: báo miệng, Bà T.');
});
