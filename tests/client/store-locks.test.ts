/** Locks of a shared phone: a PIN each, counted tries, and nothing that a clock or a reload undoes. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  FIRST_WAIT_MS,
  LONGEST_WAIT_MS,
  type Locks,
  openLocks,
  ROUNDS,
  waitAfter,
} from '../../client/src/store/locks';
import { freshBrowser } from './support/phone';

// The hash is slow on purpose.
vi.setConfig({ testTimeout: 60_000 });

const ME = 'device-a';
const OTHER = 'device-b';
let clock = 0;
let locks: Locks;

beforeEach(async () => {
  freshBrowser();
  clock = 1_000_000_000;
  locks = await openLocks(() => clock);
});

async function wrongTries(n: number): Promise<void> {
  for (let at = 0; at < n; at += 1) await locks.tryPin(ME, '0000');
}

describe('a PIN', () => {
  it('opens its own seat and no other', async () => {
    await locks.setPin(ME, '1357');
    expect(await locks.state(ME)).toEqual({ pin: true, signedOut: false, waitMs: 0 });
    expect(await locks.tryPin(ME, '1357')).toEqual({ ok: true });
    expect(await locks.tryPin(OTHER, '1357')).toMatchObject({ ok: false });
  });

  it('is kept as a slow salted hash, never as it is', async () => {
    expect(ROUNDS).toBeGreaterThanOrEqual(600_000);
    await locks.setPin(ME, '1357');
    await locks.setPin(OTHER, '1357');
    const open = indexedDB.open('gocua-locks');
    await new Promise((resolve) => {
      open.onsuccess = resolve;
    });
    const all = open.result.transaction('locks').objectStore('locks').getAll();
    await new Promise((resolve) => {
      all.onsuccess = resolve;
    });
    const [a, b] = all.result as { pin: { hash: Uint8Array; salt: Uint8Array } }[];
    open.result.close();
    expect(JSON.stringify(all.result)).not.toContain('1357');
    expect(a?.pin.salt).not.toEqual(b?.pin.salt);
    expect(a?.pin.hash).not.toEqual(b?.pin.hash);
  });
});

describe('wrong tries', () => {
  it('cost nothing four times, then waiting that grows to a quarter of an hour and no more', () => {
    expect([1, 4, 5, 6, 7].map(waitAfter)).toEqual([0, 0, 30_000, 60_000, 120_000]);
    expect(waitAfter(40)).toBe(LONGEST_WAIT_MS);
  });

  it('are remembered over a reload, and not even the right PIN opens while it waits', async () => {
    await locks.setPin(ME, '1357');
    await wrongTries(5);
    locks.close();
    locks = await openLocks(() => clock);
    expect(await locks.tryPin(ME, '1357')).toEqual({ ok: false, waitMs: FIRST_WAIT_MS, left: 0 });
    clock += FIRST_WAIT_MS;
    expect(await locks.tryPin(ME, '1357')).toEqual({ ok: true });
    expect(await locks.tryPin(ME, '0000')).toMatchObject({ ok: false, waitMs: 0, left: 4 });
  });

  it('lock nobody out for longer when the clock is turned back', async () => {
    await locks.setPin(ME, '1357');
    await wrongTries(5);
    clock -= 365 * 86_400_000;
    expect((await locks.state(ME)).waitMs).toBe(LONGEST_WAIT_MS);
    await locks.tryPin(ME, '1357');
    clock += LONGEST_WAIT_MS;
    expect(await locks.tryPin(ME, '1357')).toEqual({ ok: true });
  });
});

it('a person who signed out comes back by an invite alone, which also ends the old PIN', async () => {
  await locks.setPin(ME, '1357');
  await locks.signOut(ME);
  expect(await locks.state(ME)).toMatchObject({ pin: true, signedOut: true });
  await locks.renew(ME);
  expect(await locks.state(ME)).toEqual({ pin: false, signedOut: false, waitMs: 0 });
});
