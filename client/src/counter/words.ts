/** The sentences of the counter. */
import { firstWords } from '../ui/language';
import { vi } from './strings.vi';
import type { Button } from './tally';

export const counterWords = firstWords(vi, async () => (await import('./strings.en')).en);

export function buttonName(button: Button): string {
  const w = counterWords.value;
  return button === 'helped' ? w.helpedShort : w[button];
}
