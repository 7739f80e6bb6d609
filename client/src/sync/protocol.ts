/**
 * The wire's names and shapes of sync; protocol-seat.ts and protocol-totals.ts are the rest.
 *
 * Guards check what the phone relies on and ignore what it does not know: fields may be
 * added to v1. A guard that fails means the answer is not to be trusted as a whole.
 */
import * as v from 'valibot';
import type { Op, RecordBody, ReviewBody } from '../core/types';
import type { OpResult, PullRow } from '../store/contract';
import type { PullAnswer, PushEnvelope } from './contract';
import { count, maybeText, mode, text } from './protocol-fields';

/** What every JSON answer of the API carries. */
export const envelope = v.object({
  p: v.literal('gocua'),
  v: v.number(),
  server_now: text,
  anchor: maybeText,
  epoch: maybeText,
});

export const errorAnswer = v.object({
  error: v.object({ code: text, message: v.optional(text), details: v.optional(v.unknown()) }),
});

const opResult = v.object({
  op_id: maybeText,
  status: text,
  code: maybeText,
  message: maybeText,
});

export const pushAnswer = v.pipe(
  v.object({ batch_id: text, seq: count, server_now: text, results: v.array(opResult) }),
  v.transform((wire) => ({
    batchId: wire.batch_id,
    seq: wire.seq,
    serverNow: wire.server_now,
    results: wire.results.flatMap((result): OpResult[] =>
      result.op_id === null
        ? []
        : [
            {
              opId: result.op_id,
              status: result.status,
              ...(result.code === null ? {} : { code: result.code }),
              ...(result.message === null ? {} : { message: result.message }),
            },
          ],
    ),
  })),
);

const recordRow = v.pipe(
  v.object({
    kind: v.literal('record'),
    record_id: text,
    person: text,
    rev: count,
    op_id: text,
    seq: count,
    area: text,
    mode,
    outcome: text,
    happened_at: text,
    eff: text,
    household: maybeText,
    revisit_on: maybeText,
    note: maybeText,
    void: v.boolean(),
    has_number: v.boolean(),
    review: v.nullish(
      v.object({
        verdict: v.picklist(['ok', 'void']),
        reason: v.nullish(text, ''),
        seen_rev: v.nullish(count, 0),
      }),
      null,
    ),
  }),
  v.transform(
    (wire): PullRow => ({
      kind: 'record',
      recordId: wire.record_id,
      person: wire.person,
      rev: wire.rev,
      opId: wire.op_id,
      seq: wire.seq,
      area: wire.area,
      mode: wire.mode,
      outcome: wire.outcome,
      happenedAt: wire.happened_at,
      eff: wire.eff,
      household: wire.household,
      revisitOn: wire.revisit_on,
      note: wire.note,
      void: wire.void,
      hasNumber: wire.has_number,
      review: wire.review && {
        verdict: wire.review.verdict,
        reason: wire.review.reason,
        seenRev: wire.review.seen_rev,
      },
    }),
  ),
);
const verdictRow = v.pipe(
  v.object({
    kind: v.literal('verdict'),
    op_id: text,
    seq: count,
    status: text,
    code: maybeText,
    message: maybeText,
  }),
  v.transform(({ op_id: opId, ...rest }): PullRow => ({ ...rest, opId })),
);
const goneRow = v.pipe(
  v.object({ kind: v.literal('gone'), person: text, record_id: text, seq: count }),
  v.transform(({ record_id: recordId, ...rest }): PullRow => ({ ...rest, recordId })),
);
/** A kind of row that came later than this version is nothing to it. */
const laterRow = v.pipe(
  v.object({
    kind: v.pipe(
      text,
      v.check((kind) => !['record', 'verdict', 'gone'].includes(kind)),
    ),
  }),
  v.transform(() => null),
);

export const pullAnswer = v.union([
  v.pipe(
    v.object({ reset: v.picklist(['epoch', 'scope']) }),
    v.transform((wire): PullAnswer => wire),
  ),
  v.pipe(
    v.object({
      rows: v.array(v.union([recordRow, verdictRow, goneRow, laterRow])),
      cursor: text,
      more: v.boolean(),
    }),
    v.transform(
      (wire): PullAnswer => ({
        rows: wire.rows.filter((row): row is PullRow => row !== null),
        cursor: wire.cursor,
        more: wire.more,
      }),
    ),
  ),
]);

export const verifyAnswer = v.pipe(
  v.object({ missing: v.array(text) }),
  v.transform((wire): readonly string[] => wire.missing),
);

type Wire = Readonly<Record<string, unknown>>;

function recordBodyToWire(body: RecordBody): Wire {
  return {
    area: body.area,
    mode: body.mode,
    outcome: body.outcome,
    ...(body.sealedPhone === undefined ? {} : { sealed_phone: body.sealedPhone }),
    ...(body.keepNumber ? { keep_number: true } : {}),
    ...(body.consent === undefined ? {} : { consent: body.consent }),
    ...(body.household === undefined ? {} : { household: body.household }),
    ...(body.revisitOn === undefined ? {} : { revisit_on: body.revisitOn }),
    ...(body.note === undefined ? {} : { note: body.note }),
    ...(body.void ? { void: true } : {}),
  };
}

function reviewBodyToWire(body: ReviewBody): Wire {
  return {
    person: body.person,
    seen_rev: body.seenRev,
    verdict: body.verdict,
    reason: body.reason,
  };
}

export function opToWire(op: Op): Wire {
  return {
    op_id: op.opId,
    n: op.n,
    kind: op.kind,
    record_id: op.recordId,
    rev: op.rev,
    schema: op.schema,
    anchor: op.anchor,
    happened_at: op.happenedAt,
    body: op.kind === 'record.put' ? recordBodyToWire(op.body) : reviewBodyToWire(op.body),
  };
}

const bytes = new TextEncoder();

/** Bytes of the op as sent, in UTF-8. */
export function wireSize(op: Op): number {
  return bytes.encode(JSON.stringify(opToWire(op))).length;
}

/** Room for the envelope around the ops, in bytes. */
export const ENVELOPE_BYTES = 1024;

export function pushToWire(push: PushEnvelope, app: string): Wire {
  return {
    batch_id: push.batchId,
    app,
    epoch: push.epoch,
    client_now: push.clientNow,
    queue_len: push.queueLength,
    oldest_at: push.oldestAt,
    next_n: push.nextN,
    ops: push.ops.map(opToWire),
  };
}
