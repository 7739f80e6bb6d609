/** The board of obligations as a grid: columns, rows, signs, filters in the address, spans of time. */
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../client/src/desk/obligations/address';
import {
  columnsOf,
  countsOf,
  filtered,
  focusOf,
  nextReminder,
  remindersFor,
  rowsOf,
  signOf,
  squaresIn,
  tallyOf,
  toRemind,
} from '../../client/src/desk/obligations/grid';
import { movable } from '../../client/src/desk/obligations/move';
import { waysOf } from '../../client/src/desk/obligations/remind';
import {
  dueShort,
  dueText,
  instantAt,
  lateBy,
  moment,
  span,
} from '../../client/src/desk/obligations/times';
import { communeReports } from '../../client/src/desk/overview/reports';
import type { Board, Order, Square } from '../../client/src/sync/protocol-obligations';

const tz = 'Asia/Ho_Chi_Minh';
const thursday = '2021-08-26T06:00:00.000Z';
const next = '2021-09-02T06:00:00.000Z';

function order(code: string, repeat: string): Order {
  const word = code === 'R13' ? 'thông tin kết quả' : 'báo cáo';
  return { code, title: code, titleEn: code, word, repeat, rule: 'before', periods: [] };
}

function square(code: string, kind: string, more: Partial<Square> = {}): Square {
  return {
    unit: { code, name: `Đơn vị ${code}`, shortName: code, kind, level: 'district', area: null },
    obligation: 'R08',
    period: '2021-08-26',
    opensAt: '2021-08-17T17:00:00.000Z',
    dueAt: thursday,
    moved: null,
    status: 'open',
    lateMs: null,
    finishedInTime: false,
    excuse: null,
    zero: false,
    versions: [],
    remindedAt: null,
    nextReminderAt: null,
    ...more,
  };
}

const once = { obligation: 'R03', period: '2021-08-24', dueAt: '2021-08-24T17:00:00.000Z' };
const information = { obligation: 'R13', period: '2021-08-24', dueAt: '2021-08-23T17:00:00.000Z' };

const board: Board = {
  orders: [order('R08', 'weekly'), order('R03', 'once'), order('R13', 'once')],
  serverNow: '2021-08-26T03:00:00.000Z',
  squares: [
    square('p-noi-vu', 'agency', { ...once, status: 'on_time' }),
    square('xa.1', 'commune_authority', { ...once, status: 'late', lateMs: 90 * 60_000 }),
    square('doan-tn', 'political_social', { ...information, status: 'missing' }),
    square('p-noi-vu', 'agency', { status: 'on_time', zero: true }),
    square('xa.1', 'commune_authority'),
    square('xa.2', 'commune_authority', { status: 'returned' }),
    square('xa.1', 'commune_authority', { period: '2021-09-02', dueAt: next }),
  ],
};

describe('what a unit may be reminded of', () => {
  const [all, week] = [rowsOf(board), 'weekly:2021-08-26'];
  const asked = (code: string, column: string | null) => {
    const row = all.find((one) => one.unit.code === code);
    return row ? toRemind(row, column).map((one) => [one.obligation, one.status]) : [];
  };

  it('is what the column wants, else what is overdue or returned elsewhere', () => {
    expect(asked('xa.1', week)).toEqual([['R08', 'open']]);
    expect(asked('doan-tn', week)).toEqual([['R13', 'missing']]);
    expect(asked('xa.2', 'once:2021-08-24')).toEqual([['R08', 'returned']]);
    expect(asked('p-noi-vu', week)).toEqual([]);
    expect(asked('xa.1', 'once:2021-08-24')).toEqual([]);
  });
});

describe('the reports of communes', () => {
  const at = (area: string) => (one: Square) => ({ ...one, unit: { ...one.unit, area } });
  const squares = [
    square('xa.1', 'commune_authority', { status: 'on_time', zero: true }),
    square('xa.1', 'commune_authority', { ...once, status: 'late' }),
    square('xa.2', 'commune_authority'),
    square('xa.2', 'commune_authority', { ...once, status: 'missing' }),
    square('p-noi-vu', 'agency', { status: 'missing' }),
  ].map((one) => at(one.unit.code)(one));
  const found = communeReports({ ...board, squares });

  it('are those of the period that is due next, with what is wanting of earlier ones', () => {
    expect(found.dueAt).toBe(thursday);
    expect(found.of('xa.1')).toEqual({ unit: 'xa.1', now: 'zero', earlier: null });
    expect(found.of('xa.2')).toEqual({ unit: 'xa.2', now: 'open', earlier: 'missing' });
    expect(found.of('p-noi-vu')).toBeNull();
    expect([found.sent, found.units]).toEqual([1, 2]);
  });

  it('are none where nobody owes one', () => {
    const none = communeReports({ ...board, squares: [] });
    expect([none.dueAt, none.sent, none.units]).toEqual([null, 0, 0]);
  });
});

