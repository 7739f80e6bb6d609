/**
 * One pass: verify when due, push until the outbox is empty, pull until there is no more,
 * tell the server what is left here.
 *
 * Rests on ops being idempotent: any step may be cut off, doubled or run in two tabs.
 * Nothing is done on the strength of an HTTP status; only a result that names an op moves
 * it. A pass holds no state that matters: it is thrown away and begun again.
 */
import { isDue, type Now } from '../core/clock';
import { instantOf } from '../core/day';
import { uuidv7 } from '../core/ids';
import { meaningOf } from '../core/receipt';
import { deadlineFor } from '../core/retry';
import type { Op } from '../core/types';
import type { SessionProblem, Store } from '../store/contract';
import type { PassResult, Transport, TransportFailure } from './contract';
import { ENVELOPE_BYTES, wireSize } from './protocol';

const DAY_MS = 86_400_000;
export const HEARTBEAT_MS = 15 * 60_000;
const DIRECTORY_MS = 6 * 3_600_000;
const VERIFY_ITEMS = 500;
const PULL_ROWS = 500;
/** A server that changes its epoch at every answer must not hold a phone for ever. */
const ROUNDS = 4;

const SESSION_PROBLEMS: readonly string[] = [
  'session.missing',
  'session.expired',
  'person.changed',
  'device.revoked',
  'campaign.purged',
] satisfies SessionProblem[];

/** What outlives a pass: how large a batch goes through, when the directory was asked for. */
export interface Pace {
  batch: number;
  directoryAt: number | null;
}

export function freshPace(): Pace {
  return { batch: Number.POSITIVE_INFINITY, directoryAt: null };
}

export interface PassTools {
  readonly store: Store;
  readonly transport: Transport;
  readonly pace: Pace;
  readonly now: Now;
  readonly beat: (ms: number) => void;
  readonly stale: () => boolean;
}

/** Ends a pass early; carries why. */
class Stop extends Error {
  constructor(readonly failure: TransportFailure) {
    super(failure.code);
  }
}

const STALE: TransportFailure = { code: 'transport.stale', status: null, retryAfter: null };

function checkStale(tools: PassTools): void {
  if (tools.stale()) throw new Stop(STALE);
}

function step(tools: PassTools, bytes: number): void {
  checkStale(tools);
  tools.beat(deadlineFor(bytes));
}

async function noteProblem(tools: PassTools, failure: TransportFailure): Promise<void> {
  if (failure.code === 'campaign.purged') await tools.store.dropCopies();
  else if (SESSION_PROBLEMS.includes(failure.code)) {
    await tools.store.remember({ problem: failure.code as SessionProblem });
  }
}

/** False when the session does not allow it: a revoked device may not ask, but it may still push. */
async function verify(tools: PassTools): Promise<boolean> {
  const { store } = tools;
  const { epoch, verifyDue } = await store.memory();
  let allowed = true;
  let after: string | null = null;
  for (;;) {
    const opIds: readonly string[] = await store.answeredOpIds(after, VERIFY_ITEMS);
    const last = opIds[opIds.length - 1];
    if (last === undefined) break;
    allowed = allowed && (await askFor(tools, opIds));
    if (!allowed && !verifyDue) return false;
    // After a restore it sends all again: what the server still has is answered as known.
    if (!allowed) await store.requeue(opIds);
    after = last;
    if (opIds.length < VERIFY_ITEMS) break;
  }
  const memory = await store.memory();
  // A restore in the middle of the questions makes the first answers worthless.
  await store.remember({ verifiedAt: tools.now(), verifyDue: memory.epoch !== epoch });
  return allowed;
}

/** Queues again what the server misses of these; false when it does not tell this device. */
async function askFor(tools: PassTools, opIds: readonly string[]): Promise<boolean> {
  step(tools, opIds.length * 40);
  const reply = await tools.transport.verify(opIds);
  if (!reply.ok) {
    await noteProblem(tools, reply.error);
    if (reply.error.code === 'device.revoked') return false;
    throw new Stop(reply.error);
  }
  await tools.store.requeue(reply.value);
  return true;
}

