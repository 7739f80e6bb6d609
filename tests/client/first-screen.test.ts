/** What takes a slow phone long when it is first asked for is not asked for before the form stands: zones and letters. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dayToKeep } from '../../client/src/core/kept-day';
import type { Area } from '../../client/src/core/types';
import { areaTree } from '../../client/src/field/areas';

const VN = 'Asia/Ho_Chi_Minh';
const NOON = Date.parse('2021-08-20T05:00:00.000Z');
const DAY_MS = 86_400_000;

/** The module as a page has it that was just loaded. */
async function fresh(
  kept: string | null = null,
): Promise<typeof import('../../client/src/core/day')> {
  vi.resetModules();
  const day = await import('../../client/src/core/day');
  day.recallDay(kept);
  return day;
}

describe('the day that was kept', () => {
  const kept = dayToKeep(NOON, VN, null);

  it('is known again without the tables of the zone, to its last millisecond', async () => {
    const tables = vi.spyOn(Intl, 'DateTimeFormat');
    const day = await fresh(kept);
    expect(day.dayOf('2021-08-19T17:00:00.000Z', VN)).toBe('2021-08-20');
    expect(day.dayOf('2021-08-20T16:59:59.999Z', VN)).toBe('2021-08-20');
    expect(day.minuteOf('2021-08-20T06:01:59.999Z', VN)).toBe(13 * 60 + 1);
    expect(tables).not.toHaveBeenCalled();
    expect(day.dayOf('2021-08-20T17:00:00.000Z', VN)).toBe('2021-08-21');
    expect(tables).toHaveBeenCalledOnce();
  });

  it('says of every instant what the tables say', async () => {
    const [plain, day] = [await fresh(), await fresh(kept)];
    for (let ms = NOON - 2 * DAY_MS; ms < NOON + 2 * DAY_MS; ms += 1_234_567) {
      const at = plain.instantOf(ms);
      expect(day.dayOf(at, VN)).toBe(plain.dayOf(at, VN));
      expect(day.minuteOf(at, VN)).toBe(plain.minuteOf(at, VN));
      expect(day.dayOf(at, 'Europe/Berlin')).toBe(plain.dayOf(at, 'Europe/Berlin'));
    }
  });

  it('is written once a day, and for another zone', () => {
    expect(dayToKeep(NOON + DAY_MS / 4, VN, kept)).toBeNull();
    expect(dayToKeep(NOON, VN, 'Asia/Ho_Chi_Minh 2021-08-20')).toBe(kept);
    expect(dayToKeep(NOON + DAY_MS, VN, kept)).toMatch(/^Asia\/Ho_Chi_Minh 2021-08-21 \d+$/);
    expect(dayToKeep(NOON, 'Europe/Berlin', kept)).toMatch(/^Europe\/Berlin 2021-08-20 \d+$/);
  });

  it('is not kept when the clock is changed in it', () => {
    expect(dayToKeep(Date.parse('2021-03-28T10:00:00.000Z'), 'Europe/Berlin', null)).toBeNull();
    expect(dayToKeep(Date.parse('2021-03-29T10:00:00.000Z'), 'Europe/Berlin', null)).not.toBeNull();
  });

  it.each([
    '',
    'Asia/Ho_Chi_Minh',
    'Asia/Ho_Chi_Minh 2021-02-30 1629392400000',
    'Asia/Ho_Chi_Minh 2021-08-21 x',
    'Asia/Ho_Chi_Minh 2021-08-21',
  ])('is not what reads %j', async (text) => {
    const day = await fresh(text);
    expect(day.dayOf('2021-08-20T05:00:00.000Z', VN)).toBe('2021-08-20');
  });
});

describe('the places of the form', () => {
  afterEach(() => vi.restoreAllMocks());

  const area = (code: string, name: string, parent: string | null): Area =>
    ({ code, name, parent, type: '', level: 0 }) as unknown as Area;
  const areas = [
    area('806', 'Huyện Cần Đước', null),
    area('2', 'Xã Đông', '806'),
    area('1', 'Xã Dương', '806'),
    area('1b', 'Ấp 10', '1'),
    area('1a', 'Ấp 2', '1'),
  ];

  it('are named without the order of the letters, which a list asks for', () => {
    const order = vi.spyOn(Intl, 'Collator');
    const tree = areaTree(areas);
    expect(tree.byCode.get('1a')).toMatchObject({ name: 'Ấp 2', above: 'Xã Dương' });
    expect(tree.root?.code).toBe('806');
    expect(order).not.toHaveBeenCalled();
    expect(tree.communes.map(({ place }) => place.name)).toEqual(['Xã Dương', 'Xã Đông']);
    expect(tree.communes[0]?.hamlets.map(({ name }) => name)).toEqual(['Ấp 2', 'Ấp 10']);
    expect(tree.communes).toBe(tree.communes);
    expect(order).toHaveBeenCalledOnce();
  });
});
