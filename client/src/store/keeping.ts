/**
 * Keeps the copy beside IndexedDB (kept.ts) up to what changes, behind every save.
 * Promises: one run at a time; what fails harms nothing and is done with the next change or at the next start.
 */
import type { Changed, Store } from './contract';

/** Time for the screen, and for the sending of a lone visit, to go first. */
const BEHIND_MS = 250;

const kept = new WeakSet<Store>();

/** Once for each opened store, after the first screen. Ends with the store. */
export function keepCopy(store: Store): void {
  if (kept.has(store)) return;
  kept.add(store);
  let changed = new Set<Parameters<Changed['has']>[0]>();
  let due = false;
  /** Waits, runs, and once more when something has changed meanwhile. */
  const run = async (): Promise<void> => {
    await new Promise((yes) => setTimeout(yes, BEHIND_MS));
    const now = changed;
    changed = new Set();
    await store.copyAside(now).catch(() => undefined);
    due = changed.size > 0;
    if (due) void run();
  };
  const soon = (): void => {
    if (due) return;
    due = true;
    void run();
  };
  store.onChange(({ kind }) => {
    if (kind !== 'queued' && kind !== 'records' && kind !== 'directory') return;
    changed.add(kind);
    soon();
  });
  soon();
}
