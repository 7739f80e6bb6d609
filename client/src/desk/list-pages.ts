/**
 * A list that is read page by page as somebody asks for more.
 * Promises: what is shown stays when the next page does not come; a list that failed is asked for again when the
 * network is back; an answer to an older question is thrown away.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Reply, TransportFailure } from '../sync/contract';

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Pages<P extends ListPage<unknown>> {
  /** Null until the first page came. */
  readonly items: P['items'] | null;
  /** The newest page as it came, for what stands beside its items. */
  readonly page: P | null;
  readonly more: boolean;
  readonly busy: boolean;
  readonly failure: TransportFailure | null;
  next(): void;
  reload(): void;
}

type State<P extends ListPage<unknown>> = {
  key: string;
  items: P['items'] | null;
  page: P | null;
  busy: boolean;
  failure: TransportFailure | null;
};

const nothing = { items: null, page: null, busy: true, failure: null };

/** Begins anew whenever the key changes. */
export function usePages<P extends ListPage<unknown>>(
  key: string,
  get: (after: string | null) => Reply<P>,
): Pages<P> {
  const state = useSignal<State<P>>({ key, ...nothing });
  const turn = useRef(0);
  const latest = useRef(get);
  latest.current = get;
  const ask = useRef(async (asked: string, after: string | null) => {
    turn.current += 1;
    const mine = turn.current;
    const before = state.peek();
    const known = before.key === asked ? before : { ...nothing, key: asked };
    state.value = { ...known, busy: true, failure: null };
    const reply = await latest.current(after);
    if (mine !== turn.current) return;
    state.value = reply.ok
      ? {
          key: asked,
          items:
            after === null ? reply.value.items : [...(known.items ?? []), ...reply.value.items],
          page: reply.value,
          busy: false,
          failure: null,
        }
      : { ...known, busy: false, failure: reply.error };
  }).current;
  useEffect(() => {
    void ask(key, null);
    const online = () => {
      if (state.peek().failure) void ask(key, null);
    };
    addEventListener('online', online);
    return () => {
      turn.current += 1;
      removeEventListener('online', online);
    };
  }, [key, ask, state]);
  const shown = state.value.key === key ? state.value : { key, ...nothing };
  return {
    items: shown.items,
    page: shown.page,
    more: shown.page !== null && shown.page.next !== null,
    busy: shown.busy,
    failure: shown.failure,
    next: () => {
      const { page, busy } = state.peek();
      if (page?.next && !busy) void ask(key, page.next);
    },
    reload: () => void ask(key, null),
  };
}
