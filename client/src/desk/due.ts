/**
 * What waits for a person, as the rail marks it: reports that are owed, records that the server holds back.
 *
 * Rests on the counts of two lists, of which nothing else is read. Promises: asked when the desk opens, at most every
 * five minutes while it is in sight, and after something was done about it; what the server does not say stays as it was.
 */
import { signal } from '@preact/signals';
import * as v from 'valibot';
import type { Role } from '../core/types';
import { count } from '../sync/protocol-fields';
import type { Channel } from '../sync/transport';

export const due = signal({ obligations: 0, attention: 0 });

const everyMs = 5 * 60_000;

const squares = v.object({ counts: v.object({ open: count, missing: count, returned: count }) });
const held = v.object({ waiting: count });

let askNow: () => void = () => {};

/** Something was done about what waits. */
export function dueChanged(): void {
  askNow();
}

/** Starts following; returns what stops it. */
export function followDue(channel: Pick<Channel, 'ask'>, role: Role): () => void {
  let over = false;
  let asked = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    asked = performance.now();
    const get = <T>(path: string, guard: v.GenericSchema<unknown, T>) =>
      channel.ask({ method: 'GET', path: `/api/v1/${path}?limit=1` }, guard);
    const [owed, kept] = await Promise.all([
      get('obligations', squares),
      role === 'reporter' ? null : get('attention', held),
    ]);
    if (over) return;
    const { obligations, attention } = due.peek();
    due.value = {
      obligations: owed.ok ? toDo(owed.value.counts, role) : obligations,
      attention: kept?.ok ? kept.value.waiting : attention,
    };
  };
  const seen = () => {
    if (document.visibilityState === 'visible' && performance.now() - asked >= everyMs) void ask();
  };
  void ask();
  const timer = setInterval(seen, everyMs);
  document.addEventListener('visibilitychange', seen);
  askNow = () => void ask();
  return () => {
    over = true;
    askNow = () => {};
    due.value = { obligations: 0, attention: 0 };
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}

/** Who looks after others has to do with what is late; to whoever writes, what is open waits too. */
function toDo(
  { open, missing, returned }: Record<'open' | 'missing' | 'returned', number>,
  role: Role,
) {
  return missing + returned + (role === 'reporter' ? open : 0);
}
