/** The copy beside IndexedDB: what waits is there, comes back when the databases are gone, and goes when it has gone. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBase64url } from '../../client/src/core/base64url';
import { openSeats } from '../../client/src/store/devices';
import { keepCopy } from '../../client/src/store/keeping';
import { keepSeats, takeSeatsBack } from '../../client/src/store/kept-seats';
import { openLocks } from '../../client/src/store/locks';
import { openStore } from '../../client/src/store/store';
import { writeHandover } from '../../client/src/sync/handover';
import { type Caches, keep, textsIn, useCaches, wipe } from './support/kept';
import { DEVICE_ID, DIRECTORY, deviceWith, freshBrowser, makePhone } from './support/phone';

const MINE = `kept-${DEVICE_ID}`;
const ONLY_QUEUED = new Set(['queued'] as const);
const ONLY_RECORDS = new Set(['records'] as const);
let made: Caches;

beforeEach(() => {
  made = useCaches();
});
afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(globalThis, 'caches');
});

const copied = (): string[] => [...(made.all.get(MINE)?.kept.keys() ?? [])];

function copy() {
  const found = made.all.get(MINE);
  if (!found) throw new Error('there is no copy');
  return found;
}

describe('when the browser has thrown its databases away', () => {
  it('what waited waits again, is listed as it was, and arrives once', async () => {
    const phone = await makePhone();
    phone.server.always = 'offline';
    const first = await phone.save({ note: 'cổng xanh', phone: '0912345678', consent: 'c-1' });
    await phone.store.correctRecord(first, { note: 'cổng đỏ' });
    const second = await phone.save({ outcome: 'owner_absent', revisitOn: '2021-08-20' });
    await keep(phone);
    const before = await phone.opIds();
    const shown = await phone.store.listRecords({ limit: 9 });

    const again = await wipe(phone);
    expect(await again.opIds()).toEqual(before);
    expect(await again.store.listRecords({ limit: 9 })).toEqual(shown);
    expect(await again.store.counts()).toEqual({ waiting: 2, sent: 0, attention: 0 });
    expect(await again.store.directory()).toEqual(DIRECTORY);
    const memory = await again.store.memory();
    expect(memory).toMatchObject({ lost: { waiting: 3 }, cursor: null });
    expect(memory.troubles?.[0]?.code).toBe('store.lost');
    const third = await again.save();

    again.server.always = null;
    await again.pass();
    expect([...again.server.ops.values()].map((op) => [op.n, op.record_id])).toEqual([
      [1, first],
      [2, first],
      [3, second],
      [4, third],
    ]);
    expect(await again.opIds()).toEqual([]);
  });

  it('the counter of ops goes on where nothing waited, and the log comes from the server', async () => {
    const phone = await makePhone();
    const sent = await phone.save();
    await phone.pass();
    await keep(phone);
    expect(made.all.has(MINE)).toBe(false);
    const again = await wipe(phone);
    expect((await again.store.memory()).lost).toMatchObject({ waiting: 0 });
    await again.pass();
    expect((await again.store.getRecord(sent))?.state).toBe('sent');
    const next = await again.save();
    await again.pass();
    expect([...again.server.ops.values()].find((op) => op.record_id === next)?.n).toBe(2);
  });

  it('what had been sent since it was copied is known to the server and stays one', async () => {
    const phone = await makePhone();
    await phone.save();
    await keep(phone);
    await phone.pass();
    const again = await wipe(phone);
    expect(await again.opIds()).toHaveLength(1);
    await again.pass();
    expect(again.server.ops.size).toBe(1);
    expect(await again.opIds()).toEqual([]);
  });

  it('under an open page, what waited is back and the copy stays', async () => {
    const phone = await makePhone();
    await phone.save({ note: 'cổng xanh' });
    await phone.save();
    await keep(phone);
    const before = await phone.opIds();
    await new Promise<void>((gone, failed) => {
      const asked = indexedDB.deleteDatabase(`gocua-${DEVICE_ID}`);
      asked.onsuccess = () => gone();
      asked.onerror = () => failed(asked.error);
    });
    // A slow disk: what is copied aside meanwhile must wait for it.
    vi.spyOn(made, 'has').mockImplementation(async (name) => {
      await new Promise((yes) => setTimeout(yes, 50));
      return made.all.has(name);
    });
    await phone.store.copyAside(new Set(['records', 'queued']));
    expect(await phone.opIds()).toEqual(before);
    expect(copied()).toHaveLength(2);
    expect((await phone.store.memory()).lost).toMatchObject({ waiting: 2 });
    const third = await phone.save();
    await phone.pass();
    expect([...phone.server.ops.values()].map((op) => op.n)).toEqual([1, 2, 3]);
    expect((await phone.store.getRecord(third))?.state).toBe('sent');
  });

  it('a second time finds everything there and changes nothing', async () => {
    const phone = await makePhone();
    await phone.save();
    await keep(phone);
    const again = await wipe(phone);
    await again.store.remember({ lost: null });
    const later = await again.reopen();
    expect(await later.opIds()).toHaveLength(1);
    expect((await later.store.memory()).lost).toBeNull();
  });

  it('an entry that was cut off while it was written takes no other with it', async () => {
    const phone = await makePhone();
    await phone.save();
    await phone.save();
    await keep(phone);
    const [torn = ''] = copied();
    await made.all.get(MINE)?.put(torn, new Response('{"row":{"opId":'));
    expect(await (await wipe(phone)).opIds()).toHaveLength(1);
  });

  it('without a copy nobody is back, and nothing is made', async () => {
    freshBrowser();
    const seats = await openSeats();
    expect(await takeSeatsBack(seats)).toBe(false);
    expect(await seats.current()).toBeNull();
    seats.close();
    expect([...made.all.keys()]).toEqual([]);
  });
});

describe('the copy', () => {
  it('holds no plain number, and no code of one', async () => {
    const phone = await makePhone();
    await phone.save({ phone: '0912 345 678', consent: 'c-1' });
    await phone.store.saveDraft({ area: 'x', mode: 'door', note: 'dở dang', updatedAt: '' });
    await keep(phone);
    const all = (await textsIn(made)).join('\n');
    expect(all).toContain('sealedPhone');
    expect(all).not.toMatch(/912\D*345\D*678/);
    expect(all).not.toContain('"tag"');
    expect(all).not.toContain('dở dang');
  });

  it('grows with each save by what is new, and goes whole when nothing waits', async () => {
    const phone = await makePhone();
    await phone.save();
    await phone.store.copyAside(ONLY_QUEUED);
    const puts = vi.spyOn(copy(), 'put');
    await phone.save();
    await phone.store.copyAside(ONLY_QUEUED);
    expect(puts).toHaveBeenCalledTimes(1);
    expect(copied().sort()).toEqual((await phone.opIds()).map((id) => `/kept/${id}`).sort());
    const away = vi.spyOn(copy(), 'delete');
    await phone.pass();
    await phone.store.copyAside(ONLY_RECORDS);
    expect(made.all.has(MINE)).toBe(false);
    expect(away).not.toHaveBeenCalled();
  });

  it('of a long queue that goes out in batches costs no delete for each op', async () => {
    const phone = await makePhone();
    for (let each = 0; each < 460; each += 1) await phone.save();
    await phone.store.copyAside(ONLY_QUEUED);
    expect(copied()).toHaveLength(460);
    const away = vi.spyOn(copy(), 'delete');
    const ids = await phone.opIds();
    const answer = async (from: number, to: number) => {
      const results = ids.slice(from, to).map((opId) => ({ opId, status: 'stored' }));
      await phone.store.applyResults(results, new Date(phone.clock.now).toISOString());
      await phone.store.copyAside(ONLY_RECORDS);
    };
    await answer(0, 200);
    expect(copied()).toHaveLength(460);
    await answer(200, 400);
    expect(copied()).toHaveLength(60);
    expect(away).not.toHaveBeenCalled();
    // the next start finds nothing stale
    const again = await phone.reopen();
    await again.store.copyAside(ONLY_RECORDS);
    expect(copied()).toHaveLength(60);
  }, 60_000);

  it('goes at once with the data of a purged campaign', async () => {
    const phone = await makePhone();
    await phone.save();
    await keep(phone);
    await phone.store.dropCopies();
    expect(made.all.has(MINE)).toBe(false);
    expect((await (await wipe(phone)).store.memory()).problem).toBe('campaign.purged');
  });

  it.each(['full', 'missing'] as const)('harms no save when the caches are %s', async (how) => {
    const phone = await makePhone();
    if (how === 'full') made.full = true;
    else Reflect.deleteProperty(globalThis, 'caches');
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    keepCopy(phone.store);
    await phone.save();
    await vi.advanceTimersByTimeAsync(5000);
    vi.useRealTimers();
    expect(await phone.opIds()).toHaveLength(1);
    expect(await (await phone.reopen()).opIds()).toHaveLength(1);
  });

  it('follows what is saved without being asked again', async () => {
    const phone = await makePhone();
    keepCopy(phone.store);
    await phone.save();
    await vi.waitFor(() => expect(copied()).toHaveLength(1), 5000);
    await phone.save();
    await vi.waitFor(() => expect(copied()).toHaveLength(2), 5000);
    await phone.pass();
    await vi.waitFor(() => expect(made.all.has(MINE)).toBe(false), 5000);
  });
});

describe('seats that come back', () => {
  it('keep who they are, who had the phone last, and the name of the browser', async () => {
    const phone = await makePhone();
    const other = { ...(await deviceWith(phone.keys, phone.server)), deviceId: 'd-other' };
    const seats = await openSeats();
    await seats.add(other, encodeBase64url(new Uint8Array(32)));
    await seats.choose(DEVICE_ID);
    const before = [await seats.list(), await seats.installId()];
    seats.close();
    await keep(phone);
    await wipe(phone);
    const after = await openSeats();
    expect([await after.list(), await after.installId()]).toEqual(before);
    expect((await after.current())?.deviceId).toBe(DEVICE_ID);
    expect((await after.get(DEVICE_ID))?.indexKey.extractable).toBe(false);
    after.close();
  });

  it('keep PINs and who has signed out', async () => {
    const phone = await makePhone();
    const before = await openLocks();
    await before.setPin(DEVICE_ID, '2468');
    await before.signOut('d-other');
    before.close();
    await keep(phone);
    await wipe(phone);
    const after = await openLocks();
    expect(await after.tryPin(DEVICE_ID, '2468')).toEqual({ ok: true });
    expect(await after.state('d-other')).toMatchObject({ signedOut: true });
    after.close();
  }, 60_000);

  it('stay with nobody when the last person had left', async () => {
    const phone = await makePhone();
    const seats = await openSeats();
    await seats.choose(null);
    seats.close();
    await keep(phone);
    await wipe(phone);
    const after = await openSeats();
    expect(await after.current()).toBeNull();
    expect(await after.list()).toHaveLength(1);
    after.close();
  });

  it('write no hand-over file until the server has given a key, and then at once', async () => {
    const phone = await makePhone();
    await phone.save();
    await keep(phone);
    const again = await wipe(phone);
    await expect(writeHandover(again.store, 0)).rejects.toMatchObject({ code: 'handover.no_key' });
    await again.store.updateSeat({}, encodeBase64url(new Uint8Array(32).fill(3)));
    expect(await writeHandover(again.store, 0)).toContain('"kind":"handover"');
  });

  it('are left as they are where there are some', async () => {
    const phone = await makePhone();
    await keep(phone);
    const seats = await openSeats();
    await takeSeatsBack(seats);
    expect((await seats.get(DEVICE_ID))?.handoverKey).not.toBeNull();
    await keepSeats(seats);
    seats.close();
  });

  it('fill the database of whoever is opened later from their own copy', async () => {
    const phone = await makePhone();
    await phone.save();
    await keep(phone);
    await wipe(phone).then((again) => again.store.close());
    await new Promise<unknown>((done) => {
      indexedDB.deleteDatabase(`gocua-${DEVICE_ID}`).addEventListener('success', done);
    });
    const alone = await openStore(DEVICE_ID);
    expect((await alone.queue()).length).toBe(1);
    alone.close();
  });
});
