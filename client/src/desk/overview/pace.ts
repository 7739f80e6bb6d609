/**
 * Pace towards a target: what was expected by a day, what is needed from then on, when it would be reached. Pure.
 *
 * Promises: nothing is forecast from a single figure; a target above the ceiling says so; an official target is
 * judged on the day of the last official figure, not today.
 */
import { addDays, daysBetween } from '../../core/day';

export interface Goal {
  readonly value: number;
  readonly startsOn: string;
  readonly deadline: string;
}

/** A level that was reached on a day. */
export interface Known {
  readonly day: string;
  readonly value: number;
}

export interface Pace {
  readonly done: number;
  readonly on: string;
  readonly goal: Goal;
  /** What should have been there on `expectedOn`, from the level at which it began. */
  readonly expected: number;
  /** That day, or the target's first one where the figure is older. */
  readonly expectedOn: string;
  /** Done less expected. */
  readonly ahead: number;
  readonly missing: number;
  /** Days from today to the deadline. */
  readonly daysLeft: number;
  /** A day from today on; null after the deadline. */
  readonly needed: number | null;
  /** A day so far; null when there is only one figure. */
  readonly rate: number | null;
  /** When it is reached at this rate; null when that cannot be told, or never. */
  readonly forecast: string | null;
  /** The last figure is older than the target: it cannot be judged yet. */
  readonly stale: boolean;
  /** It would take more than ten years. */
  readonly far: boolean;
  readonly aboveCeiling: boolean;
}

const FAR_DAYS = 3650;

const clamp = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

const later = (day: string, other: string) => (daysBetween(day, other) > 0 ? other : day);

/**
 * @param start what was there when it began; for logged figures nothing was.
 * @param end the last that is known.
 * @param today from when on there is time left.
 * @param ceiling what can be reached at most: the denominator.
 */
export function paceOf(
  goal: Goal,
  start: Known,
  end: Known,
  today: string,
  ceiling: number | null,
): Pace {
  const span = daysBetween(goal.startsOn, goal.deadline);
  const elapsed = clamp(daysBetween(goal.startsOn, end.day), 0, Math.max(0, span));
  const way = goal.value - start.value;
  const expected =
    span <= 0
      ? end.day >= goal.deadline
        ? goal.value
        : start.value
      : start.value + Math.floor((way * elapsed) / span);
  const missing = Math.max(0, goal.value - end.value);
  const daysLeft = daysBetween(today, goal.deadline);
  const days = daysBetween(start.day, end.day);
  const rate = days > 0 ? (end.value - start.value) / days : null;
  const aboveCeiling = ceiling !== null && goal.value > ceiling;
  const reachable = missing > 0 && rate !== null && rate > 0 && !aboveCeiling;
  const more = reachable ? Math.ceil(missing / (rate ?? 1)) : 0;
  return {
    done: end.value,
    on: end.day,
    goal,
    expected,
    expectedOn: later(end.day, goal.startsOn),
    ahead: end.value - expected,
    missing,
    daysLeft,
    needed: missing === 0 ? 0 : daysLeft > 0 ? Math.ceil(missing / daysLeft) : null,
    rate,
    forecast: reachable && more < FAR_DAYS ? addDays(end.day, more) : null,
    far: reachable && more >= FAR_DAYS,
    stale: daysBetween(goal.startsOn, end.day) < 0,
    aboveCeiling,
  };
}
