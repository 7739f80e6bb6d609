/**
 * The engine: passes when the schedule says so, and one status for every screen.
 *
 * Promises: never rejects, never stops capture. What it knows of the server it has from
 * answers; what it says of the phone it has from the store.
 */
import type { Now } from '../core/clock';
import { createSource } from '../core/observable';
import type { Store } from '../store/contract';
import { StoreError } from '../store/database';
import type { Engine, EngineStatus, PassResult, Schedule, Transport } from './contract';
import { freshPace, runPass } from './pass';

export interface EngineParts {
  readonly store: Store;
  readonly transport: Transport;
  readonly schedule: Schedule;
  readonly now?: Now;
}

const START: EngineStatus = {
  online: false,
  sending: false,
  waiting: null,
  lastAnswerAt: null,
  nextTryAt: null,
  clockError: null,
  problem: null,
};

const TROUBLES_KEPT = 5;

/** Keeps the code for the diagnostic; the same one again, as each minute without network gives, is kept once. */
async function noteTrouble(store: Store, code: string, at: number): Promise<void> {
  const known = (await store.memory()).troubles ?? [];
  if (known[0]?.code === code) return;
  await store.remember({ troubles: [{ code, at }, ...known].slice(0, TROUBLES_KEPT) });
}

export function createEngine(parts: EngineParts): Engine {
  const { store, transport, schedule } = parts;
  const now = parts.now ?? Date.now;
  const status = createSource<EngineStatus>(START);
  const pace = freshPace();
  let stopped = false;
  // Looks at the store are numbered: one that began before another, or before a save, must not paint over it.
  let asked = 0;
  let newest = 0;

  function show(change: Partial<EngineStatus>): void {
    if (!stopped) status.set({ ...status.value, ...change });
  }

  async function readStore(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const [queue, memory] = await Promise.all([store.queue(), store.memory()]);
      if (mine < newest) return;
      newest = mine;
      show({
        waiting: queue.length,
        lastAnswerAt: memory.lastAnswerAt,
        clockError: memory.clockError,
        ...(memory.problem ? { problem: memory.problem } : {}),
      });
    } catch {
      // The pill keeps its last figures; saving tells of a broken store itself.
    }
  }

  async function run(beat: (ms: number) => void, stale: () => boolean): Promise<PassResult> {
    show({ sending: true });
    let result: PassResult;
    try {
      result = await runPass({ store, transport, pace, now, beat, stale });
    } catch (error) {
      const problem = error instanceof StoreError ? error.code : 'store.unavailable';
      result = { outcome: 'failed', answered: 0, problem, retryAfter: null };
    }
    // A pass that was given up must not paint over the one that took its place.
    if (stale()) return result;
    if (result.problem) await noteTrouble(store, result.problem, now()).catch(() => undefined);
    const reached = result.problem === null || !result.problem.startsWith('transport.');
    show({ sending: false, online: reached, problem: result.problem });
    await readStore();
    return result;
  }

  const unsubscribe = store.onChange((change) => {
    if (change.kind === 'queued') {
      // Until it has been counted: what was saved a moment ago is not sent.
      newest = asked + 1;
      if (status.value.waiting === 0) show({ waiting: 1 });
      schedule.poke();
    }
    if (change.kind !== 'drafts') void readStore();
  });

  void readStore();
  schedule.start({
    run,
    onNextTry: (at) => show({ nextTryAt: at }),
    onVisible: async () => {
      await store.revive();
    },
  });

  return {
    syncNow: () => schedule.tap(),
    status,
    stop() {
      stopped = true;
      unsubscribe();
      schedule.stop();
    },
  };
}