describe('the grid', () => {
  it('has what is owed once first, both kinds of it in one column, then the weeks', () => {
    const columns = columnsOf(board);
    expect(columns.map((one) => one.key)).toEqual([
      'once:2021-08-24',
      'weekly:2021-08-26',
      'weekly:2021-09-02',
    ]);
    expect(columns[0]?.obligations).toEqual(['R03', 'R13']);
    expect(columns[0]?.dueAts).toEqual([information.dueAt, once.dueAt]);
  });

  it('has a row a unit: communes, agencies, organisations', () => {
    const rows = rowsOf(board);
    expect(rows.map((row) => [row.unit.code, row.group])).toEqual([
      ['xa.1', 'communes'],
      ['xa.2', 'communes'],
      ['p-noi-vu', 'agencies'],
      ['doan-tn', 'organisations'],
    ]);
    expect(rows[3]?.cells.has('weekly:2021-08-26')).toBe(false);
  });

  it('is about the next due instant unless the address says otherwise', () => {
    const columns = columnsOf(board);
    expect(focusOf(columns, null, board.serverNow)?.key).toBe('weekly:2021-08-26');
    expect(focusOf(columns, null, '2021-08-26T06:00:00.000Z')?.key).toBe('weekly:2021-09-02');
    expect(focusOf(columns, null, '2021-12-01T00:00:00.000Z')?.key).toBe('weekly:2021-09-02');
    expect(focusOf(columns, 'once:2021-08-24', board.serverNow)?.key).toBe('once:2021-08-24');
    expect(focusOf([], null, board.serverNow)).toBeNull();
  });

  it('tells on time, late, missing, zero, returned and accepted with a reason apart', () => {
    const signs = (more: Partial<Square>) => signOf(square('x', 'agency', more));
    expect(signs({ status: 'on_time' })).toBe('sent');
    expect(signs({ status: 'on_time', zero: true })).toBe('zero');
    expect(signs({ status: 'on_time', zero: true, excuse: 'mất mạng', lateMs: 5 })).toBe('excused');
    expect(signs({ status: 'late', zero: true })).toBe('late');
    expect(signs({ status: 'returned', zero: true })).toBe('returned');
    const tally = tallyOf(squaresIn(rowsOf(board), 'weekly:2021-08-26'));
    expect(tally).toMatchObject({ zero: 1, open: 1, returned: 1, sent: 0, late: 0 });
  });

  it('keeps the units that a filter asks for, and counts as it keeps', () => {
    const rows = rowsOf(board);
    const kept = (view: 'missing' | 'late' | 'returned', column: string | null) =>
      filtered(rows, { column, view, group: null, search: '' }).map((row) => row.unit.code);
    expect(kept('missing', 'weekly:2021-08-26')).toEqual(['xa.1']);
    expect(kept('missing', null)).toEqual(['xa.1', 'doan-tn']);
    expect(kept('late', 'weekly:2021-08-26')).toEqual([]);
    expect(kept('late', null)).toEqual(['xa.1']);
    expect(countsOf(rows, null)).toMatchObject({
      all: 4,
      missing: 2,
      late: 1,
      returned: 1,
      zero: 1,
    });
    const search = { column: null, view: 'all', group: null, search: 'don vi XA' } as const;
    expect(filtered(rows, search).map((row) => row.unit.code)).toEqual(['xa.1', 'xa.2']);
  });

  it('reminds each obligation of a column by itself, and nobody who has sent', () => {
    expect(remindersFor(squaresIn(rowsOf(board), 'once:2021-08-24'))).toEqual([
      { obligation: 'R13', period: '2021-08-24', organisations: ['doan-tn'] },
    ]);
    expect(remindersFor(squaresIn(rowsOf(board), 'weekly:2021-08-26'))).toEqual([
      { obligation: 'R08', period: '2021-08-26', organisations: ['xa.1', 'xa.2'] },
    ]);
  });

  it('knows when the clock reminds next', () => {
    const soon = square('a', 'agency', { nextReminderAt: '2021-08-26T05:00:00.000Z' });
    const later = square('b', 'agency', { nextReminderAt: '2021-08-27T05:00:00.000Z' });
    expect(nextReminder([later, square('c', 'agency'), soon])).toBe('2021-08-26T05:00:00.000Z');
    expect(nextReminder([square('c', 'agency')])).toBeNull();
  });

  it('lists each due instant that may be moved once, as it was ordered', () => {
    const moved = {
      dueAt: next,
      fromAt: thursday,
      reason: 'lễ',
      everybody: true,
      by: 'A',
      at: thursday,
    };
    const one = square('a', 'agency', { dueAt: next, moved });
    const found = movable({
      ...board,
      squares: [one, square('b', 'agency'), { ...one, dueAt: null, moved: null }],
    });
    expect(found.map((each) => [each.key, each.ordered, each.squares.length])).toEqual([
      ['R08|2021-08-26', thursday, 2],
    ]);
  });
});

