/** A count and an hour, as the first screens say them; format.ts has these and the rest for everything after. */
import { minuteOf } from '../core/day';
import { language } from './locale';

const separators = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } };

/** A count, grouped by threes; "–" when it is not known. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const { group } = separators[language.value];
  const digits = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, group);
  return value < 0 ? `−${digits}` : digits;
}

/** What stands before decimals. */
export function decimalMark(): string {
  return separators[language.value].decimal;
}

/** The hour of an instant in a zone: "09:05". */
export function hour(instant: string, tz: string): string {
  const minutes = minuteOf(instant, tz);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
