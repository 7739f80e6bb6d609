/** The phone's clock is a claim: it is measured against the server's, never obeyed. */

/** From here on the phone tells its owner. */
export const CLOCK_WARN_MS = 600_000;

export type Now = () => number;

/** Server minus phone, ms; half of the round trip is taken off. */
export function clockError(serverMs: number, sentAt: number, receivedAt: number): number {
  // The clock may jump while a request is under way; then only the arrival is sure.
  const trip =
    receivedAt >= sentAt && receivedAt - sentAt < CLOCK_WARN_MS ? receivedAt - sentAt : 0;
  return Math.round(serverMs - (receivedAt - trip / 2));
}

export function clockIsWrong(error: number | null): boolean {
  return error !== null && Math.abs(error) > CLOCK_WARN_MS;
}

/** Whether `interval` ms have gone by; a clock set back counts as gone by. */
export function isDue(last: number | null, nowMs: number, interval: number): boolean {
  return last === null || nowMs < last || nowMs - last >= interval;
}
