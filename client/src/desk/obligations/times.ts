/** Due instants and spans as people say them. Pure but for the language. */
import { addDays, dayOf, minuteOf, startOfDay } from '../../core/day';
import { hour, namedDay, shortDay } from '../../ui/format';
import { obligationWords } from './words';

const units = [86_400_000, 3_600_000, 60_000, 1_000] as const;

/** Days, hours, minutes and seconds of a span. */
export function partsOf(ms: number): readonly [number, number, number, number] {
  let rest = Math.max(0, Math.floor(ms));
  const parts = units.map((unit) => {
    const whole = Math.floor(rest / unit);
    rest -= whole * unit;
    return whole;
  });
  return parts as unknown as readonly [number, number, number, number];
}

/** "3 ngày 4 giờ", "2 giờ 48 phút", "12 phút 5 giây": its two greatest units, seconds only under an hour. */
export function span(ms: number): string {
  const w = obligationWords.value.units;
  const [days, hours, minutes, seconds] = partsOf(ms);
  const named = [
    days ? w.days(days) : '',
    hours ? w.hours(hours) : '',
    minutes ? w.minutes(minutes) : '',
    days || hours ? '' : w.seconds(seconds),
  ].filter((one) => one !== '');
  return named.slice(0, 2).join(' ');
}

/** How late, in one unit: "+40 phút", "+1 giờ", "+2 ngày". */
export function lateBy(ms: number): string {
  const w = obligationWords.value.units;
  const [days, hours, minutes] = partsOf(ms);
  if (days) return `+${w.days(days)}`;
  if (hours) return `+${w.hours(hours)}`;
  return `+${w.minutes(Math.max(1, minutes))}`;
}

/** A due instant is the first that is late: "trước 13:00 thứ Năm 26/8"; a midnight reads as the end of the day before. */
export function dueText(dueAt: string, tz: string): string {
  const w = obligationWords.value.due;
  const day = dayOf(dueAt, tz);
  if (minuteOf(dueAt, tz) === 0) return w.end(namedDay(addDays(day, -1)));
  return w.before(hour(dueAt, tz), namedDay(day));
}

/** The same in a table's head: "26/8, 13:00", "hết 24/8". */
export function dueShort(dueAt: string, tz: string): string {
  const w = obligationWords.value.due;
  const day = dayOf(dueAt, tz);
  if (minuteOf(dueAt, tz) === 0) return w.endShort(shortDay(addDays(day, -1)));
  return `${shortDay(day)}, ${hour(dueAt, tz)}`;
}

/** "13:05, 26/8", with yesterday, today and tomorrow by name. */
export function moment(at: string, now: string, tz: string): string {
  const w = obligationWords.value.due;
  const [day, today] = [dayOf(at, tz), dayOf(now, tz)];
  if (day === today) return w.today(hour(at, tz));
  if (day === addDays(today, 1)) return w.tomorrow(hour(at, tz));
  if (day === addDays(today, -1)) return w.yesterday(hour(at, tz));
  return `${hour(at, tz)}, ${shortDay(day)}`;
}

/** The instant of a time of day ("13:00") on a day; null for what is no time. */
export function instantAt(day: string, clock: string, tz: string): string | null {
  const found = /^(\d{2}):(\d{2})$/.exec(clock);
  if (!found || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return new Date(Date.parse(startOfDay(day, tz)) + minutes * 60_000).toISOString();
}
