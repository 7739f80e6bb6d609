/**
 * An engine that comes later: the form is drawn before the parts that talk to the server are loaded.
 *
 * Promises: the status is readable at once; a tap on "send" before the engine is here waits for it.
 */
import { createSource } from '../core/observable';
import type { Engine, EngineStatus, PassResult } from './contract';

const unknown: EngineStatus = {
  online: false,
  sending: false,
  waiting: null,
  lastAnswerAt: null,
  nextTryAt: null,
  clockError: null,
  problem: null,
};

export interface LaterEngine extends Engine {
  attach(engine: Engine): void;
}

export function engineLater(): LaterEngine {
  const status = createSource<EngineStatus>(unknown);
  let real: Engine | null = null;
  let arrived: (engine: Engine) => void = () => {};
  const arrival = new Promise<Engine>((resolve) => {
    arrived = resolve;
  });
  let unfollow: () => void = () => {};
  return {
    status,
    syncNow: async (): Promise<PassResult> => (await arrival).syncNow(),
    attach(engine) {
      real = engine;
      unfollow = engine.status.subscribe((value) => status.set(value));
      arrived(engine);
    },
    stop() {
      unfollow();
      real?.stop();
    },
  };
}