/** As many ops from the front as the server takes in one push; at least one. */
export function fitBatch(ops: readonly Op[], maxBytes: number): Op[] {
  const batch: Op[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const op of ops) {
    bytes += wireSize(op) + 1;
    if (batch.length > 0 && bytes > maxBytes) break;
    batch.push(op);
  }
  return batch;
}

function isTooLarge(failure: TransportFailure): boolean {
  return failure.status === 413 || failure.code === 'batch.too_large';
}

/** Whether the batch itself may be the cause; no network, a portal's page and no session are not. */
function mayBeTheBatch(failure: TransportFailure): boolean {
  // A proxy before the server may find a batch too large as well.
  if (isTooLarge(failure)) return true;
  if (failure.code === 'transport.offline' || failure.code === 'transport.foreign') return false;
  if (failure.status === 401) return false;
  if (failure.status === 429 || failure.status === 503 || failure.status === 409) return false;
  return true;
}

/**
 * Halves the batch or, for a lone op, counts the failure: it steps behind the others in any
 * case, but only the server's own word makes it something for a person to look at.
 */
async function blame(tools: PassTools, batch: readonly Op[], spoke: boolean): Promise<void> {
  const [only] = batch;
  if (batch.length === 1 && only) await tools.store.countFailure(only.opId, spoke);
  else tools.pace.batch = Math.max(1, Math.ceil(batch.length / 2));
}

async function sendBatch(tools: PassTools, batch: readonly Op[]): Promise<number> {
  const { store, transport, now } = tools;
  const queue = await store.queue();
  const memory = await store.memory();
  step(tools, ENVELOPE_BYTES + batch.reduce((sum, op) => sum + wireSize(op), 0));
  const reply = await transport.push({
    batchId: uuidv7(now()),
    epoch: memory.epoch,
    clientNow: instantOf(now()),
    queueLength: queue.length,
    oldestAt: queue.oldestAt,
    nextN: queue.nextN,
    ops: batch,
  });
  if (!reply.ok) throw new Stop(reply.error);
  const asked = new Set(batch.map((op) => op.opId));
  const results = reply.value.results.filter((result) => asked.has(result.opId));
  await store.applyResults(results, reply.value.serverNow);
  await store.prune(reply.value.serverNow);
  return results.filter((result) => meaningOf(result.status) !== 'waiting').length;
}

/** Adds to `tally` as answers come, so that a pass cut short still knows of them. */
async function push(tools: PassTools, tally: { answered: number }): Promise<void> {
  const { store, transport, pace } = tools;
  for (;;) {
    const limits = await store.limits();
    const max = Math.max(1, Math.min(pace.batch, limits.maxOps));
    const batch = fitBatch(await store.nextOps(max), limits.maxBytes);
    if (batch.length === 0) return;
    try {
      const done = await sendBatch(tools, batch);
      tally.answered += done;
      if (done === 0) {
        await blame(tools, batch, true);
        if (batch.length === 1) {
          throw new Stop({ code: 'push.unanswered', status: 200, retryAfter: null });
        }
      } else {
        pace.batch = Math.max(pace.batch, batch.length) * 2;
      }
    } catch (error) {
      if (!(error instanceof Stop) || error.failure.code === 'push.unanswered') throw error;
      const { failure } = error;
      await noteProblem(tools, failure);
      if (!mayBeTheBatch(failure) || failure === STALE) throw error;
      // The server spoke: a smaller batch may pass at once. Silence is for the back-off.
      const spoke = failure.status !== null && !failure.code.startsWith('transport.');
      await blame(tools, batch, spoke);
      if (failure.code === 'batch.too_large') {
        const advertised = await transport.ping();
        if (advertised.ok) await store.saveLimits(advertised.value);
      }
      if (batch.length === 1 || !(spoke || isTooLarge(failure))) throw error;
    }
  }
}

