/**
 * Numbers, days and times as people in Vietnam read them (and in English on wish).
 *
 * Pure but for the language signal. Promises: 35.921 and 30,99% in Vietnamese, a real minus sign,
 * "–" for what is not known, days and hours in the campaign's zone whatever the zone of the device.
 */
import { language } from './language';

const separators = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } };
const nbsp = '\u00a0';

/** A count, grouped by threes; "–" when it is not known. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const { group } = separators[language.value];
  const digits = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, group);
  return value < 0 ? `−${digits}` : digits;
}

/** A number with so many decimals. */
export function decimal(value: number, places: number): string {
  const [whole, part] = Math.abs(value).toFixed(places).split('.');
  const text = part ? `${count(Number(whole))}${separators[language.value].decimal}${part}` : count(Number(whole));
  return value < 0 ? `−${text}` : text;
}

/** part / whole in per cent with two decimals; null when there is no denominator to divide by. */
export function percent(part: number | null | undefined, whole: number | null | undefined): string | null {
  if (part === null || part === undefined || !whole) return null;
  return `${decimal((100 * part) / whole, 2)}%`;
}

/** Bytes as "1,2 GB" or "340 MB". */
export function space(bytes: number): string {
  if (bytes >= 1e9) return `${decimal(bytes / 1e9, 1)}${nbsp}GB`;
  return `${count(Math.max(1, Math.round(bytes / 1e6)))}${nbsp}MB`;
}

const zones = new Map<string, Intl.DateTimeFormat>();

function zone(tz: string): Intl.DateTimeFormat {
  let found = zones.get(tz);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone: tz,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    zones.set(tz, found);
  }
  return found;
}

export type Moment = { day: string; time: string };

/** An instant (RFC 3339 or milliseconds) as day (YYYY-MM-DD) and time (HH:MM) in a zone. */
export function moment(instant: string | number | Date, tz: string): Moment {
  const parts: Record<string, string> = {};
  for (const { type, value } of zone(tz).formatToParts(new Date(instant))) parts[type] = value;
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** A day as "9/9". */
export function shortDay(day: string): string {
  return `${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}`;
}

/** A day as "9/9/2021". */
export function fullDay(day: string): string {
  return `${shortDay(day)}/${day.slice(0, 4)}`;
}

const weekdays = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

/** The day of the week: "thứ Năm". */
export function weekday(day: string): string {
  return weekdays[language.value][new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

/** "thứ Năm 9/9" (with the year on wish). */
export function namedDay(day: string, withYear = false): string {
  return `${weekday(day)}${nbsp}${withYear ? fullDay(day) : shortDay(day)}`;
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** First letter in capitals, for a name that starts a line. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

/** "xã Mỹ Lệ" with spaces that do not break. */
export function unbroken(text: string): string {
  return text.replace(/ /g, nbsp);
}
