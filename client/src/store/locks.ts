/**
 * Locks of the screen on a phone that several people share: a PIN each, and who has signed out.
 *
 * A database of its own beside the seats. A PIN keeps the next person from reading by chance;
 * it encrypts nothing. Promises: only a slow, salted hash is kept; a wrong try is counted
 * before it is answered; after five the waiting begins, and grows to 15 minutes, no more.
 */
import type { DBSchema } from 'idb';
import type { Now } from '../core/clock';
import { type Connection, connect } from './database';

/** PBKDF2-SHA-256: what OWASP asks for, half a second to two on a cheap phone. */
export const ROUNDS = 600_000;
export const FREE_TRIES = 5;
export const FIRST_WAIT_MS = 30_000;
export const LONGEST_WAIT_MS = 15 * 60_000;

interface Pin {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  readonly hash: Uint8Array;
}

export interface LockRow {
  readonly deviceId: string;
  readonly pin: Pin | null;
  readonly signedOut: boolean;
  readonly wrong: number;
  /** The phone's clock until which no try is taken, ms. */
  readonly until: number;
}

interface LocksSchema extends DBSchema {
  locks: { key: string; value: LockRow };
}

export interface LockState {
  readonly pin: boolean;
  /** Ended by its person: opens again by an invite only. */
  readonly signedOut: boolean;
  readonly waitMs: number;
}

export type Opened =
  | { readonly ok: true }
  /** `left`: tries before the next one has to wait. */
  | { readonly ok: false; readonly waitMs: number; readonly left: number };

export interface Locks {
  state(deviceId: string): Promise<LockState>;
  /** Four digits or more; the caller has asked twice. */
  setPin(deviceId: string, pin: string): Promise<void>;
  tryPin(deviceId: string, pin: string): Promise<Opened>;
  signOut(deviceId: string): Promise<void>;
  /** The person came in by an invite: no PIN, not signed out. */
  renew(deviceId: string): Promise<void>;
  /** For the copy beside the databases (kept-seats.ts), and back from it; what is there stays. */
  all(): Promise<readonly LockRow[]>;
  restore(rows: readonly LockRow[]): Promise<void>;
  close(): void;
}

const fresh = (deviceId: string): LockRow => ({
  deviceId,
  pin: null,
  signedOut: false,
  wrong: 0,
  until: 0,
});

export function waitAfter(wrong: number): number {
  if (wrong < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
}

async function slowHash(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number) {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(rule, key, 256));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}

/** Rejects with StoreError. */
export async function openLocks(now: Now = Date.now): Promise<Locks> {
  const db: Connection<LocksSchema> = await connect<LocksSchema>({
    name: 'gocua-locks',
    version: 1,
    upgrade(upgrading, oldVersion) {
      if (oldVersion < 1) upgrading.createObjectStore('locks', { keyPath: 'deviceId' });
    },
  });
  const read = async (deviceId: string): Promise<LockRow> =>
    (await db.run((handle) => handle.get('locks', deviceId))) ?? fresh(deviceId);
  const change = (deviceId: string, how: (row: LockRow) => LockRow): Promise<void> =>
    db.write(['locks'], async (tx) => {
      const locks = tx.objectStore('locks');
      await locks.put(how((await locks.get(deviceId)) ?? fresh(deviceId)));
    });
  // A clock turned back must not lock anybody out for longer than the longest wait.
  const remaining = (row: LockRow): number =>
    Math.min(Math.max(0, row.until - now()), LONGEST_WAIT_MS);

  return {
    async state(deviceId) {
      const row = await read(deviceId);
      return { pin: row.pin !== null, signedOut: row.signedOut, waitMs: remaining(row) };
    },
    async setPin(deviceId, pin) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const hash = await slowHash(pin, salt, ROUNDS);
      await change(deviceId, (row) => ({
        ...row,
        pin: { salt, rounds: ROUNDS, hash },
        wrong: 0,
        until: 0,
      }));
    },
    async tryPin(deviceId, pin) {
      const row = await read(deviceId);
      if (!row.pin) return { ok: false, waitMs: 0, left: 0 };
      const waitMs = remaining(row);
      if (waitMs > 0) {
        if (row.until - now() > waitMs) {
          await change(deviceId, (present) => ({ ...present, until: now() + waitMs }));
        }
        return { ok: false, waitMs, left: 0 };
      }
      let wrong = 0;
      await change(deviceId, (present) => {
        wrong = present.wrong + 1;
        return { ...present, wrong, until: now() + waitAfter(wrong) };
      });
      if (same(await slowHash(pin, row.pin.salt, row.pin.rounds), row.pin.hash)) {
        await change(deviceId, (present) => ({ ...present, wrong: 0, until: 0 }));
        return { ok: true };
      }
      return { ok: false, waitMs: waitAfter(wrong), left: Math.max(0, FREE_TRIES - wrong) };
    },
    signOut: (deviceId) => change(deviceId, (row) => ({ ...row, signedOut: true })),
    renew: (deviceId) => change(deviceId, () => fresh(deviceId)),
    all: () => db.run((handle) => handle.getAll('locks')),
    restore: (rows) =>
      db.write(['locks'], async (tx) => {
        const locks = tx.objectStore('locks');
        for (const row of rows) {
          if ((await locks.count(row.deviceId)) === 0) await locks.put(row);
        }
      }),
    close: () => db.close(),
  };
}
