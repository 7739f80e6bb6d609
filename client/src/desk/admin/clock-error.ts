/** How wrong a device's clock is, in the largest unit that fits; null when it has never said. Pure. */
import type { AdminStrings } from './strings.vi';

const FINE_MS = 60_000;

export function skewOf(ms: number | null, w: AdminStrings['devices']): string | null {
  if (ms === null) return null;
  const size = Math.abs(ms);
  if (size < FINE_MS) return w.right;
  const minutes = Math.round(size / 60_000);
  const hours = Math.round(size / 3_600_000);
  const days = Math.round(size / 86_400_000);
  const text = minutes < 90 ? w.minutes(minutes) : hours < 48 ? w.hours(hours) : w.daysLong(days);
  return ms > 0 ? w.fast(text) : w.slow(text);
}
