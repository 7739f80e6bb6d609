import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../client/src/store/store';
import type { PassResult, ScheduleHooks } from '../../client/src/sync/contract';
import { createEngine } from '../../client/src/sync/engine';
import { freshPace, runPass } from '../../client/src/sync/pass';
import { createSchedule, LOCK_MS, type Surroundings } from '../../client/src/sync/schedule';
import { createTransport } from '../../client/src/sync/transport';
import { makePhone } from './support/phone';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
});
afterEach(() => vi.useRealTimers());

interface Page extends Surroundings {
  shown: boolean;
  fire(event: 'visible' | 'online' | 'push'): void;
}

function makePage(locks: Surroundings['locks'] = null): Page {
  const listeners = new Map<string, Set<() => void>>();
  const on = (event: string) => (listener: () => void) => {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known.add(listener));
    return () => known.delete(listener);
  };
  const page: Page = {
    shown: true,
    now: Date.now,
    random: () => 0.5,
    visible: () => page.shown,
    onVisible: on('visible'),
    onOnline: on('online'),
    onPush: on('push'),
    locks,
    fire: (event) => {
      for (const listener of listeners.get(event) ?? []) listener();
    },
  };
  return page;
}

const DONE: PassResult = { outcome: 'done', answered: 0, problem: null, retryAfter: null };
const FAILED: PassResult = { ...DONE, outcome: 'failed', problem: 'transport.offline' };

function hooksWith(run: ScheduleHooks['run']): ScheduleHooks & { tries: (number | null)[] } {
  const tries: (number | null)[] = [];
  return { run, tries, onNextTry: (at) => tries.push(at), onVisible: async () => {} };
}

async function tick(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

describe('the schedule', () => {
  it('begins at start, and again for each thing that may have brought a network', async () => {
    const page = makePage();
    const run = vi.fn(async () => DONE);
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick();
    expect(run).toHaveBeenCalledTimes(1);
    for (const event of ['visible', 'online', 'push'] as const) {
      page.fire(event);
      await tick();
    }
    expect(run).toHaveBeenCalledTimes(4);
    schedule.poke();
    await tick();
    expect(run).toHaveBeenCalledTimes(5);
    schedule.stop();
    page.fire('online');
    await tick(600_000);
    expect(run).toHaveBeenCalledTimes(5);
  });

  it('comes back every 60 s while the page is seen, and not behind other pages', async () => {
    const page = makePage();
    const run = vi.fn(async () => DONE);
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick(180_000);
    expect(run).toHaveBeenCalledTimes(4);
    page.shown = false;
    await tick(180_000);
    expect(run).toHaveBeenCalledTimes(4);
    schedule.stop();
  });

  it('backs off after failures, says when it tries next, and a tap begins anew', async () => {
    const page = makePage();
    const run = vi.fn(async () => FAILED);
    const schedule = createSchedule('d', page);
    const hooks = hooksWith(run);
    schedule.start(hooks);
    await tick();
    const delays = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000];
    for (const [index, delay] of delays.entries()) {
      expect((hooks.tries[hooks.tries.length - 1] ?? 0) - Date.now()).toBe(delay);
      await tick(delay);
      expect(run).toHaveBeenCalledTimes(index + 2);
    }
    await schedule.tap();
    expect((hooks.tries[hooks.tries.length - 1] ?? 0) - Date.now()).toBe(1000);
    schedule.stop();
  });

  it('does not let saves break the back-off', async () => {
    const page = makePage();
    const run = vi.fn(async () => FAILED);
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick(3000);
    const before = run.mock.calls.length;
    schedule.poke();
    schedule.poke();
    await tick();
    expect(run).toHaveBeenCalledTimes(before);
    schedule.stop();
  });

  it('runs once more for what was saved during a pass', async () => {
    const page = makePage();
    let end: (result: PassResult) => void = () => {};
    const run = vi.fn(
      () =>
        new Promise<PassResult>((resolve) => {
          end = resolve;
        }),
    );
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick();
    schedule.poke();
    schedule.poke();
    expect(run).toHaveBeenCalledTimes(1);
    end(DONE);
    await tick();
    expect(run).toHaveBeenCalledTimes(2);
    schedule.stop();
  });

  it('answers a tap with a pass that began after it', async () => {
    const page = makePage();
    let count = 0;
    const schedule = createSchedule('d', page);
    schedule.start(
      hooksWith(async () => {
        count += 1;
        const answered = count;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { ...DONE, answered };
      }),
    );
    await tick(50);
    const tapped = schedule.tap();
    await tick(200);
    expect((await tapped).answered).toBe(2);
    schedule.stop();
  });

  it('gives up a pass that hangs, and the next one runs', async () => {
    const page = makePage();
    let stale: () => boolean = () => false;
    const run = vi
      .fn(async (): Promise<PassResult> => DONE)
      .mockImplementationOnce(((beat: (ms: number) => void, isStale: () => boolean) => {
        stale = isStale;
        beat(20_000);
        return new Promise(() => {});
      }) as never);
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick(75_000);
    expect(run).toHaveBeenCalledTimes(1);
    await tick(20_000);
    expect(stale()).toBe(true);
    expect(run.mock.calls.length).toBeGreaterThan(1);
    schedule.stop();
  });
});

