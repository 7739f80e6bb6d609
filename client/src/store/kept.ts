/**
 * What is not to be lost, once more beside IndexedDB: a copy in Cache Storage of the ops that wait.
 *
 * Chromium keeps all databases of an origin in one log. A browser that is killed in the middle of a write leaves a torn
 * end there; the start after next takes it for damage and throws every database away. Cache Storage stays. Rests on the
 * outbox alone being true. Promises: runs behind the save; what is stale here harms nothing, the server answers
 * `duplicate`; no plain number gets in, numbers are sealed in the op already; when nothing waits the copy goes whole.
 */
import type { LocalSide } from '../core/effective';
import type { Context } from './context';
import type { Changed } from './contract';
import { FRESH_MEMORY, type MemoryRow, ONLY, type OutboxRow } from './rows';

/** A seat's cache; not one of the caches of files, which go with their version (worker/sw.ts). */
export const cacheOf = (deviceId: string): string => `kept-${deviceId}`;
/** Beside the seats: what a device remembers, and its directory. */
export const SEATS_CACHE = 'kept-seats';
export const placeOf = (deviceId: string, part: 'memory' | 'directory'): string =>
  `/kept/${deviceId}/${part}`;

export interface KeptOp {
  readonly row: OutboxRow;
  /** The record's own side when it was copied; none for a review. */
  readonly local: LocalSide | null;
}

export const AT_ONCE = 50;
/** A longer queue goes out in batches: what went is taken away once little is left, or at the next start. */
const FEW = 200;
/** Up to so many are taken away one by one; more go with the whole, and what waits is copied again. */
const FEW_STALE = 20;

/** Ids in the copy, as far as this page knows. */
const idsOf = new WeakMap<Context, Set<string>>();

const entryOf = (opId: string): string => `/kept/${opId}`;

export function hasCaches(): boolean {
  return typeof caches !== 'undefined';
}

export function json(value: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

async function idsIn(context: Context): Promise<Set<string>> {
  const name = cacheOf(context.seat.deviceId);
  if (!(await caches.has(name))) return new Set();
  const entries = await (await caches.open(name)).keys();
  return new Set(entries.map(({ url }) => url.slice(url.lastIndexOf('/') + 1)));
}

async function add(context: Context, opIds: readonly string[], ids: Set<string>): Promise<void> {
  const cache = await caches.open(cacheOf(context.seat.deviceId));
  for (let from = 0; from < opIds.length; from += AT_ONCE) {
    const some = opIds.slice(from, from + AT_ONCE);
    const found = await context.db.run(async (db) => {
      const tx = db.transaction(['outbox', 'records']);
      const kept: KeptOp[] = [];
      for (const opId of some) {
        const row = await tx.objectStore('outbox').get(opId);
        if (!row) continue;
        const record = row.record ? await tx.objectStore('records').get(row.record) : null;
        kept.push({ row, local: record?.local ?? null });
      }
      return kept;
    });
    await Promise.all(found.map((one) => cache.put(entryOf(one.row.opId), json(one))));
    for (const { row } of found) ids.add(row.opId);
  }
}

async function drop(context: Context, ids: Set<string>): Promise<void> {
  await caches.delete(cacheOf(context.seat.deviceId));
  ids.clear();
}

const waitingIds = (context: Context): Promise<string[]> =>
  context.db.run((db) => db.getAllKeys('outbox'));

async function copyMemory(context: Context): Promise<void> {
  const memory = (await context.db.run((db) => db.get('memory', ONLY))) ?? FRESH_MEMORY;
  // What was pulled would be lost as well: it is read from the beginning then.
  const kept: MemoryRow = { ...memory, cursor: null };
  const cache = await caches.open(SEATS_CACHE);
  await cache.put(placeOf(context.seat.deviceId, 'memory'), json(kept));
}

/** Without it nobody could go on recording where there is no network. */
async function copyDirectory(context: Context): Promise<void> {
  const found = await context.db.run((db) => db.get('directory', ONLY));
  if (!found) return;
  const cache = await caches.open(SEATS_CACHE);
  const place = placeOf(context.seat.deviceId, 'directory');
  const known = await cache.match(place);
  if (found.etag !== null && known?.headers.get('Etag') === found.etag) return;
  await cache.put(place, json(found, found.etag === null ? {} : { Etag: found.etag }));
}

/** Takes away what waits no more, as far as that is cheap. */
async function takeAway(
  context: Context,
  stale: readonly string[],
  waiting: number,
  ids: Set<string>,
): Promise<void> {
  if (stale.length <= Math.max(FEW_STALE, waiting)) {
    const cache = await caches.open(cacheOf(context.seat.deviceId));
    for (const opId of stale) {
      await cache.delete(entryOf(opId));
      ids.delete(opId);
    }
  } else {
    await drop(context, ids);
  }
}

/**
 * Brings the copy up to what waits. The first time on a page it is looked through whole.
 * Rejects when the store or the caches fail: the next change tries again.
 */
export async function copyAside(context: Context, changed: Changed): Promise<void> {
  if (!hasCaches()) return;
  // Looking opens the database. One that was just made anew has nothing that waits: its copy must not go for that.
  await waitingIds(context);
  await context.returning;
  const before = idsOf.get(context);
  const ids = before ?? (await idsIn(context));
  idsOf.set(context, ids);
  if (!before || changed.has('directory')) await copyDirectory(context);
  const grown = !before || changed.has('queued');
  if (!grown && ids.size === 0) return;
  const waits = await context.db.run((db) => db.count('outbox'));
  if (!grown && waits > FEW) return;
  if (waits === 0) await drop(context, ids);
  // Read after it was dropped: another tab may have saved meanwhile, and copied what has just gone.
  let waiting = await waitingIds(context);
  const present = new Set(waiting);
  const stale = [...ids].filter((opId) => !present.has(opId));
  // A long queue on its way out, and one more saved: what went is left for later.
  if (stale.length > 0 && (!before || waiting.length <= FEW)) {
    await takeAway(context, stale, waiting.length, ids);
    waiting = await waitingIds(context);
  }
  const missing = waiting.filter((opId) => !ids.has(opId));
  if (missing.length > 0) await add(context, missing, ids);
  if (grown) await copyMemory(context);
}

/** The originals have gone for good: the copy goes with them. */
export async function forget(context: Context): Promise<void> {
  if (!hasCaches()) return;
  await drop(context, idsOf.get(context) ?? new Set());
  await copyMemory(context);
}
