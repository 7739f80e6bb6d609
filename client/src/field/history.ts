/**
 * The steps of the form in the browser's history, so that the phone's back button steps back.
 * All have the address `/`; the step is kept in the history entry and survives a reload.
 */
import { entry, go } from '../ui/router';

export type Step = 'reasons' | 'place' | 'saved';

export function stepTo(step: Step | null, replace = false): void {
  go('/', { replace, state: step ? { step } : null });
}

export function stepNow(): Step | null {
  const state = entry.value as { step?: Step } | null;
  return state?.step ?? null;
}
