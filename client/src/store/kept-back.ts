/**
 * A device's database that the browser has made anew, filled from the copy beside it (kept.ts).
 *
 * Promises: what is there already stays as it is, so doing it twice, or in two tabs, changes nothing; one transaction;
 * a person is told of it (`lost` in the memory, `store.lost` among the troubles).
 */
import type { LocalSide } from '../core/effective';
import type { Directory } from '../core/types';
import {
  type Context,
  memoryTx,
  putRecord,
  readMemory,
  recordTx,
  type WriteTx,
  writeMemory,
} from './context';
import { AT_ONCE, cacheOf, hasCaches, type KeptOp, placeOf, SEATS_CACHE } from './kept';
import { type MemoryRow, ONLY } from './rows';

const STORES = ['records', 'outbox', 'receipts', 'memory', 'directory'] as const;
type BackTx = WriteTx<(typeof STORES)[number]>;

interface Kept {
  readonly ops: readonly KeptOp[];
  readonly memory: MemoryRow | null;
  readonly directory: { readonly directory: Directory; readonly etag: string | null } | null;
}

/** null for what is not there, or was cut off while it was written. */
async function read<T>(cache: Cache, place: string | Request): Promise<T | null> {
  try {
    const found = await cache.match(place);
    return found ? ((await found.json()) as T) : null;
  } catch {
    return null;
  }
}

async function readOps(deviceId: string): Promise<readonly KeptOp[]> {
  const name = cacheOf(deviceId);
  if (!(await caches.has(name))) return [];
  const cache = await caches.open(name);
  const found: KeptOp[] = [];
  const entries = await cache.keys();
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const some = entries.slice(from, from + AT_ONCE);
    for (const one of await Promise.all(some.map((entry) => read<KeptOp>(cache, entry)))) {
      if (one?.row?.op) found.push(one);
    }
  }
  return found;
}

async function readKept(deviceId: string): Promise<Kept | null> {
  if (!hasCaches() || !(await caches.has(SEATS_CACHE))) return null;
  const beside = await caches.open(SEATS_CACHE);
  const memory = await read<MemoryRow>(beside, placeOf(deviceId, 'memory'));
  const directory = await read<NonNullable<Kept['directory']>>(
    beside,
    placeOf(deviceId, 'directory'),
  );
  const ops = await readOps(deviceId);
  return memory || directory || ops.length > 0 ? { ops, memory, directory } : null;
}

/** Those that neither wait nor were answered here wait again; how many, and the newest side of their records. */
async function putOps(
  tx: BackTx,
  ops: readonly KeptOp[],
): Promise<{ back: number; sides: ReadonlyMap<string, LocalSide> }> {
  const outbox = tx.objectStore('outbox');
  const receipts = tx.objectStore('receipts');
  const sides = new Map<string, LocalSide>();
  let back = 0;
  for (const { row, local } of ops) {
    if ((await outbox.count(row.opId)) > 0 || (await receipts.count(row.opId)) > 0) continue;
    const { stuck: _stuck, ...bare } = row;
    await outbox.put({ ...bare, lane: 0, tries: 0 });
    back += 1;
    const other = row.record ? sides.get(row.record) : undefined;
    if (row.record && local && local.rev > (other?.rev ?? 0)) sides.set(row.record, local);
  }
  return { back, sides };
}

async function fill(context: Context, tx: BackTx, kept: Kept): Promise<void> {
  if (kept.directory && !(await tx.objectStore('directory').get(ONLY))) {
    await tx.objectStore('directory').put(kept.directory, ONLY);
  }
  const fresh = (await tx.objectStore('memory').get(ONLY)) === undefined;
  const present = await readMemory(memoryTx(tx));
  const { back, sides } = await putOps(tx, kept.ops);
  for (const [recordId, local] of sides) {
    const known = await tx.objectStore('records').get(recordId);
    const newest = known?.local && known.local.rev > local.rev ? known.local : local;
    await putRecord(context, recordTx(tx), recordId, newest, known?.server ?? null);
  }
  if (!fresh && back === 0) return;
  const base = fresh && kept.memory ? kept.memory : present;
  const at = context.now();
  await writeMemory(memoryTx(tx), {
    ...base,
    cursor: null,
    nextN: kept.ops.reduce(
      (next, { row }) => Math.max(next, row.n + 1),
      Math.max(present.nextN, kept.memory?.nextN ?? 1),
    ),
    lost: { waiting: back, at },
    troubles: [{ code: 'store.lost', at }, ...(base.troubles ?? [])].slice(0, 5),
  });
}

/** Fills the database from the copy, if there is one; the directory that then is known. `open`: under open pages. */
export async function takeBack(context: Context, open: boolean): Promise<Directory | null> {
  const kept = await readKept(context.seat.deviceId);
  if (!kept) return null;
  // Groups of outcomes are needed for the rows.
  context.directory = kept.directory?.directory ?? context.directory;
  await context.db.write(STORES, (tx) => fill(context, tx, kept));
  const changed = open ? (['directory', 'memory', 'records', 'queued'] as const) : [];
  for (const kind of changed) context.emit({ kind });
  return context.directory;
}
