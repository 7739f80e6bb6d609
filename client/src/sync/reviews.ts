/**
 * Reviews that staff send from the desk: the same ops as a phone's, pushed at once so that the answer is seen.
 *
 * Rests on transport and store. Promises: ops are made before anything is sent and sent as they are, so that a second
 * try repeats them and changes nothing more; an op counts as done only by the server's own word for it.
 */
import { instantOf } from '../core/day';
import { uuidv7 } from '../core/ids';
import { LAST_REV } from '../core/op';
import type { ReviewBody, ReviewOp } from '../core/types';
import type { OpResult, Store } from '../store/contract';
import type { PushEnvelope, Transport, TransportFailure } from './contract';
import { fitBatch } from './pass';

/** What somebody says about a record; `after` is the greatest rev of a review known before. */
export interface Said extends ReviewBody {
  readonly recordId: string;
  readonly after: number;
}

type Sender = {
  readonly store: Pick<Store, 'queue' | 'memory' | 'limits'>;
  readonly transport: Pick<Transport, 'push'>;
};

/** The ops, with their ids; nothing is sent. */
export async function makeReviews(
  { store }: Pick<Sender, 'store'>,
  said: readonly Said[],
  now: () => number = Date.now,
): Promise<readonly ReviewOp[]> {
  const [{ nextN }, { anchor }] = await Promise.all([store.queue(), store.memory()]);
  const happenedAt = instantOf(now());
  return said.map(({ recordId, after, ...body }, index) => ({
    opId: uuidv7(now()),
    n: nextN + index,
    recordId,
    rev: Math.min(LAST_REV, after + 1),
    anchor,
    happenedAt,
    kind: 'review.put',
    schema: 1,
    body,
  }));
}

export interface SentReviews {
  /** By op: what the server answered. */
  readonly results: ReadonlyMap<string, OpResult>;
  /** What ended it before the end; the ops without a result are to be sent again. */
  readonly failure: TransportFailure | null;
}

export async function sendReviews(
  { store, transport }: Sender,
  ops: readonly ReviewOp[],
  now: () => number = Date.now,
): Promise<SentReviews> {
  const results = new Map<string, OpResult>();
  const limits = await store.limits();
  let left = [...ops];
  while (left.length > 0) {
    const [queue, { epoch }] = await Promise.all([store.queue(), store.memory()]);
    const batch = fitBatch(left.slice(0, limits.maxOps), limits.maxBytes);
    const envelope: PushEnvelope = {
      batchId: uuidv7(now()),
      epoch,
      clientNow: instantOf(now()),
      queueLength: queue.length + left.length,
      oldestAt: queue.oldestAt ?? left[0]?.happenedAt ?? null,
      nextN: Math.max(queue.nextN, ...ops.map((op) => op.n + 1)),
      ops: batch,
    };
    const reply = await transport.push(envelope);
    if (!reply.ok) return { results, failure: reply.error };
    const asked = new Set(batch.map((op) => op.opId));
    const answered = reply.value.results.filter((result) => asked.has(result.opId));
    for (const result of answered) results.set(result.opId, result);
    // A server that answers for none of them would be asked for ever.
    if (answered.length === 0) {
      return {
        results,
        failure: { code: 'transport.garbled', status: 200, retryAfter: null },
      };
    }
    left = left.filter((op) => !results.has(op.opId));
  }
  return { results, failure: null };
}