/** True when the whole must be begun again: the server's history changed. */
async function pull(tools: PassTools): Promise<boolean> {
  const { store, transport } = tools;
  for (;;) {
    const memory = await store.memory();
    if (memory.verifyDue) return true;
    step(tools, PULL_ROWS * 512);
    const reply = await transport.pull(memory.cursor, PULL_ROWS);
    if (!reply.ok) {
      // Its key was retired, or lost: what the phone has stays, and is read once more from the beginning.
      if (reply.error.code === 'cursor.invalid' && memory.cursor !== null) {
        await store.resetPull('scope');
        return true;
      }
      await noteProblem(tools, reply.error);
      throw new Stop(reply.error);
    }
    // Rows of a history that has just been cut must not count as the new picture.
    const after = await store.memory();
    if (after.epoch !== memory.epoch && memory.epoch !== null) return true;
    if ('reset' in reply.value) {
      await store.resetPull(reply.value.reset);
      return true;
    }
    const { rows, cursor, more } = reply.value;
    await store.applyRows(rows, cursor, more);
    if (!more) return false;
  }
}

async function pullIfAllowed(tools: PassTools): Promise<'done' | 'again' | 'revoked'> {
  try {
    return (await pull(tools)) ? 'again' : 'done';
  } catch (error) {
    if (error instanceof Stop && error.failure.code === 'device.revoked') return 'revoked';
    throw error;
  }
}

async function heartbeat(tools: PassTools): Promise<void> {
  const { heartbeatAt } = await tools.store.memory();
  if (!isDue(heartbeatAt, tools.now(), HEARTBEAT_MS)) return;
  await sendBatch(tools, []);
  await tools.store.remember({ heartbeatAt: tools.now() });
}

/** The directory, and what the server may change about the seat. */
async function refreshDirectory(tools: PassTools): Promise<void> {
  const { store, transport, pace } = tools;
  const known = await store.directory();
  if (known && !isDue(pace.directoryAt, tools.now(), DIRECTORY_MS)) return;
  step(tools, 256 * 1024);
  const reply = await transport.directory(known ? await store.directoryEtag() : null);
  // The form works with the list it has: a failure here fails nothing.
  if (!reply.ok) return;
  if (reply.value) await store.saveDirectory(reply.value.directory, reply.value.etag);
  step(tools, ENVELOPE_BYTES);
  const me = await transport.me();
  if (me.ok) {
    const { membership: _place, handoverKey, ...seat } = me.value;
    const { limits } = seat;
    await store.updateSeat(seat, handoverKey);
    await store.saveLimits(limits);
  }
  pace.directoryAt = tools.now();
}

/** Never rejects but for a store that cannot be read. */
export async function runPass(tools: PassTools): Promise<PassResult> {
  const tally = { answered: 0 };
  const { store } = tools;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const memory = await store.memory();
      const due = memory.verifyDue || isDue(memory.verifiedAt, tools.now(), DAY_MS);
      const allowed = due ? await verify(tools) : true;
      // A phone that has just come in shows no answers to tap before it has the lists.
      if (!(await store.directory())) await refreshDirectory(tools);
      await push(tools, tally);
      const pulled = allowed ? await pullIfAllowed(tools) : 'revoked';
      if (pulled === 'revoked') {
        // A push is all that it may do, and the answer to one tells of a restored server.
        await heartbeat(tools);
        if ((await store.memory()).verifyDue) continue;
        return { outcome: 'failed', ...tally, problem: 'device.revoked', retryAfter: null };
      }
      if (pulled === 'again') continue;
      await heartbeat(tools);
      await refreshDirectory(tools);
      const { problem } = await store.memory();
      if (problem !== null) await store.remember({ problem: null });
      return { outcome: 'done', ...tally, problem: null, retryAfter: null };
    }
    return { outcome: 'failed', ...tally, problem: 'transport.unsettled', retryAfter: null };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { code, retryAfter } = error.failure;
    return { outcome: 'failed', ...tally, problem: code, retryAfter };
  }
}
