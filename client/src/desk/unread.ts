/**
 * How many notices are unread: the badge in the rail.
 * Promises: asked when the desk opens, when the page shows again and when one rings, never while it is hidden.
 */
import { signal } from '@preact/signals';
import type { Notify } from '../ui/notices';

export const unread = signal(0);

const everyMs = 60_000;

/** Starts following; returns what stops it. */
export function followUnread({ inbox, onRing }: Notify): () => void {
  const ask = async () => {
    if (document.visibilityState !== 'visible') return;
    const reply = await inbox.list(null, 1);
    if (reply.ok) unread.value = reply.value.unread;
  };
  const seen = () => void ask();
  void ask();
  const timer = setInterval(seen, everyMs);
  document.addEventListener('visibilitychange', seen);
  const stop = onRing(seen);
  return () => {
    unread.value = 0;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    stop();
  };
}
