/**
 * Saving: one new op and one strict transaction over records, outbox, memory and drafts.
 * The caller may say "saved" only on success. What corrections share with it is here too.
 */
import { dayOf, instantOf } from '../core/day';
import { effectiveTime, type LocalSide } from '../core/effective';
import { uuidv7 } from '../core/ids';
import {
  checkFields,
  makeBody,
  makeRecordOp,
  type NumberPart,
  type RecordFields,
} from '../core/op';
import { findOutcome, helps } from '../core/outcome';
import { failure, type Result, success } from '../core/result';
import type { FieldRecord, Outcome } from '../core/types';
import {
  type Context,
  memoryTx,
  putRecord,
  readMemory,
  recordTx,
  type WriteTx,
  writeMemory,
} from './context';
import type { SaveInput } from './contract';
import { storeErrorOf } from './database';
import type { SealedNumber } from './number';
import { ONLY, type OutboxRow, type RecordRow } from './rows';

export const SAVE_STORES = ['records', 'outbox', 'receipts', 'memory', 'drafts', 'seen'] as const;
type SaveTx = WriteTx<(typeof SAVE_STORES)[number]>;

export function outcomeOf(context: Context, code: string): Outcome | null {
  return findOutcome(context.directory?.outcomes ?? [], code);
}

export const NO_NUMBER: SealedNumber = { part: { kind: 'none' }, tag: null };

export async function numberOfForm(
  context: Context,
  recordId: string,
  phone: string,
  consent: string | undefined,
): Promise<Result<SealedNumber>> {
  if (phone === '') return success(NO_NUMBER);
  try {
    const { sealNumber } = await import('./number');
    return await sealNumber(context, recordId, phone, consent);
  } catch {
    // The part and its suite are lazy chunks and the key came over the wire: any may be missing.
    return failure('seal.unavailable', { phone: ['seal.unavailable'] });
  }
}

export async function writing<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    return failure(storeErrorOf(error).code);
  }
}

interface Change {
  readonly recordId: string;
  readonly opId: string;
  readonly fields: RecordFields;
  readonly outcome: Outcome | null;
  readonly number: NumberPart;
  /** undefined: today's tags of the record stay. */
  readonly tag: string | null | undefined;
  readonly happenedAt: string;
}

/** The row as it stands; throws nothing, decides nothing. */
export async function appendOp(
  context: Context,
  tx: SaveTx,
  change: Change,
  known: RecordRow | undefined,
): Promise<FieldRecord> {
  const outbox = tx.objectStore('outbox');
  const memory = await readMemory(memoryTx(tx));
  const rev = 1 + Math.max(known?.local?.rev ?? 0, known?.server?.rev ?? 0);
  const body = makeBody(change.fields, change.number);
  const op = makeRecordOp(
    {
      opId: change.opId,
      n: memory.nextN,
      recordId: change.recordId,
      rev,
      anchor: memory.anchor,
      happenedAt: change.happenedAt,
    },
    body,
  );
  const eff = effectiveTime(change.happenedAt, memory.anchorAt);
  const group = change.outcome?.group ?? null;
  const helping = group !== null && helps(group) && !change.fields.void;
  const before = known?.local ?? null;
  const local: LocalSide = {
    opId: op.opId,
    rev,
    body,
    hasNumber: change.number.kind !== 'none',
    happenedAt: change.happenedAt,
    group,
    first: before?.first ?? known?.server?.eff ?? eff,
    firstHelping: before?.firstHelping ?? (helping ? eff : null),
  };
  const row: OutboxRow = {
    opId: op.opId,
    n: op.n,
    lane: 0,
    tries: 0,
    queuedAt: instantOf(context.now()),
    op,
    record: change.recordId,
  };
  await outbox.add(row);
  await writeMemory(memoryTx(tx), { ...memory, nextN: memory.nextN + 1 });
  if (before) await clearAttention(tx, before.opId);
  if (change.tag !== undefined) await putTag(context, tx, change.recordId, change.tag);
  await tx.objectStore('drafts').delete(ONLY);
  const put = await putRecord(context, recordTx(tx), change.recordId, local, known?.server ?? null);
  if (!put) throw new Error('a record with a local side has a view');
  return put.view;
}

/** The op that needed a person has been overtaken by this correction. */
async function clearAttention(tx: SaveTx, opId: string): Promise<void> {
  const receipts = tx.objectStore('receipts');
  const answered = await receipts.get(opId);
  if (!answered?.attention) return;
  const { attention: _old, ...bare } = answered;
  await receipts.put(bare);
}

async function putTag(
  context: Context,
  tx: SaveTx,
  recordId: string,
  tag: string | null,
): Promise<void> {
  const seen = tx.objectStore('seen');
  const today = dayOf(instantOf(context.now()), context.seat.campaign.tz);
  for (const key of await seen.getAllKeys(IDBKeyRange.upperBound([today], true)))
    await seen.delete(key);
  for (const key of await seen.index('record').getAllKeys(recordId)) await seen.delete(key);
  if (tag !== null) await seen.put({ day: today, tag, recordId });
}

export async function saveRecord(context: Context, input: SaveInput): Promise<Result<FieldRecord>> {
  if (context.db.pushOnly) return failure('store.newer');
  const outcome = outcomeOf(context, input.outcome);
  const checked = checkFields(input, outcome);
  if (!checked.ok) return checked;
  const recordId = uuidv7(context.now());
  const number = await numberOfForm(context, recordId, input.phone ?? '', input.consent);
  if (!number.ok) return number;
  const change: Change = {
    recordId,
    opId: uuidv7(context.now()),
    fields: checked.value,
    outcome,
    number: number.value.part,
    tag: number.value.tag,
    happenedAt: instantOf(context.now()),
  };
  const saved = await writing(async () =>
    success(
      await context.db.write(SAVE_STORES, async (tx) => {
        // The transaction may run again on a new connection after it was in fact done.
        const known = await tx.objectStore('records').get(recordId);
        return known ? known.view : await appendOp(context, tx, change, undefined);
      }),
    ),
  );
  announce(context, saved);
  return saved;
}

export function announce(context: Context, saved: Result<FieldRecord>): void {
  if (!saved.ok) return;
  context.emit({ kind: 'records' });
  context.emit({ kind: 'drafts' });
  context.emit({ kind: 'queued' });
}
