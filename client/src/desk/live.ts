/**
 * Totals that keep themselves fresh while the page is in sight.
 *
 * Rests on sync/transport, which asks with the ETag of the answer before. Promises: the last figures stay
 * with their time when a newer answer does not come; nothing is asked while the page is hidden.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Totals, TotalsQuery, Transport } from '../sync/contract';

export const everyMs = 15_000;

export type Live = { totals: Totals | null; problem: string | null };

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
      if (asking || document.visibilityState !== 'visible') return;
      asking = true;
      const reply = await transport.totals(JSON.parse(key) as TotalsQuery);
      asking = false;
      if (over) return;
      const before = live.peek();
      const known = before.key === key ? before.state.totals : null;
      live.value = {
        key,
        state: reply.ok
          ? { totals: reply.value, problem: null }
          : { totals: known, problem: reply.error.code },
      };
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    const seen = () => void ask();
    document.addEventListener('visibilitychange', seen);
    addEventListener('online', seen);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('online', seen);
    };
  }, [transport, key, live]);
  return live.value.key === key ? live.value.state : { totals: null, problem: null };
}