describe('the lock', () => {
  function lockHeldBy(held: { by: string | null }): NonNullable<Surroundings['locks']> {
    return {
      request: (async (
        name: string,
        _options: unknown,
        use: (lock: unknown) => Promise<unknown>,
      ) => {
        if (held.by) return await use(null);
        held.by = name;
        try {
          return await use({ name });
        } finally {
          held.by = null;
        }
      }) as LockManager['request'],
    };
  }

  it('leaves the work to the tab that has it, but not for ever', async () => {
    const held = { by: 'another tab' as string | null };
    const page = makePage(lockHeldBy(held));
    const run = vi.fn(async () => DONE);
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick();
    expect(await schedule.tap()).toMatchObject({ outcome: 'busy' });
    expect(run).not.toHaveBeenCalled();
    await tick(LOCK_MS + 15_000);
    expect(run).toHaveBeenCalled();
    schedule.stop();
  });

  it('is let go after 60 s even if the pass goes on', async () => {
    const held = { by: null as string | null };
    const page = makePage(lockHeldBy(held));
    const schedule = createSchedule('d', page);
    schedule.start(
      hooksWith((beat) => {
        beat(600_000);
        return new Promise(() => {});
      }),
    );
    await tick();
    expect(held.by).toBe('gocua-sync-d');
    await tick(LOCK_MS);
    expect(held.by).toBeNull();
    schedule.stop();
  });

  it('that throws is done without', async () => {
    const page = makePage({
      request: (async () => {
        throw new DOMException('no', 'SecurityError');
      }) as LockManager['request'],
    });
    const run = vi.fn(async () => DONE);
    const schedule = createSchedule('d', page);
    schedule.start(hooksWith(run));
    await tick();
    expect(run).toHaveBeenCalledTimes(1);
    schedule.stop();
  });
});

describe('the engine', () => {
  it('sends after a save and shows what it knows', async () => {
    const phone = await makePhone();
    const page = makePage();
    const engine = createEngine({
      store: phone.store,
      transport: phone.transport,
      schedule: createSchedule('d', page),
      now: () => phone.clock.now,
    });
    await vi.waitFor(() =>
      expect(engine.status.value).toMatchObject({ online: true, sending: false }),
    );
    await phone.save();
    await vi.waitFor(() => expect(phone.server.ops.size).toBe(1));
    await vi.waitFor(() =>
      expect(engine.status.value).toMatchObject({
        waiting: 0,
        problem: null,
        sending: false,
        clockError: -1000,
      }),
    );
    engine.stop();
  });

  it('calls nothing sent between a save and the next count of the queue', async () => {
    const phone = await makePhone();
    const engine = createEngine({
      store: phone.store,
      transport: phone.transport,
      schedule: createSchedule('d', makePage()),
      now: () => phone.clock.now,
    });
    await vi.waitFor(() => expect(engine.status.value.waiting).toBe(0));
    const atSave: (number | null)[] = [];
    phone.store.onChange((change) => {
      if (change.kind === 'queued') atSave.push(engine.status.value.waiting);
    });
    await phone.save();
    expect(atSave).toEqual([1]);
    await vi.waitFor(() => expect(engine.status.value.waiting).toBe(0));
    expect(phone.server.ops.size).toBe(1);
    engine.stop();
  });

  it('does not go back to a count from before a save when that look at the store ends later', async () => {
    const phone = await makePhone();
    phone.server.always = 'html200';
    let slow = true;
    const looks: (() => void)[] = [];
    const queue = async () => {
      const found = await phone.store.queue();
      if (slow) await new Promise<void>((go) => looks.push(go));
      return found;
    };
    const engine = createEngine({
      store: { ...phone.store, queue },
      transport: phone.transport,
      schedule: createSchedule('d', makePage()),
      now: () => phone.clock.now,
    });
    await vi.waitFor(() => expect(looks.length).toBeGreaterThan(0));
    slow = false;
    await phone.save();
    await phone.save();
    await vi.waitFor(() => expect(engine.status.value.waiting).toBe(2));
    for (const go of looks) go();
    await tick();
    expect(engine.status.value.waiting).toBe(2);
    engine.stop();
  });

  it('says that it is offline, why, and when it tries again', async () => {
    const phone = await makePhone();
    phone.server.always = 'html200';
    const engine = createEngine({
      store: phone.store,
      transport: phone.transport,
      schedule: createSchedule('d', makePage()),
      now: () => phone.clock.now,
    });
    await phone.save();
    const seen: (string | null)[] = [];
    engine.status.subscribe((status) => seen.push(status.problem));
    expect(await engine.syncNow()).toMatchObject({
      outcome: 'failed',
      problem: 'transport.foreign',
    });
    await vi.waitFor(() =>
      expect(engine.status.value).toMatchObject({
        online: false,
        waiting: 1,
        problem: 'transport.foreign',
      }),
    );
    expect(engine.status.value.nextTryAt).not.toBeNull();
    expect(seen).toContain('transport.foreign');
    engine.stop();
  });
});

it('two tabs at once count nothing twice and lose nothing', async () => {
  const phone = await makePhone();
  const other = await openStore(phone.store.device.deviceId, { now: () => phone.clock.now });
  for (let i = 0; i < 12; i += 1) await phone.save();
  const second = createTransport({
    deviceId: phone.store.device.deviceId,
    app: '1.0.0',
    language: 'vi',
    fetch: phone.server.fetch,
    onContact: (contact) => other.rememberContact(contact),
  });
  phone.server.faults = ['lose-reply'];
  const results = await Promise.all([
    phone.pass(),
    runPass({
      store: other,
      transport: second,
      pace: freshPace(),
      now: () => phone.clock.now,
      beat: () => {},
      stale: () => false,
    }),
  ]);
  expect(results.map((each) => each.outcome).sort()).toEqual(['done', 'failed']);
  await phone.pass();
  expect(phone.server.ops.size).toBe(12);
  expect(await other.counts()).toEqual({ waiting: 0, sent: 12, attention: 0 });
  other.close();
});
