/** The board's arithmetic: addresses, weeks, pace, ranks, steps of the map, and what a picture's file says. */
import { describe, expect, it } from 'vitest';
import {
  into,
  readRecords,
  readWhere,
  type Where,
  writeRecords,
  writeWhere,
} from '../../client/src/desk/overview/address';
import { aimsOf } from '../../client/src/desk/overview/goals';
import { figureOf, measureOf, ranks } from '../../client/src/desk/overview/measure';
import { paceOf } from '../../client/src/desk/overview/pace';
import { rankingOf } from '../../client/src/desk/overview/ranking';
import { toldIn } from '../../client/src/desk/overview/told';
import { mondayOf, series, sumBetween, weekOf } from '../../client/src/desk/overview/weeks';
import { svgOf } from '../../client/src/desk/pictures/paint';
import { hueOf, scaleOf, stepOf } from '../../client/src/desk/pictures/scale';
import {
  barsScene,
  columnsScene,
  everyNth,
  tilesScene,
} from '../../client/src/desk/pictures/scenes';
import type { TotalsFigures, TotalsRow } from '../../client/src/sync/contract';
import { nothing } from './support/totals';

const row = (code: string, more: Partial<TotalsFigures> = {}): TotalsRow => ({
  ...nothing,
  code,
  name: code,
  ...more,
});
const amount = (value: number, estimate = false) => ({ value, asOf: '', source: '', estimate });
const installed = (value: number, estimate = false) => ({
  installed: value,
  asOf: '',
  source: '',
  estimate,
});

describe('an address', () => {
  const where: Where = {
    level: 'commune',
    area: '28135',
    by: 'organisation',
    unit: 'hoi-lhpn-xa.28135',
    since: '2021-08-18',
    until: '2021-08-24',
    measure: null,
    weekly: true,
    asOf: '2021-08-24T10:00:00.000Z',
  };
  const read = (address: string) => {
    const [at = '', search = ''] = address.split('?');
    return readWhere(at, search);
  };

  it('is read back as it was written', () => {
    expect(read(writeWhere(where))).toEqual(where);
    expect(read(writeWhere({ ...where, level: 'unit', area: null }))).toMatchObject({
      level: 'unit',
      area: null,
    });
    const records = {
      area: '28135',
      unit: 'hoi-lhpn',
      since: '2021-08-18',
      until: '2021-08-18',
      direct: 'organisation' as const,
      outcome: 'otp_fail',
      mode: 'door',
    };
    expect(readRecords(writeRecords(records).split('?')[1] ?? '')).toEqual(records);
  });

  it('says nothing of what the place shows by itself', () => {
    const plain = { ...where, by: 'hamlet' as const, unit: null, since: null, until: null };
    expect(writeWhere({ ...plain, weekly: false, asOf: null })).toBe('/huyen/xa/28135');
  });

  it('keeps the days and the organisation one step down', () => {
    const down = read(into(where, 'hamlet', '28135-my-tay'));
    expect(down).toMatchObject({ level: 'hamlet', area: '28135-my-tay', by: 'organisation' });
    expect([down.unit, down.since, down.until]).toEqual([where.unit, where.since, where.until]);
  });

  it('keeps the moment one step down, and takes no moment that is none', () => {
    expect(read(into(where, 'hamlet', '28135-my-tay')).asOf).toBe(where.asOf);
    expect(readWhere('/huyen', '?luc=1234').asOf).toBe('1234');
    expect(readWhere('/huyen', '?luc=2021-99-99TZ').asOf).toBeNull();
    expect(readWhere('/huyen', '?luc=hom-qua').asOf).toBeNull();
  });

  it('takes no view that a place does not have, and no day that is none', () => {
    expect(readWhere('/huyen/ap/x', '?theo=xa&tu=2021-02-31')).toMatchObject({
      by: 'organisation',
      since: null,
    });
  });
});

