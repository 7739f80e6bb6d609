/**
 * The board kept fresh while it is in sight, and the server's clock between two answers.
 * Promises: nothing is asked while the page is hidden; the clock is the server's, whatever the device's says.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { askBoard } from '../../sync/obligations';
import type { Channel } from '../../sync/transport';
import { type Loaded, useLoaded } from '../load';

const everyMs = 60_000;

export function useBoard(channel: Channel) {
  const loaded = useLoaded('board', () => askBoard(channel, false));
  useRefresh(loaded);
  return loaded;
}

function useRefresh(loaded: Loaded<unknown>): void {
  const reload = useRef(loaded.reload);
  reload.current = loaded.reload;
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === 'visible') reload.current();
    };
    const timer = setInterval(ask, everyMs);
    document.addEventListener('visibilitychange', ask);
    addEventListener('online', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
      removeEventListener('online', ask);
    };
  }, []);
}

/** The server's time in ms, ticking; `at` is what the last answer said. */
export function useServerClock(at: string): number {
  const now = useSignal(Date.parse(at));
  useEffect(() => {
    const began = performance.now();
    const from = Date.parse(at);
    const tick = () => {
      now.value = from + performance.now() - began;
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [at, now]);
  return now.value;
}
