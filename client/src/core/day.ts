/**
 * Days in the campaign's time zone, without a library.
 *
 * A day is `YYYY-MM-DD`; an instant is RFC 3339 in UTC with milliseconds, exactly 24
 * characters, so the two sort as text.
 */

export const DAY_MS = 86_400_000;
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(tz: string): Intl.DateTimeFormat {
  let format = formats.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(tz, format);
  }
  return format;
}

interface LocalParts {
  readonly day: string;
  /** Seconds since local midnight. */
  readonly seconds: number;
}

/** A day of 24 hours: within it the zone's tables are not needed, which take a slow phone 100 ms when first asked. */
interface KnownDay {
  readonly tz: string;
  readonly day: string;
  /** ms of its midnight. */
  readonly from: number;
}

let known: KnownDay | null = null;

function partsOf(ms: number, tz: string): LocalParts {
  if (known?.tz === tz && ms >= known.from && ms < known.from + DAY_MS) {
    return { day: known.day, seconds: Math.floor((ms - known.from) / 1000) };
  }
  const found: Record<string, string> = {};
  for (const part of formatFor(tz).formatToParts(ms)) found[part.type] = part.value;
  const year = (found.year ?? '').padStart(4, '0');
  return {
    day: `${year}-${found.month}-${found.day}`,
    seconds: Number(found.hour) * 3600 + Number(found.minute) * 60 + Number(found.second),
  };
}

/** A clock may be wrong by decades; the wire takes years 1970 to 9999 only. */
export function instantOf(ms: number): string {
  const safe = Number.isFinite(ms) ? Math.min(Math.max(0, Math.floor(ms)), LATEST_MS) : 0;
  return new Date(safe).toISOString();
}

/** ms of an instant; NaN when it is none. */
export function msOf(instant: string): number {
  return Date.parse(instant);
}

export function dayOf(instant: string, tz: string): string {
  return partsOf(msOf(instant), tz).day;
}

export function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS,
  );
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00.000Z`).getUTCDay();
}

/** The instant of local midnight with which `day` begins. */
export function startOfDay(day: string, tz: string): string {
  const wanted = Date.parse(`${day}T00:00:00.000Z`);
  let ms = wanted;
  // Twice: the offset at the first guess may differ from the one at midnight (summer time).
  for (let round = 0; round < 2; round += 1) {
    const { day: found, seconds } = partsOf(ms, tz);
    ms -= Date.parse(`${found}T00:00:00.000Z`) + seconds * 1000 - wanted;
  }
  return instantOf(ms);
}

/** From now on the day is known that core/kept-day.ts wrote; anything else is forgotten. */
export function recallDay(kept: string | null): void {
  const [tz = '', day = '', from] = (kept ?? '').split(' ');
  known = isDay(day) ? { tz, day, from: Number(from) } : null;
}

/** Minutes since local midnight. */
export function minuteOf(instant: string, tz: string): number {
  return Math.floor(partsOf(msOf(instant), tz).seconds / 60);
}
