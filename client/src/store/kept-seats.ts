/**
 * The seats of this phone and their locks once more, beside IndexedDB (kept.ts says why).
 *
 * Promises: a phone whose databases were thrown away opens for the same people as before, with the same PINs, and stays
 * closed for who has signed out. Keys cannot be copied: that of today's numbers is made anew, the one for hand-over
 * files comes with the next answer of the server.
 */
import { decodeBase64url, encodeBase64url } from '../core/base64url';
import type { Device } from '../core/types';
import type { Seats } from './devices';
import { hasCaches, json, SEATS_CACHE } from './kept';
import { type LockRow, openLocks } from './locks';

const PLACE = '/kept/seats';

type KeptLock = Omit<LockRow, 'pin'> & {
  readonly pin: { readonly salt: string; readonly rounds: number; readonly hash: string } | null;
};

interface KeptSeats {
  readonly installId: string;
  readonly current: string | null;
  readonly devices: readonly Device[];
  readonly locks: readonly KeptLock[];
}

function textOf({ pin, ...rest }: LockRow): KeptLock {
  return {
    ...rest,
    pin: pin && {
      salt: encodeBase64url(pin.salt),
      rounds: pin.rounds,
      hash: encodeBase64url(pin.hash),
    },
  };
}

function lockOf({ pin, ...rest }: KeptLock): LockRow {
  return {
    ...rest,
    pin: pin && {
      salt: decodeBase64url(pin.salt),
      rounds: pin.rounds,
      hash: decodeBase64url(pin.hash),
    },
  };
}

/** Written when something about them has changed. */
export async function keepSeats(seats: Seats): Promise<void> {
  if (!hasCaches()) return;
  const devices = await seats.list();
  if (devices.length === 0) return;
  const locks = await openLocks();
  try {
    const kept: KeptSeats = {
      installId: await seats.installId(),
      current: (await seats.current())?.deviceId ?? null,
      devices,
      locks: (await locks.all()).map(textOf),
    };
    const cache = await caches.open(SEATS_CACHE);
    const known = await (await cache.match(PLACE))?.text();
    if (known !== JSON.stringify(kept)) await cache.put(PLACE, json(kept));
  } finally {
    locks.close();
  }
}

/** True when people are back whose seats had gone. Asked when there is no seat at all. */
export async function takeSeatsBack(seats: Seats): Promise<boolean> {
  try {
    if (!hasCaches() || !(await caches.has(SEATS_CACHE))) return false;
    const found = await (await caches.open(SEATS_CACHE)).match(PLACE);
    const kept = found ? ((await found.json()) as KeptSeats) : null;
    if (!kept?.devices.length) return false;
    // Before the seats: nobody who has a PIN, or has left, may be open for a moment.
    const locks = await openLocks();
    await locks.restore(kept.locks.map(lockOf)).finally(() => locks.close());
    await seats.restore(kept.devices, kept.installId, kept.current);
    return true;
  } catch {
    return false;
  }
}
