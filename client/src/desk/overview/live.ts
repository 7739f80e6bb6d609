/**
 * Figures that keep themselves fresh while the page is in sight.
 *
 * Rests on sync/transport, which asks with the ETag of the answer before, so that nothing new costs next to nothing.
 * Promises: the page follows within 10 seconds; nothing is asked while it is hidden; the last figures stay with their
 * time when a newer answer does not come; one question is polled, the others follow when its answer has changed.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Reply, Totals, TotalsQuery, Transport } from '../../sync/contract';
import { type Loaded, useLoaded } from '../load';

export const everyMs = 5_000;
const seldomMs = 60_000;

export type Live = { totals: Totals | null; problem: string | null };

/** Calls in at once and again while the page is in sight; returns what stops it. */
function whileSeen(act: () => void, each: number): () => void {
  const seen = () => {
    if (document.visibilityState === 'visible') act();
  };
  const timer = setInterval(seen, each);
  document.addEventListener('visibilitychange', seen);
  addEventListener('online', seen);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    removeEventListener('online', seen);
  };
}

export function useTotals(transport: Pick<Transport, 'totals'>, query: TotalsQuery): Live {
  const live = useSignal<{ key: string; state: Live }>({
    key: '',
    state: { totals: null, problem: null },
  });
  const key = JSON.stringify(query);
  useEffect(() => {
    let over = false;
    let asking = false;
    const ask = async () => {
      if (asking) return;
      asking = true;
      const reply = await transport.totals(JSON.parse(key) as TotalsQuery);
      asking = false;
      if (over) return;
      const before = live.peek();
      const known = before.key === key ? before.state : null;
      if (reply.ok && known?.totals === reply.value && known.problem === null) return;
      live.value = {
        key,
        state: reply.ok
          ? { totals: reply.value, problem: null }
          : { totals: known?.totals ?? null, problem: reply.error.code },
      };
    };
    void ask();
    const stop = whileSeen(() => void ask(), everyMs);
    return () => {
      over = true;
      stop();
    };
  }, [transport, key, live]);
  return live.value.key === key ? live.value.state : { totals: null, problem: null };
}

/** Asked when `turn` changes, and now and then: what stands beside the polled figures. */
export function useFollowing<T>(key: string, turn: string, get: () => Reply<T>): Loaded<T> {
  const loaded = useLoaded(key, get);
  const reload = useRef(loaded.reload);
  reload.current = loaded.reload;
  const first = useRef(turn);
  useEffect(() => {
    if (turn === first.current) return;
    first.current = turn;
    reload.current();
  }, [turn]);
  useEffect(() => whileSeen(() => reload.current(), seldomMs), []);
  return loaded;
}

const NOTHING = { ok: false, error: { code: '', status: null, retryAfter: null } } as const;

/** Other totals of the same place; none when there is nothing to ask. */
export function useBeside(
  transport: Pick<Transport, 'totals'>,
  query: TotalsQuery | null,
  turn: string,
): Totals | null {
  const get = () => (query === null ? Promise.resolve(NOTHING) : transport.totals(query));
  return useFollowing(JSON.stringify(query), turn, get).value;
}
