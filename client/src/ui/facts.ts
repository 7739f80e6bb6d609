/** Roles, facts and spans of time in the language of the page. */
import { inLanguage } from './language';
import { en } from './strings.facts.en';
import { vi } from './strings.facts.vi';

export const factWords = inLanguage(vi, en);

/** How long, in the largest unit that fits. */
export function age(ms: number): string {
  const w = factWords.value.ages;
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 60) return w.seconds(Math.max(1, seconds));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return w.minutes(minutes);
  const hours = Math.round(minutes / 60);
  if (hours < 48) return w.hours(hours);
  return w.days(Math.round(hours / 24));
}

/** How long ago. */
export function ago(ms: number): string {
  const w = factWords.value.ages;
  return Math.abs(ms) < 60_000 ? w.now : w.ago(age(ms));
}
