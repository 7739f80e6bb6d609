/**
 * Saving, correcting and withdrawing: each is one new op and one strict transaction over
 * records, outbox, memory and drafts. The caller may say "saved" only on success.
 */
import { dayOf, instantOf } from '../core/day';
import { effectiveTime, type LocalSide } from '../core/effective';
import { uuidv7 } from '../core/ids';
import {
  checkFields,
  LAST_REV,
  makeBody,
  makeRecordOp,
  makeReviewOp,
  type NumberPart,
  numberOf,
  type RecordFields,
} from '../core/op';
import { findOutcome, helps } from '../core/outcome';
import { readPhone } from '../core/phone';
import { failure, type Result, success } from '../core/result';
import { cleanText } from '../core/text';
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
import type { ChangeInput, ReviewInput, SaveInput } from './contract';
import { storeErrorOf } from './database';
import { ONLY, type OutboxRow, type RecordRow } from './rows';
import { sealPhone, tagPhone } from './seal';

const SAVE_STORES = ['records', 'outbox', 'receipts', 'memory', 'drafts', 'seen'] as const;
type SaveTx = WriteTx<(typeof SAVE_STORES)[number]>;

interface SealedNumber {
  readonly part: NumberPart;
  readonly tag: string | null;
}

function outcomeOf(context: Context, code: string): Outcome | null {
  return findOutcome(context.directory?.outcomes ?? [], code);
}

async function sealNumber(
  context: Context,
  recordId: string,
  phone: string,
  consent: string | undefined,
): Promise<Result<SealedNumber>> {
  const reading = readPhone(phone);
  if (!reading.ok) {
    if (reading.problem === 'empty') return success({ part: { kind: 'none' }, tag: null });
    return failure('form.invalid', { phone: [`phone.${reading.problem}`] });
  }
  if (!consent) return failure('form.invalid', { consent: ['form.required'] });
  try {
    const sealedPhone = await sealPhone(reading.e164, recordId, context.seat.sealKey);
    const tag = await tagPhone(reading.e164, context.seat.indexKey);
    return success({ part: { kind: 'sealed', sealedPhone, consent }, tag });
  } catch {
    // The suite is a lazy chunk and the key came over the wire: both may be missing.
    return failure('seal.unavailable', { phone: ['seal.unavailable'] });
  }
}

async function writing<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
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
async function appendOp(
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
  const number = await sealNumber(context, recordId, input.phone ?? '', input.consent);
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

/** The fields that show now, and the number as a correction would carry it on. */
function baseOf(row: RecordRow): { fields: RecordFields; number: NumberPart } {
  const { view, local, shown } = row;
  const fields: RecordFields = {
    area: view.area,
    mode: view.mode,
    outcome: view.outcome,
    household: view.household,
    revisitOn: view.revisitOn,
    note: view.note,
    void: view.void,
  };
  const own = local && (shown === 'local' || row.server?.opId === local.opId) ? local : null;
  if (own) return { fields, number: numberOf(own.body) };
  return { fields, number: view.hasNumber ? { kind: 'keep' } : { kind: 'none' } };
}

function pick<T>(wanted: T | undefined, present: T): T {
  return wanted === undefined ? present : wanted;
}

export async function correctRecord(
  context: Context,
  recordId: string,
  change: ChangeInput,
): Promise<Result<FieldRecord>> {
  if (context.db.pushOnly) return failure('store.newer');
  let number: SealedNumber | null = null;
  if (change.phone !== undefined && change.phone !== null) {
    const sealed = await sealNumber(context, recordId, change.phone, change.consent);
    if (!sealed.ok) return sealed;
    number = sealed.value;
  } else if (change.phone === null) {
    number = { part: { kind: 'none' }, tag: null };
  }
  const opId = uuidv7(context.now());
  const happenedAt = instantOf(context.now());
  const saved = await writing(() =>
    context.db.write(SAVE_STORES, async (tx): Promise<Result<FieldRecord>> => {
      const known = await tx.objectStore('records').get(recordId);
      if (!known) return failure('record.unknown');
      if (known.local?.opId === opId) return success(known.view);
      const base = baseOf(known);
      if (known.view.rev >= LAST_REV) return failure('record.revs');
      const outcome = outcomeOf(context, change.outcome ?? base.fields.outcome);
      const checked = checkFields(
        {
          area: pick(change.area, base.fields.area),
          mode: pick(change.mode, base.fields.mode),
          outcome: pick(change.outcome, base.fields.outcome),
          household: pick(change.household, base.fields.household ?? null),
          revisitOn: pick(change.revisitOn, base.fields.revisitOn ?? null),
          note: pick(change.note, base.fields.note ?? null),
          void: pick(change.void, base.fields.void === true),
        },
        outcome,
      );
      if (!checked.ok) return checked;
      const view = await appendOp(
        context,
        tx,
        {
          recordId,
          opId,
          fields: checked.value,
          outcome,
          number: number?.part ?? base.number,
          tag: checked.value.void ? null : (number?.tag ?? (number ? null : undefined)),
          happenedAt,
        },
        known,
      );
      return success(view);
    }),
  );
  announce(context, saved);
  return saved;
}

export async function undoLast(context: Context): Promise<Result<FieldRecord>> {
  const newest = await context.db.run(async (db) => {
    let cursor = await db.transaction('records').store.index('time').openCursor(null, 'prev');
    while (cursor && (!cursor.value.local || cursor.value.view.void))
      cursor = await cursor.continue();
    return cursor?.value.recordId ?? null;
  });
  return newest === null
    ? failure('record.unknown')
    : await correctRecord(context, newest, { void: true });
}

export async function saveReview(
  context: Context,
  input: ReviewInput,
): Promise<Result<{ readonly opId: string }>> {
  if (context.db.pushOnly) return failure('store.newer');
  const opId = uuidv7(context.now());
  const happenedAt = instantOf(context.now());
  const saved = await writing(async () =>
    success(
      await context.db.write(['outbox', 'receipts', 'memory'], async (tx) => {
        const outbox = tx.objectStore('outbox');
        if (await outbox.get(opId)) return { opId };
        const memory = await readMemory(memoryTx(tx));
        const mine = [...(await outbox.getAll()), ...(await tx.objectStore('receipts').getAll())]
          .map((row) => row.op)
          .filter((op) => op.kind === 'review.put' && op.recordId === input.recordId);
        const op = makeReviewOp(
          {
            opId,
            n: memory.nextN,
            recordId: input.recordId,
            rev: Math.min(LAST_REV, 1 + mine.reduce((top, each) => Math.max(top, each.rev), 0)),
            anchor: memory.anchor,
            happenedAt,
          },
          {
            person: input.person,
            seenRev: input.seenRev,
            verdict: input.verdict,
            reason: cleanText(input.reason),
          },
        );
        await outbox.add({ opId, n: op.n, lane: 0, tries: 0, queuedAt: happenedAt, op });
        await writeMemory(memoryTx(tx), { ...memory, nextN: memory.nextN + 1 });
        return { opId };
      }),
    ),
  );
  if (saved.ok) context.emit({ kind: 'queued' });
  return saved;
}

function announce(context: Context, saved: Result<FieldRecord>): void {
  if (!saved.ok) return;
  context.emit({ kind: 'records' });
  context.emit({ kind: 'drafts' });
  context.emit({ kind: 'queued' });
}
