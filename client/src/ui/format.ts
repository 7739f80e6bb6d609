/**
 * Numbers, days and times as people in Vietnam read them (and in English on wish).
 *
 * Pure but for the language signal. Promises: 35.921 and 30,99% in Vietnamese, a real minus sign,
 * "–" for what is not known, days and hours in the campaign's zone whatever the zone of the device.
 */
import { weekdayOf } from '../core/day';
import { count, decimalMark, hour } from './figures';
import { language } from './locale';

export { count, hour };

const nbsp = '\u00a0';

/** A number with so many decimals. */
export function decimal(value: number, places: number): string {
  const [whole, part] = Math.abs(value).toFixed(places).split('.');
  const text = part ? `${count(Number(whole))}${decimalMark()}${part}` : count(Number(whole));
  return value < 0 ? `−${text}` : text;
}

/** part / whole in per cent with two decimals; null when there is no denominator to divide by. */
export function percent(
  part: number | null | undefined,
  whole: number | null | undefined,
): string | null {
  if (part === null || part === undefined || !whole) return null;
  return `${decimal((100 * part) / whole, 2)}%`;
}

/** Bytes as "1,2 GB" or "340 MB". */
export function space(bytes: number): string {
  if (bytes >= 1e9) return `${decimal(bytes / 1e9, 1)}${nbsp}GB`;
  return `${count(Math.max(1, Math.round(bytes / 1e6)))}${nbsp}MB`;
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
  return weekdays[language.value][weekdayOf(day)] ?? '';
}

/** "thứ Năm 9/9" (with the year on wish). */
export function namedDay(day: string, withYear = false): string {
  return `${weekday(day)}${nbsp}${withYear ? fullDay(day) : shortDay(day)}`;
}

/** A name inside a sentence: "huyện Cần Đước", "xã Mỹ Lệ". */
export function inSentence(name: string): string {
  return name.replace(/^(Tỉnh|Huyện|Xã|Thị trấn|Ấp|Khu phố)(?= )/, (kind) =>
    kind.toLocaleLowerCase('vi'),
  );
}

/** First letter in capitals, for a name that starts a line. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