describe('a week', () => {
  const days = [
    row('2021-08-16', { unique: 3 }),
    row('2021-08-18', { unique: 4 }),
    row('2021-08-20', { unique: 50 }),
    row('2021-08-23', { unique: 5 }),
    row('2021-08-25', { unique: 6 }),
  ];

  it('begins on Monday', () => {
    expect(['2021-08-23', '2021-08-25', '2021-08-29'].map(mondayOf)).toEqual([
      '2021-08-23',
      '2021-08-23',
      '2021-08-23',
    ]);
  });

  it('that is not over is held against the same days of the one before', () => {
    const week = weekOf(days, 'unique', '2021-08-25');
    expect([week.value, week.before, week.change]).toEqual([11, 7, 4]);
    expect([week.beforeSince, week.beforeUntil]).toEqual(['2021-08-16', '2021-08-18']);
  });

  it('with a day that is kept back is not known', () => {
    expect(
      sumBetween([row('2021-08-23', { unique: null })], 'unique', '2021-08-23', '2021-08-24'),
    ).toBeNull();
    expect(weekOf([row('2021-08-23', { unique: null })], 'unique', '2021-08-24').change).toBeNull();
  });

  it('or day without records stands in the series as zero', () => {
    const daily = series(days, 'unique', false, '2021-08-26');
    expect(daily.map((one) => one.value)).toEqual([3, 0, 4, 0, 50, 0, 0, 5, 0, 6, 0]);
    expect(series(days, 'unique', true, '2021-08-26').map((one) => one.value)).toEqual([57, 11]);
  });

  it('of a long campaign shows its latest part', () => {
    const long = series([row('2020-01-01', { unique: 1 })], 'unique', false, '2021-08-26');
    expect(long).toHaveLength(120);
    expect(long[long.length - 1]?.since).toBe('2021-08-26');
  });
});

describe('pace', () => {
  const goal = { value: 100, startsOn: '2021-09-01', deadline: '2021-09-11' };
  const pace = (value: number, day: string, today = day, ceiling: number | null = null, from = 0) =>
    paceOf(goal, { day: '2021-09-01', value: from }, { day, value }, today, ceiling);

  it('tells done, expected, needed and the day on which it is reached', () => {
    expect(pace(40, '2021-09-06')).toMatchObject({
      done: 40,
      expected: 50,
      ahead: -10,
      missing: 60,
      daysLeft: 5,
      needed: 12,
      rate: 8,
      forecast: '2021-09-14',
    });
  });

  it('starts from the level that was there', () => {
    expect(pace(60, '2021-09-06', '2021-09-06', null, 20)).toMatchObject({ expected: 60, rate: 8 });
  });

  it('of an older official figure is needed from today on', () => {
    expect(pace(40, '2021-09-06', '2021-09-09')).toMatchObject({ expected: 50, needed: 30 });
  });

  it('asks for nothing once it is reached, and for no daily number after the deadline', () => {
    expect(pace(120, '2021-09-06')).toMatchObject({ missing: 0, needed: 0, forecast: null });
    expect(pace(40, '2021-09-12')).toMatchObject({ needed: null, expected: 100 });
  });

  it('forecasts nothing from one figure, from standing still, or above the ceiling', () => {
    const one = { day: '2021-09-01', value: 10 };
    expect(paceOf(goal, one, one, '2021-09-03', null)).toMatchObject({
      rate: null,
      forecast: null,
    });
    expect(pace(0, '2021-09-06').forecast).toBeNull();
    expect(pace(40, '2021-09-06', '2021-09-06', 90)).toMatchObject({
      aboveCeiling: true,
      forecast: null,
    });
  });

  it('is not judged by a figure from before it began', () => {
    const old = { day: '2021-08-16', value: 10 };
    expect(paceOf(goal, old, old, '2021-09-05', null)).toMatchObject({
      stale: true,
      expected: 10,
      expectedOn: '2021-09-01',
    });
  });

  it('of an official target takes the last official figure, of the other what was logged', () => {
    const target = (measure: string) => ({
      ...{ area: '806', organisation: null, measure, value: 100, source: '', sample: true },
      ...{ startsOn: '2021-09-01', deadline: '2021-09-11' },
    });
    const figure = (day: string, value: number) => ({
      ...{ area: '806', measure: 'installed', source: '', day, value },
    });
    const goals = {
      targets: [target('unique'), target('installed')],
      installed: [figure('2021-08-30', 10), figure('2021-09-06', 50)],
    };
    const [official, logged] = aimsOf(goals, { ...nothing, unique: 7 }, '2021-09-08');
    expect(official).toMatchObject({ of: 'installed', pace: { done: 50, on: '2021-09-06' } });
    expect(logged).toMatchObject({ of: 'unique', pace: { done: 7, on: '2021-09-08' } });
  });
});

