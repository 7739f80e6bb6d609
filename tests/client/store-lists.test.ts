import { describe, expect, it } from 'vitest';
import { HAMLET, makePhone } from './support/phone';

const HOUSE = '01890000-0000-7000-8000-000000000001';

describe('lists', () => {
  it('come newest first, page by page, each record once', async () => {
    const phone = await makePhone();
    const saved: string[] = [];
    for (let i = 0; i < 7; i += 1) saved.push(await phone.save());
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page += 1) {
      const found = await phone.store.listRecords({ limit: 3, ...(after ? { after } : {}) });
      seen.push(...found.records.map((record) => record.recordId));
      after = found.next;
      if (!after) break;
    }
    expect(seen).toEqual([...saved].reverse());
  });

  it('say that there is no next page when the last is exactly full', async () => {
    const phone = await makePhone();
    await phone.save();
    await phone.save();
    expect((await phone.store.listRecords({ limit: 2 })).next).toBeNull();
  });

  it('narrow by day, area, state and words without diacritics', async () => {
    const phone = await makePhone();
    await phone.save({ note: 'đường đá đỏ' });
    phone.clock.now += 86_400_000;
    const second = await phone.save({ area: '28135' });
    const ids = async (query: object): Promise<string[]> =>
      (await phone.store.listRecords({ limit: 50, ...query })).records.map((each) => each.recordId);
    expect(await ids({ from: '2021-08-20' })).toEqual([second]);
    expect(await ids({ to: '2021-08-19' })).toHaveLength(1);
    expect(await ids({ area: '28135' })).toEqual([second]);
    expect(await ids({ state: 'waiting' })).toHaveLength(2);
    expect(await ids({ state: 'sent' })).toHaveLength(0);
    expect(await ids({ search: 'DUONG da' })).toHaveLength(1);
    expect(await ids({ search: 'my le' })).toEqual([second]);
    expect(await ids({ search: 'khong co' })).toHaveLength(0);
    expect(await ids({ state: 'waiting', area: HAMLET })).toHaveLength(1);
  });
});

describe('the records of a day', () => {
  it('are all of it and nothing of the days around, withdrawn ones included', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.clock.now += 86_400_000;
    const first = await phone.save();
    const second = await phone.save({ area: '28135' });
    await phone.store.withdrawRecord(first);
    phone.clock.now += 86_400_000;
    await phone.save();
    const found = await phone.store.recordsOf('2021-08-20');
    expect(found.map((record) => [record.recordId, record.void])).toEqual([
      [first, true],
      [second, false],
    ]);
    expect(await phone.store.recordsOf('2021-08-23')).toEqual([]);
  });

  it('are those of the district’s day, not of the day in UTC', async () => {
    const phone = await makePhone();
    const midnight = Date.parse('2021-08-20T17:00:00.000Z');
    phone.clock.now = midnight - 1;
    const before = await phone.save();
    phone.clock.now = midnight;
    const after = await phone.save();
    const ids = async (day: string): Promise<string[]> =>
      (await phone.store.recordsOf(day)).map((record) => record.recordId);
    expect(await ids('2021-08-20')).toEqual([before]);
    expect(await ids('2021-08-21')).toEqual([after]);
  });
});

describe('visits to make', () => {
  it('stand until the house was visited again', async () => {
    const phone = await makePhone();
    const late = await phone.save({ outcome: 'owner_absent', revisitOn: '2021-08-22' });
    const early = await phone.save({
      outcome: 'owner_absent',
      revisitOn: '2021-08-21',
      household: HOUSE,
    });
    const ids = async (): Promise<string[]> =>
      (await phone.store.revisits()).map((each) => each.recordId);
    expect(await ids()).toEqual([early, late]);
    phone.clock.now += 300_000;
    await phone.save({ household: HOUSE });
    // The next phone of the same visit is no new visit.
    expect(await ids()).toEqual([early, late]);
    phone.clock.now += 7_200_000;
    await phone.save({ household: HOUSE });
    expect(await ids()).toEqual([late]);
    await phone.store.withdrawRecord(late);
    expect(await ids()).toEqual([]);
  });
});

it('tells other tabs of this phone what changed', async () => {
  const phone = await makePhone();
  const heard: string[] = [];
  const stop = phone.store.onChange((change) => heard.push(change.kind));
  await phone.save();
  expect(heard).toEqual(['records', 'drafts', 'queued']);
  stop();
  await phone.save();
  expect(heard).toHaveLength(3);
});
