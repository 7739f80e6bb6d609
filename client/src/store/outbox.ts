/**
 * The outbox and the receipts: ops wait here until the server has answered for each.
 *
 * Nothing leaves the outbox but by a result that names it. An answered op stays 45 days:
 * what a restored server misses is queued again from here.
 */
import { instantOf, msOf } from '../core/day';
import { meaningOf } from '../core/receipt';
import type { Op, Receipt } from '../core/types';
import { type Context, putRecord, recordTx, type WriteTx } from './context';
import type { OpResult, QueueState } from './contract';
import { FRESH_MEMORY, ONLY, type OutboxRow, type ReceiptRow } from './rows';

export const RETENTION_DAYS = 45;
export const TRIES_BEFORE_STEP = 5;

const OP_STORES = ['records', 'outbox', 'receipts'] as const;
type OpTx = WriteTx<(typeof OP_STORES)[number]>;

export async function readQueue(context: Context): Promise<QueueState> {
  return await context.db.run(async (db) => {
    const tx = db.transaction(['outbox', 'memory']);
    const oldest = await tx.objectStore('outbox').index('age').openCursor();
    const memory = (await tx.objectStore('memory').get(ONLY)) ?? FRESH_MEMORY;
    return {
      length: await tx.objectStore('outbox').count(),
      oldestAt: oldest?.value.queuedAt ?? null,
      nextN: memory.nextN,
    };
  });
}

export async function nextOps(context: Context, max: number): Promise<readonly Op[]> {
  const rows = await context.db.run((db) => db.getAllFromIndex('outbox', 'order', null, max));
  return rows.map((row) => row.op);
}

async function refresh(context: Context, tx: OpTx, recordId: string): Promise<void> {
  const row = await tx.objectStore('records').get(recordId);
  if (row) await putRecord(context, recordTx(tx), recordId, row.local, row.server);
}

async function settle(
  tx: OpTx,
  row: OutboxRow,
  result: OpResult,
  receivedAt: string,
): Promise<void> {
  const receipt: Receipt = {
    opId: row.opId,
    status: result.status,
    receivedAt,
    ...(result.code ? { code: result.code } : {}),
    ...(result.message ? { message: result.message } : {}),
  };
  const answered: ReceiptRow = {
    opId: row.opId,
    op: row.op,
    receipt,
    ackedAt: receivedAt,
    queuedAt: row.queuedAt,
    kept: meaningOf(result.status) === 'kept',
  };
  await Promise.all([
    tx.objectStore('receipts').put(answered),
    tx.objectStore('outbox').delete(row.opId),
  ]);
}

export async function applyResults(
  context: Context,
  results: readonly OpResult[],
  receivedAt: string,
): Promise<void> {
  await context.db.write(OP_STORES, async (tx) => {
    const touched = new Set<string>();
    // Asked all at once: a slow phone spends longer waiting for each answer than on it.
    await Promise.all(
      results.map(async (result) => {
        if (meaningOf(result.status) === 'waiting') return;
        const row = await tx.objectStore('outbox').get(result.opId);
        if (!row) return;
        if (row.record) touched.add(row.record);
        await settle(tx, row, result, receivedAt);
      }),
    );
    await Promise.all([...touched].map((recordId) => refresh(context, tx, recordId)));
  });
  context.emit({ kind: 'records' });
}

/** An op that failed alone too often goes behind the others; `attention`: a person must look. */
export async function countFailure(
  context: Context,
  opId: string,
  attention: boolean,
): Promise<void> {
  await context.db.write(OP_STORES, async (tx) => {
    const outbox = tx.objectStore('outbox');
    const row = await outbox.get(opId);
    if (!row) return;
    const tries = row.tries + 1;
    const steps = tries >= TRIES_BEFORE_STEP;
    await outbox.put({
      ...row,
      tries: steps ? 0 : tries,
      lane: steps ? row.lane + 1 : row.lane,
      ...(steps && attention && row.record ? { stuck: row.record } : {}),
    });
    if (steps && attention && row.record) await refresh(context, tx, row.record);
  });
  context.emit({ kind: 'records' });
}

/** Waiting ops are queued anyway, and the server never had what it rejected. */
export async function answeredOpIds(
  context: Context,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  return await context.db.run(async (db) => {
    const ids: string[] = [];
    const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
    let cursor = await db.transaction('receipts').store.openCursor(range);
    while (cursor && ids.length < limit) {
      if (!cursor.value.kept) ids.push(cursor.value.opId);
      cursor = await cursor.continue();
    }
    return ids;
  });
}

export async function requeue(context: Context, opIds: readonly string[]): Promise<void> {
  if (opIds.length === 0) return;
  await context.db.write(OP_STORES, async (tx) => {
    const touched = new Set<string>();
    for (const opId of opIds) {
      const answered = await tx.objectStore('receipts').get(opId);
      if (!answered) continue;
      const record = answered.op.kind === 'record.put' ? answered.op.recordId : undefined;
      await tx.objectStore('receipts').delete(opId);
      await tx.objectStore('outbox').put({
        opId,
        n: answered.op.n,
        lane: 0,
        tries: 0,
        queuedAt: answered.queuedAt,
        op: answered.op,
        ...(record ? { record } : {}),
      });
      if (record) touched.add(record);
    }
    for (const recordId of touched) await refresh(context, tx, recordId);
  });
  context.emit({ kind: 'records' });
  context.emit({ kind: 'queued' });
}

/** By the earlier of two clocks: neither a phone nor a server a year ahead may take copies away early. */
export async function prune(context: Context, serverNow: string): Promise<void> {
  const now = Math.min(msOf(serverNow), context.now());
  const limit = instantOf(now - RETENTION_DAYS * 86_400_000);
  await context.db.write(OP_STORES, async (tx) => {
    const receipts = tx.objectStore('receipts');
    const old = await receipts.index('acked').getAll(IDBKeyRange.upperBound(limit));
    for (const row of old) {
      // It still needs a person; one that a correction has overtaken does not.
      if (row.attention) continue;
      await receipts.delete(row.opId);
      if (row.op.kind !== 'record.put') continue;
      const record = await tx.objectStore('records').get(row.op.recordId);
      // Without a server's row the local side is the only trace of the visit: it stays.
      if (!record?.server || record.local?.opId !== row.opId) continue;
      const local = record.server.rev < record.local.rev ? record.local : null;
      await putRecord(context, recordTx(tx), record.recordId, local, record.server);
    }
  });
}
