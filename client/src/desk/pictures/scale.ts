/**
 * Steps of the map from the data itself: at most five, with round limits that are told in the legend. Pure.
 *
 * Promises: every step holds a value of the data's own span, the limits rise, each value falls into exactly one
 * step, and data without any spread make one step only.
 */

/** The lower limits of the steps above the first; none when there is nothing to tell apart. */
export interface Scale {
  readonly limits: readonly number[];
  /** Decimals that tell the limits apart. */
  readonly places: number;
}

const STEPS = 5;

/** The round number (1, 2, 2.5 or 5 times a power of ten) next above. */
function roundAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const least = [1, 2, 2.5, 5, 10].find((one) => one * power >= value * (1 - 1e-9));
  return (least ?? 10) * power;
}

export function scaleOf(values: readonly number[], whole = false): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (values.length === 0 || !(most > least)) return { limits: [], places: 0 };
  const rough = roundAbove((most - least) / STEPS);
  const width = whole ? Math.max(1, Math.ceil(rough)) : rough;
  const first = Math.floor(least / width + 1e-9) + 1;
  const limits = Array.from({ length: STEPS - 1 }, (_, at) =>
    Number(((first + at) * width).toFixed(9)),
  ).filter((limit) => limit <= most);
  return { limits, places: placesOf(limits) };
}

/** The least number of decimals that shows every limit as it is. */
function placesOf(limits: readonly number[]): number {
  let places = 0;
  while (places < 6 && limits.some((limit) => Number(limit.toFixed(places)) !== limit)) places += 1;
  return places;
}

export type Step = 0 | 1 | 2 | 3 | 4 | 5;

/** 1 to 5, few to many; 0 for what is not known. Few steps are spread over the hues, so that they stay apart. */
export function stepOf(value: number | null, scale: Scale): Step {
  if (value === null) return 0;
  const at = scale.limits.filter((limit) => value >= limit).length;
  return hueOf(at, scale);
}

/** The hue of the nth step (from 0). */
export function hueOf(at: number, { limits }: Scale): Step {
  return (limits.length === 0 ? 2 : 1 + Math.round((4 * at) / limits.length)) as Step;
}
