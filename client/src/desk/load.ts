/**
 * What a page of the desk reads from the server, and lists of it to their end.
 * Promises: what was loaded stays while it is asked again; an answer to an older question is thrown away; what the
 * network kept back is asked for again when it returns.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import * as v from 'valibot';
import type { Result } from '../core/result';
import type { Reply, TransportFailure } from '../sync/contract';
import { text } from '../sync/protocol-fields';
import type { Channel } from '../sync/transport';

export type Loaded<T> = {
  value: T | null;
  problem: string | null;
  reload: () => void;
};

/** Asks again whenever the key changes. */
export function useLoaded<T>(key: string, get: () => Reply<T>): Loaded<T> {
  const state = useSignal<{ key: string; value: T | null; problem: string | null }>({
    key,
    value: null,
    problem: null,
  });
  const turn = useRef(0);
  const latest = useRef(get);
  latest.current = get;
  const ask = useRef(async (asked: string) => {
    turn.current += 1;
    const mine = turn.current;
    const reply: Result<T, TransportFailure> = await latest.current();
    if (mine !== turn.current) return;
    const before = state.peek();
    state.value = reply.ok
      ? { key: asked, value: reply.value, problem: null }
      : {
          key: asked,
          value: before.key === asked ? before.value : null,
          problem: reply.error.code,
        };
  }).current;
  useEffect(() => {
    void ask(key);
    const again = () => {
      if (state.peek().problem?.startsWith('transport.')) void ask(key);
    };
    addEventListener('online', again);
    return () => {
      removeEventListener('online', again);
      turn.current += 1;
    };
  }, [key, ask, state]);
  const shown = state.value.key === key ? state.value : { value: null, problem: null };
  return { value: shown.value, problem: shown.problem, reload: () => void ask(key) };
}

const LIMIT = 500;
const MOST_PAGES = 40;

/** All of a list; a path may carry a query. */
export async function listAll<T>(
  channel: Channel,
  path: string,
  item: v.GenericSchema<unknown, T>,
): Reply<readonly T[]> {
  const page = v.object({ items: v.array(item), next: v.nullable(text) });
  const found: T[] = [];
  let after = '';
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const joint = path.includes('?') ? '&' : '?';
    const reply = await channel.ask(
      {
        method: 'GET',
        path: `${path}${joint}limit=${LIMIT}${after && `&after=${encodeURIComponent(after)}`}`,
        expects: 256 * 1024,
      },
      page,
    );
    if (!reply.ok) return reply;
    found.push(...(reply.value.items as T[]));
    if (reply.value.next === null) break;
    after = reply.value.next;
  }
  return { ok: true, value: found };
}
