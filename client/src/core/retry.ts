/** When to try again: full jitter between nothing and a ceiling that doubles. */

export const FIRST_CEILING_MS = 2_000;
export const LAST_CEILING_MS = 300_000;
/** Two tabs that fail at once must not hammer in step, nor in a tight loop. */
const FLOOR_MS = 250;

/**
 * Delay in ms after `failures` failures in a row (1 or more); `random` in [0, 1).
 * `retryAfter` in seconds is the server's own wish and is never undercut.
 */
export function retryDelay(failures: number, random: number, retryAfter: number | null): number {
  const doubled = FIRST_CEILING_MS * 2 ** Math.min(Math.max(failures - 1, 0), 16);
  const ceiling = Math.min(LAST_CEILING_MS, doubled);
  const jittered = Math.max(FLOOR_MS, Math.floor(random * ceiling));
  const wish =
    retryAfter === null ? 0 : Math.min(Math.max(retryAfter, 0) * 1000, LAST_CEILING_MS * 4);
  return Math.max(jittered, wish);
}

/** Ms that a request of `bytes` may take: slow networks get 2 KB a second. */
export function deadlineFor(bytes: number): number {
  return 20_000 + Math.ceil(bytes / 2);
}
