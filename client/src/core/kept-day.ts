/**
 * The present day as a browser keeps it, so that its next pages need no tables of the zone to know it.
 *
 * Pure. A line of zone, day and the ms of its midnight, which `recallDay` reads.
 */
import { addDays, DAY_MS, dayOf, instantOf, msOf, startOfDay } from './day';

/** The line for the day around an instant; null when it is kept already, or the clock is changed in that day. */
export function dayToKeep(ms: number, tz: string, kept: string | null): string | null {
  const [zone, , from] = (kept ?? '').split(' ');
  if (zone === tz && ms >= Number(from) && ms < Number(from) + DAY_MS) return null;
  const day = dayOf(instantOf(ms), tz);
  const [begin, end] = [day, addDays(day, 1)].map((one) => msOf(startOfDay(one, tz)));
  return begin !== undefined && end === begin + DAY_MS ? `${tz} ${day} ${begin}` : null;
}
