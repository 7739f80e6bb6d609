/** Instants as lists show them: the day and the hour in the campaign's zone. */
import { dayOf, instantOf, isDay, msOf, startOfDay } from '../core/day';
import { fullDay, hour, shortDay } from '../ui/format';

/** `8:31 9/9`, with the year on wish. */
export function when(instant: string, tz: string, withYear = false): string {
  const day = dayOf(instant, tz);
  return `${hour(instant, tz)} ${withYear ? fullDay(day) : shortDay(day)}`;
}

/** The instant of a day and an hour (`13:00`) in a zone; null for what is none. */
export function instantAt(day: string, time: string, tz: string): string | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!found || !isDay(day)) return null;
  return instantOf(msOf(startOfDay(day, tz)) + (Number(found[1]) * 60 + Number(found[2])) * 60_000);
}
