/**
 * The server's rows beside our own: a pull never touches outbox, drafts or a local side.
 *
 * Rows carry the generation of the picture they belong to. After a reset the old ones
 * stay until the new picture is whole, so a list never goes blank on a broken network.
 */
import type { ServerSide } from '../core/effective';
import { meaningOfVerdict } from '../core/receipt';
import {
  type Context,
  memoryTx,
  putRecord,
  readMemory,
  recordTx,
  type WriteTx,
  writeMemory,
} from './context';
import type { PullRow } from './contract';

const PULL_STORES = ['records', 'outbox', 'receipts', 'memory'] as const;
type PullTx = WriteTx<(typeof PULL_STORES)[number]>;

async function applyRecord(
  context: Context,
  tx: PullTx,
  row: Extract<PullRow, { kind: 'record' }>,
  generation: number,
): Promise<void> {
  // The list is of one's own visits, whatever the role sees.
  if (row.person !== context.seat.person.id) return;
  const known = await tx.objectStore('records').get(row.recordId);
  const before = known?.server ?? null;
  if (before && before.generation === generation && before.seq > row.seq) return;
  const { kind: _kind, person: _person, recordId, review, ...rest } = row;
  const server: ServerSide = {
    ...rest,
    review: review && { verdict: review.verdict, reason: review.reason },
    generation,
  };
  await putRecord(context, recordTx(tx), recordId, known?.local ?? null, server);
}

async function applyVerdict(
  context: Context,
  tx: PullTx,
  row: Extract<PullRow, { kind: 'verdict' }>,
): Promise<void> {
  const receipts = tx.objectStore('receipts');
  const answered = await receipts.get(row.opId);
  if (!answered) return;
  const { attention: _old, ...bare } = answered;
  const { code: _code, message: _message, ...receipt } = answered.receipt;
  const needsPerson = meaningOfVerdict(row.status) === 'attention';
  await receipts.put({
    ...bare,
    kept: false,
    receipt: {
      ...receipt,
      status: row.status,
      ...(needsPerson && row.code ? { code: row.code } : {}),
      ...(needsPerson && row.message ? { message: row.message } : {}),
    },
  });
  if (answered.op.kind !== 'record.put') return;
  const record = await tx.objectStore('records').get(answered.op.recordId);
  if (record) await putRecord(context, recordTx(tx), record.recordId, record.local, record.server);
}

/** What was sent of a record is kept for 45 days, to be sent again; of an erased one nothing is. */
async function forgetSent(tx: PullTx, recordId: string): Promise<void> {
  let cursor = await tx.objectStore('receipts').openCursor();
  while (cursor) {
    if (cursor.value.op.recordId === recordId) await cursor.delete();
    cursor = await cursor.continue();
  }
}

/** Erased, or out of sight: it goes, unless something of it has yet to reach the server. */
async function applyGone(
  context: Context,
  tx: PullTx,
  row: Extract<PullRow, { kind: 'gone' }>,
): Promise<void> {
  if (row.person !== context.seat.person.id) return;
  const known = await tx.objectStore('records').get(row.recordId);
  if (!known) return;
  const queued = await tx.objectStore('outbox').index('record').count(row.recordId);
  const local = queued > 0 ? known.local : null;
  await forgetSent(tx, row.recordId);
  await putRecord(context, recordTx(tx), row.recordId, local, null);
}

/** The picture is whole: rows of older ones are no longer the server's. */
async function sweep(context: Context, tx: PullTx, generation: number): Promise<void> {
  let cursor = await tx.objectStore('records').openCursor();
  const stale: string[] = [];
  while (cursor) {
    const { server, recordId } = cursor.value;
    if (server && server.generation < generation) stale.push(recordId);
    cursor = await cursor.continue();
  }
  for (const recordId of stale) {
    const row = await tx.objectStore('records').get(recordId);
    if (row) await putRecord(context, recordTx(tx), recordId, row.local, null);
  }
}

export async function applyRows(
  context: Context,
  rows: readonly PullRow[],
  cursor: string,
  more: boolean,
): Promise<void> {
  await context.db.write(PULL_STORES, async (tx) => {
    const memory = await readMemory(memoryTx(tx));
    for (const row of rows) {
      if (row.kind === 'record') await applyRecord(context, tx, row, memory.generation);
      else if (row.kind === 'verdict') await applyVerdict(context, tx, row);
      else await applyGone(context, tx, row);
    }
    const whole = !more && memory.swept < memory.generation;
    if (whole) await sweep(context, tx, memory.generation);
    await writeMemory(memoryTx(tx), {
      ...memory,
      cursor,
      swept: whole ? memory.generation : memory.swept,
    });
  });
  if (rows.length > 0) context.emit({ kind: 'records' });
}

export async function resetPull(context: Context, reason: 'epoch' | 'scope'): Promise<void> {
  await context.db.write(['memory'], async (tx) => {
    const memory = await readMemory(memoryTx(tx));
    await writeMemory(memoryTx(tx), {
      ...memory,
      cursor: null,
      generation: memory.generation + 1,
      verifyDue: memory.verifyDue || reason === 'epoch',
    });
  });
  context.emit({ kind: 'memory' });
}