describe('the address', () => {
  it('carries every filter there and back', () => {
    const asked = {
      obligation: 'R08',
      period: '2021-08-26',
      view: 'missing',
      group: 'communes',
      search: 'mỹ lệ',
    } as const;
    const href = writeAddress(asked);
    expect(href).toContain('/huyen/nghia-vu?nghia-vu=R08&ky=2021-08-26&xem=thieu&nhom=xa&tim=');
    expect(readAddress(href.slice(href.indexOf('?')))).toEqual({ ...asked, column: null });
  });

  it('is short when nothing is asked, and takes nonsense for nothing', () => {
    const nothing = {
      obligation: null,
      period: null,
      view: 'all',
      group: null,
      search: '',
    } as const;
    expect(writeAddress(nothing)).toBe('/huyen/nghia-vu');
    expect(readAddress('?xem=gi-do&nhom=ai')).toEqual({ ...nothing, column: null });
  });
});

describe('times', () => {
  it('a due instant is the first that is late; a midnight reads as the end of the day before', () => {
    expect(dueText(thursday, tz)).toBe('trước 13:00 thứ Năm\u00a026/8');
    expect(dueText('2021-08-24T17:00:00.000Z', tz)).toBe('hết ngày thứ Ba\u00a024/8');
    expect(dueShort(thursday, tz)).toBe('26/8, 13:00');
    expect(dueShort('2021-08-23T17:00:00.000Z', tz)).toBe('hết 23/8');
  });

  it('spans stand in their two greatest units, seconds under an hour', () => {
    expect(span(2 * 3_600_000 + 48 * 60_000 + 7_000)).toBe('2 giờ 48 phút');
    expect(span(3 * 86_400_000 + 4 * 3_600_000)).toBe('3 ngày 4 giờ');
    expect(span(12 * 60_000 + 5_999)).toBe('12 phút 5 giây');
    expect(span(0)).toBe('0 giây');
    expect(span(-5)).toBe('0 giây');
  });

  it('how late is said in one unit, a minute at least', () => {
    expect([0, 40 * 60_000, 3_700_000, 2 * 86_400_000 + 5].map(lateBy)).toEqual([
      '+1 phút',
      '+40 phút',
      '+1 giờ',
      '+2 ngày',
    ]);
  });

  it('names today and yesterday in the campaign zone', () => {
    const now = '2021-08-26T16:59:00.000Z';
    expect(moment('2021-08-25T17:00:00.000Z', now, tz)).toBe('00:00 hôm nay');
    expect(moment('2021-08-26T18:00:00.000Z', now, tz)).toBe('01:00 ngày mai');
    expect(moment('2021-08-25T16:59:00.000Z', now, tz)).toBe('23:59 hôm qua');
    expect(moment('2021-08-24T02:00:00.000Z', now, tz)).toBe('09:00, 24/8');
  });

  it('a day and a time make an instant, anything else makes none', () => {
    expect(instantAt('2021-09-03', '13:00', tz)).toBe('2021-09-03T06:00:00.000Z');
    expect(instantAt('2021-09-03', '', tz)).toBeNull();
    expect(instantAt('', '13:00', tz)).toBeNull();
  });
});

it('a reminder reached by ringing, by the inbox alone, or nobody', () => {
  const one = (people: number, reachable: number) => ({
    organisation: 'x',
    name: 'X',
    text: '',
    people,
    reachable,
  });
  expect(waysOf([one(0, 0), one(2, 1), one(1, 0), one(3, 3)])).toEqual({
    rung: 2,
    inbox: 1,
    nobody: 1,
  });
});
