/**
 * The targets of a place with what was reached of them: published figures for what is installed, records for what is
 * logged. Pure. Promises: an official target takes the last official figure and its day, never today's.
 */
import type { TotalsFigures } from '../../sync/contract';
import { type Pace, paceOf } from './pace';
import type { FigureRow, Goals, Target } from './wire';

export interface Aim {
  readonly target: Target;
  readonly of: 'installed' | 'unique';
  /** Null: not one figure to judge it by. */
  readonly pace: Pace | null;
  /** Smartphones: what can be reached at most. */
  readonly ceiling: number | null;
}

/** The level at the beginning: the last figure until then, else the first there is. */
function startOf(figures: readonly FigureRow[], startsOn: string): FigureRow | null {
  const before = figures.filter((one) => one.day <= startsOn);
  return before[before.length - 1] ?? figures[0] ?? null;
}

/** The most official first; of one kind the next to fall due. */
export function aimsOf(goals: Goals, total: TotalsFigures, today: string): readonly Aim[] {
  const ceiling = total.smartphones?.value ?? null;
  const installed = goals.installed.filter((one) => one.day <= today);
  const paced = (target: Target, of: Aim['of']): Aim => {
    if (of === 'installed') {
      const start = startOf(installed, target.startsOn);
      const end = installed[installed.length - 1];
      const pace = start && end ? paceOf(target, start, end, today, ceiling) : null;
      return { target, of, pace, ceiling };
    }
    const start = { day: target.startsOn, value: 0 };
    const pace =
      total.unique === null
        ? null
        : paceOf(target, start, { day: today, value: total.unique }, today, ceiling);
    return { target, of, pace, ceiling };
  };
  const kind = (of: Aim['of']) => {
    const found = goals.targets
      .filter((one) => one.measure === of)
      .sort((a, b) => a.deadline.localeCompare(b.deadline));
    const next = found.find((one) => one.deadline >= today) ?? found[found.length - 1];
    return next ? [paced(next, of)] : [];
  };
  return [...kind('installed'), ...kind('unique')];
}