describe('a ranking', () => {
  const now = [
    row('a', { unique: 9 }),
    row('b', { unique: 9 }),
    row('c', { unique: 4 }),
    row('d', { unique: null }),
    row('806', { unique: 99 }),
  ];
  const before = [row('a', { unique: 1 }), row('b', { unique: 5 }), row('c', { unique: 3 })];
  const place = (one: TotalsRow) => one.code !== '806';

  it('gives equal values one place and the unknown none', () => {
    expect([...ranks(now, 'unique', place)]).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
    ]);
  });

  it('tells how places moved', () => {
    const ranking = rankingOf(now, before, 'unique', place);
    expect(ranking.rows.map((one) => one.rose)).toEqual([2, 0, -1]);
    expect(ranking.of('806')).toBeNull();
    // before anything was logged nobody had a place
    const alike = before.map((one) => ({ ...one, unique: 0 }));
    expect(rankingOf(now, alike, 'unique', place).rows.map((one) => one.rose)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is by the official ratio, unless that is an estimate for everybody', () => {
    const real = row('a', { smartphones: amount(10), official: installed(3) });
    const guess = row('b', { smartphones: amount(10, true), official: installed(3) });
    expect(measureOf(null, [real, guess])).toBe('rate');
    expect(measureOf(null, [guess])).toBe('unique');
    expect(measureOf('luot', [real])).toBe('assists');
  });

  it('has no value without a denominator, and marks an estimated one', () => {
    expect(figureOf(row('a', { unique: 5 }), 'thousand')).toBeNull();
    expect(figureOf(row('a', { official: installed(5) }), 'rate')).toBeNull();
    expect(figureOf(row('a', { unique: 5, smartphones: amount(1000, true) }), 'thousand')).toEqual({
      value: 5,
      text: '5,0',
      estimate: true,
      over: false,
    });
    const over = row('a', { official: installed(15), smartphones: amount(10) });
    expect(figureOf(over, 'rate')).toMatchObject({ text: '150,00%', over: true });
  });
});

describe('steps of the map', () => {
  it('come from the data, with round limits', () => {
    expect(scaleOf([33.15, 39.29, 36, 35.2])).toEqual({ limits: [34, 36, 38], places: 0 });
    expect(scaleOf([29, 206, 88], true).limits).toEqual([50, 100, 150, 200]);
    expect(scaleOf([0.1, 0.3])).toEqual({ limits: [0.15, 0.2, 0.25, 0.3], places: 2 });
  });

  it('are one for data without a spread, and none for what is not known', () => {
    expect(scaleOf([30.99, 30.99]).limits).toEqual([]);
    expect(scaleOf([]).limits).toEqual([]);
    expect(stepOf(null, scaleOf([1, 2]))).toBe(0);
  });

  it('hold each value once, from light to dark', () => {
    const scale = scaleOf([29, 206], true);
    expect([0, 49, 50, 199, 200, 999].map((one) => stepOf(one, scale))).toEqual([1, 1, 2, 4, 5, 5]);
    expect([0, 1].map((at) => hueOf(at, { limits: [3], places: 0 }))).toEqual([1, 5]);
  });
});

describe('a picture as a file', () => {
  const frame = { title: 'Số máy & xã <A>', notes: ['Sở TT&TT, 16/8/2021.', 'Số liệu mẫu.'] };
  const palette = () => 'black';

  it('says its title, source and every value, and is well formed', () => {
    const scenes = [
      tilesScene(
        frame,
        [{ name: 'Mỹ Lệ', text: '61', col: 3, row: 2, step: 2 }],
        [{ step: 1, text: 'dưới 50' }],
      ),
      barsScene(frame, [{ name: 'Chủ máy đi vắng', value: 61, text: '61' }]),
      columnsScene(frame, [{ label: '24/8', value: 61, text: '61' }]),
    ];
    for (const scene of scenes) {
      const svg = svgOf(scene, palette);
      expect(svg).toContain('Số máy &#38; xã &#60;A&#62;');
      expect(svg).toContain('Số liệu mẫu.');
      expect(svg).toContain('>61<');
      expect(svg).not.toMatch(/NaN|undefined|<A>/);
    }
  });

  it('names no more columns than have room', () => {
    expect([everyNth(9, 14), everyNth(28, 14), everyNth(120, 14)]).toEqual([1, 2, 9]);
  });
});

it('told assists are summed for the place and the organisation, and only there', () => {
  const areas = [
    { code: '806', name: '', parent: null, type: '' },
    { code: '28135', name: '', parent: '806', type: '' },
    { code: '28135-my-tay', name: '', parent: '28135', type: '' },
  ];
  const organisations = [
    { code: 'hoi', name: '', parent: null },
    { code: 'hoi-xa', name: '', parent: 'hoi' },
  ];
  const desk = {
    area: (code: string) => areas.find((one) => one.code === code) ?? null,
    directory: { value: { organisations } },
  } as unknown as Parameters<typeof toldIn>[1];
  const rows = [
    { area: '28135-my-tay', organisation: 'hoi-xa', number: 5 },
    { area: '28135', organisation: 'khac', number: 7 },
    { area: '806', organisation: 'hoi', number: 11 },
  ];
  expect(toldIn(rows, desk, null, null)).toBe(23);
  expect(toldIn(rows, desk, '28135', null)).toBe(12);
  expect(toldIn(rows, desk, null, 'hoi')).toBe(16);
  expect(toldIn(rows, desk, '28135', 'hoi')).toBe(5);
});
