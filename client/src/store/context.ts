/** What the parts of a store share, and the one way a record's row is made. */
import type { IDBPTransaction } from 'idb';
import type { Now } from '../core/clock';
import { type LocalSide, projectRecord, type ServerSide, shownSide } from '../core/effective';
import { findOutcome } from '../core/outcome';
import type { Device, Directory, Group } from '../core/types';
import type { StoreChange } from './contract';
import type { Connection } from './database';
import type { SeatKeys } from './devices';
import {
  FRESH_MEMORY,
  type MemoryRow,
  ONLY,
  type RecordRow,
  type Schema,
  type StoreName,
} from './rows';

export interface Context {
  readonly db: Connection<Schema>;
  seat: Device & SeatKeys;
  readonly now: Now;
  /** Kept in memory: every list row needs the groups. */
  directory: Directory | null;
  /** The browser threw the database away while it was open: it is being filled again (kept-back.ts). */
  returning: Promise<unknown> | null;
  emit(change: StoreChange): void;
}

export type WriteTx<N extends StoreName> = IDBPTransaction<Schema, N[], 'readwrite'>;
type RecordStores = 'records' | 'outbox' | 'receipts';

export function groupOf(context: Context): (outcome: string) => Group | null {
  return (code) => findOutcome(context.directory?.outcomes ?? [], code)?.group ?? null;
}

/** IndexedDB types are invariant in their list of stores: a wider transaction is fine here. */
export function recordTx<N extends StoreName>(
  tx: WriteTx<N | RecordStores>,
): WriteTx<RecordStores> {
  return tx as unknown as WriteTx<RecordStores>;
}

/**
 * Writes a record's row anew from its sides, outbox and receipt, inside the caller's
 * transaction, so that a state never disagrees with its op. No side left: the row goes.
 */
export async function putRecord(
  context: Context,
  tx: WriteTx<RecordStores>,
  recordId: string,
  local: LocalSide | null,
  server: ServerSide | null,
): Promise<RecordRow | null> {
  const records = tx.objectStore('records');
  const outbox = tx.objectStore('outbox');
  const receipts = tx.objectStore('receipts');
  const [queued, answered] = local
    ? await Promise.all([outbox.index('record').count(recordId), receipts.get(local.opId)])
    : [0, undefined];
  const stuck = queued ? await outbox.index('stuck').count(recordId) : 0;
  const sides = {
    recordId,
    local,
    server,
    queued: queued > 0,
    stuck: stuck > 0,
    receipt: answered?.receipt ?? null,
  };
  const view = projectRecord(sides, context.seat.campaign.tz, groupOf(context));
  const shown = shownSide(sides);
  if (!view || !shown) {
    await records.delete(recordId);
    return null;
  }
  const { area, state, eff } = view;
  const row: RecordRow = {
    recordId,
    local,
    server,
    shown,
    view,
    sortAt: eff,
    area,
    state,
    ...(view.household ? { household: view.household } : {}),
    ...(view.revisitOn && !view.void ? { revisitOn: view.revisitOn } : {}),
  };
  await records.put(row);
  if (answered) {
    const wanted = state === 'attention' && !queued;
    if (wanted !== (answered.attention !== undefined)) {
      const { attention: _old, ...bare } = answered;
      await receipts.put(wanted ? { ...bare, attention: recordId } : bare);
    }
  }
  return row;
}

export async function readMemory(tx: WriteTx<'memory'>): Promise<MemoryRow> {
  return (await tx.objectStore('memory').get(ONLY)) ?? FRESH_MEMORY;
}

export async function writeMemory(tx: WriteTx<'memory'>, memory: MemoryRow): Promise<void> {
  await tx.objectStore('memory').put(memory, ONLY);
}

export function memoryTx<N extends StoreName>(tx: WriteTx<N | 'memory'>): WriteTx<'memory'> {
  return tx as unknown as WriteTx<'memory'>;
}
