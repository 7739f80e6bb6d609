/**
 * When to sync: at start, after a save, when the page shows, when the network comes, on a
 * push message, every 60 s while visible; after a failure with back-off and full jitter.
 *
 * The Web Lock only spares work: without it two tabs send the same ops, which is harmless.
 * A watchdog, not an event, restarts a pass that hangs.
 */
import type { Now } from '../core/clock';
import { retryDelay } from '../core/retry';
import { onPushMessage } from '../worker/bridge';
import type { PassResult, Schedule, ScheduleHooks } from './contract';

export const TIMER_MS = 60_000;
/** The lock is let go after this long, and a lock held longer by another tab is ignored. */
export const LOCK_MS = 60_000;
const WATCH_MS = 5_000;
const GRACE_MS = 60_000;
const BUSY_RETRY_MS = 15_000;

/** The part of the page that matters here; tests bring their own. */
export interface Surroundings {
  readonly now: Now;
  readonly random: () => number;
  readonly visible: () => boolean;
  /** Each returns how to stop listening. */
  onVisible(listener: () => void): () => void;
  onOnline(listener: () => void): () => void;
  onPush(listener: () => void): () => void;
  readonly locks: Pick<LockManager, 'request'> | null;
}

const BUSY: PassResult = { outcome: 'busy', answered: 0, problem: null, retryAfter: null };

interface Running {
  readonly promise: Promise<PassResult>;
  stale: boolean;
  /** The phone's clock by which the next beat must have come. */
  until: number;
}

export function createSchedule(name: string, around: Surroundings): Schedule {
  let hooks: ScheduleHooks | null = null;
  let running: Running | null = null;
  let again = false;
  let failures = 0;
  let busySince: number | null = null;
  let nextTryAt: number | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let watch: ReturnType<typeof setInterval> | undefined;
  const stops: (() => void)[] = [];

  function plan(delay: number | null): void {
    clearTimeout(retry);
    retry = undefined;
    nextTryAt = delay === null ? null : around.now() + delay;
    hooks?.onNextTry(nextTryAt);
    if (delay !== null) {
      retry = setTimeout(() => {
        nextTryAt = null;
        void begin();
      }, delay);
    }
  }

  async function withLock(work: () => Promise<PassResult>): Promise<PassResult> {
    const { locks } = around;
    const waitedOut = busySince !== null && Math.abs(around.now() - busySince) >= LOCK_MS;
    if (!locks || waitedOut) return await work();
    let result: PassResult = BUSY;
    let pass: Promise<PassResult> | null = null;
    try {
      await locks.request(`gocua-sync-${name}`, { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        pass = work();
        let release: ReturnType<typeof setTimeout> | undefined;
        const limit = new Promise<void>((resolve) => {
          release = setTimeout(resolve, LOCK_MS);
        });
        await Promise.race([pass, limit]);
        clearTimeout(release);
      });
    } catch {
      // No lock to be had in this browser or context: go without.
      if (!pass) return await work();
    }
    if (pass) result = await (pass as Promise<PassResult>);
    return result;
  }

  function settle(result: PassResult): void {
    if (result.outcome === 'busy') {
      busySince ??= around.now();
      plan(BUSY_RETRY_MS);
      return;
    }
    busySince = null;
    if (result.outcome === 'done') {
      failures = 0;
      plan(null);
      if (again) void begin();
      return;
    }
    failures += 1;
    // Progress on a bad line is no reason to wait longer and longer.
    if (result.answered > 0) failures = 1;
    plan(retryDelay(failures, around.random(), result.retryAfter));
  }

  function begin(): Promise<PassResult> {
    if (!hooks) return Promise.resolve(BUSY);
    if (running) {
      again = true;
      return running.promise;
    }
    again = false;
    plan(null);
    const { run } = hooks;
    const mine: { -readonly [K in keyof Running]: Running[K] } = {
      promise: Promise.resolve(BUSY),
      stale: false,
      until: around.now() + GRACE_MS,
    };
    running = mine;
    const beat = (ms: number): void => {
      mine.until = around.now() + ms + GRACE_MS;
    };
    mine.promise = withLock(() => run(beat, () => mine.stale)).then(
      (result) => finish(mine, result),
      () => finish(mine, { ...BUSY, outcome: 'failed', problem: 'store.unavailable' }),
    );
    return mine.promise;
  }

  function finish(mine: Running, result: PassResult): PassResult {
    if (running === mine) {
      running = null;
      settle(result);
    }
    return result;
  }

  /** Also when the clock was set back by more than a pass may take. */
  function overdue(one: Running): boolean {
    const left = one.until - around.now();
    return left < 0 || left > 24 * 3_600_000;
  }

  function giveUpHanging(): void {
    if (!running || !overdue(running)) return;
    running.stale = true;
    running = null;
    failures += 1;
    plan(retryDelay(failures, around.random(), null));
  }

  function nudge(): void {
    giveUpHanging();
    void begin();
  }

  return {
    start(given) {
      hooks = given;
      stops.push(
        around.onVisible(() => {
          // First the connection: an iPhone kills it behind a hidden page.
          given.onVisible().then(nudge, nudge);
        }),
        around.onOnline(nudge),
        around.onPush(nudge),
      );
      timer = setInterval(() => {
        giveUpHanging();
        if (around.visible() && nextTryAt === null) void begin();
      }, TIMER_MS);
      watch = setInterval(giveUpHanging, WATCH_MS);
      void begin();
    },
    poke() {
      if (running) again = true;
      else if (nextTryAt === null) void begin();
    },
    async tap() {
      failures = 0;
      giveUpHanging();
      // A pass under way may have read the outbox before what the person means to send.
      if (running) await running.promise;
      return await begin();
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
      clearInterval(timer);
      clearInterval(watch);
      clearTimeout(retry);
      if (running) running.stale = true;
      running = null;
      hooks = null;
    },
  };
}

function listen(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

/** The page as the schedule sees it. */
export function pageSurroundings(): Surroundings {
  return {
    now: Date.now,
    random: Math.random,
    visible: () => document.visibilityState === 'visible',
    onVisible: (listener) =>
      listen(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      }),
    onOnline: (listener) => listen(window, 'online', listener),
    onPush: onPushMessage,
    // Missing in Safari before 15.4 and outside secure contexts.
    locks: (navigator as { locks?: LockManager }).locks ?? null,
  };
}
