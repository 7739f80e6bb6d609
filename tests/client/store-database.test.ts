import { openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect, StoreError, storeErrorOf } from '../../client/src/store/database';
import { openStore } from '../../client/src/store/store';
import { DEVICE_ID, freshBrowser, HAMLET, makePhone } from './support/phone';

const NAME = `gocua-${DEVICE_ID}`;
const INPUT = { area: HAMLET, mode: 'door', outcome: 'ok_installed_used' } as const;

afterEach(() => vi.restoreAllMocks());

/** Every handle that the page holds, so that a test can kill it as a system would. */
function watchHandles(): IDBDatabase[] {
  const handles: IDBDatabase[] = [];
  const real = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((name, version) => {
    const request = version === undefined ? real(name) : real(name, version);
    request.addEventListener('success', () => handles.push(request.result));
    return request;
  });
  return handles;
}

describe('the connection', () => {
  it('is opened again when the system has killed it', async () => {
    const first = await makePhone();
    first.store.close();
    const handles = watchHandles();
    const phone = await first.reopen();
    await phone.save();
    for (const handle of handles) handle.close();
    await phone.save();
    expect((await phone.store.queue()).length).toBe(2);
    expect((await phone.store.revive()).ok).toBe(true);
  });

  it('that stays dead fails with a code and saves nothing', async () => {
    const phone = await makePhone();
    phone.store.close();
    expect(await phone.store.saveRecord(INPUT)).toEqual({
      ok: false,
      error: { code: 'store.closed' },
    });
    await expect(phone.store.counts()).rejects.toBeInstanceOf(StoreError);
  });

  it('gives way to a newer version in another tab, and says so', async () => {
    const phone = await makePhone();
    const heard: string[] = [];
    phone.store.onChange((change) => heard.push(change.kind));
    const newer = await openDB(NAME, 2);
    expect(heard).toContain('outdated');
    newer.close();
  });

  it('does not hang when an older version is held open', async () => {
    freshBrowser();
    const holder = await openDB('held', 1);
    const opening = connect({ name: 'held', version: 2, upgrade: () => {} });
    await expect(opening).rejects.toMatchObject({ code: 'store.blocked' });
    holder.close();
  });
});

describe('after a rolled-back release', () => {
  it('the queue drains and saving is refused with a reason', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.store.close();
    (await openDB(NAME, 2)).close();
    const old = await phone.reopen();
    expect(old.store.pushOnly).toBe(true);
    expect(await old.store.saveRecord(INPUT)).toEqual({
      ok: false,
      error: { code: 'store.newer' },
    });
    expect(await old.pass()).toMatchObject({ outcome: 'done', answered: 1 });
    expect((await old.store.queue()).length).toBe(0);
  });
});

describe('a full disk', () => {
  it.each([
    ['QuotaExceededError', 'quota'],
    ['UnknownError', 'Internal error: FILE_ERROR_NO_SPACE'],
  ])('%s marks nothing as saved and keeps the draft', async (name, message) => {
    const phone = await makePhone();
    await phone.store.saveDraft({ area: HAMLET, mode: 'door', updatedAt: 'x' });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException(message, name);
    });
    expect(await phone.store.saveRecord(INPUT)).toEqual({
      ok: false,
      error: { code: 'store.quota' },
    });
    put.mockRestore();
    expect(await phone.store.loadDraft()).not.toBeNull();
    expect(await phone.store.queue()).toMatchObject({ length: 0, nextN: 1 });
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 0, attention: 0 });
    expect((await phone.store.saveRecord(INPUT)).ok).toBe(true);
  });
});

it('a save cut off at any write leaves all or nothing', async () => {
  const real = { put: IDBObjectStore.prototype.put, add: IDBObjectStore.prototype.add };
  let cut = 0;
  for (; cut < 20; cut += 1) {
    const phone = await makePhone();
    let left = cut;
    const fail = <T extends unknown[], R>(method: (...given: T) => R) =>
      function (this: IDBObjectStore, ...given: T): R {
        left -= 1;
        if (left < 0) throw new DOMException('killed', 'DataError');
        return method.apply(this, given);
      };
    const puts = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(fail(real.put));
    const adds = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(fail(real.add));
    const saved = await phone.store.saveRecord(INPUT);
    puts.mockRestore();
    adds.mockRestore();
    const there = [
      (await phone.store.queue()).length,
      (await phone.store.listRecords({ limit: 9 })).records.length,
      (await phone.store.queue()).nextN - 1,
    ];
    expect(there).toEqual(saved.ok ? [1, 1, 1] : [0, 0, 0]);
    phone.store.close();
    if (saved.ok) break;
  }
  expect(cut).toBeGreaterThan(1);
  expect(cut).toBeLessThan(20);
});

it('a seat that is not on this phone cannot be opened', async () => {
  freshBrowser();
  await expect(openStore('01890000-0000-7000-8000-00000000ffff')).rejects.toMatchObject({
    code: 'device.unknown',
  });
});

it('names every way a store fails', () => {
  const code = (name: string, message = ''): string =>
    storeErrorOf(new DOMException(message, name)).code;
  expect(code('QuotaExceededError')).toBe('store.quota');
  expect(code('VersionError')).toBe('store.newer');
  expect(code('InvalidStateError')).toBe('store.closed');
  expect(code('DataError')).toBe('store.unavailable');
  expect(storeErrorOf('odd').code).toBe('store.unavailable');
});
