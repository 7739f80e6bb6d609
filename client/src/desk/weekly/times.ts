/** Due instants and delays in words. A due instant is the first that is late, so it reads "before …". */
import { dayOf, msOf } from '../../core/day';
import { fullDay, hour, namedDay } from '../../ui/format';
import { language } from '../../ui/locale';
import { weeklyWords } from './words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2 ngày 3 giờ`, `40 phút`: in its two greatest units. */
export function span(ms: number): string {
  const w = weeklyWords.value.units;
  const whole = Math.abs(ms);
  if (whole < MINUTE) return w.short;
  const days = Math.floor(whole / DAY);
  const hours = Math.floor((whole % DAY) / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const parts = [
    days ? w.days(days) : '',
    hours ? w.hours(hours) : '',
    minutes ? w.minutes(minutes) : '',
  ].filter(Boolean);
  return parts.slice(0, 2).join(' ');
}

/** `trước 13:00 thứ Năm 26/8/2021`; a midnight reads as the end of the day before. */
export function dueText(dueAt: string | null, tz: string): string {
  const w = weeklyWords.value.due;
  if (dueAt === null) return w.none;
  const time = hour(dueAt, tz);
  if (time !== '00:00') return w.before(time, namedDay(dayOf(dueAt, tz), true));
  return w.endOf(namedDay(dayOf(new Date(msOf(dueAt) - 1).toISOString(), tz), true));
}

/** `12:59:58 26/8/2021`: seconds decide what is late. */
export function moment(instant: string, tz: string): string {
  return `${hour(instant, tz)}:${instant.slice(17, 19)} ${fullDay(dayOf(instant, tz))}`;
}

/** What a duty is called in the language of the page. */
export function titleOf({ title, titleEn }: { title: string; titleEn: string }): string {
  return language.value === 'en' ? titleEn : title;
}
