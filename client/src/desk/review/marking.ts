/**
 * The act on chosen records, from the button to what came of it.
 * Promises: the ops stand before anything is sent, so that "send again" is the same act; an undo is an act of its own.
 */
import { useSignal } from '@preact/signals';
import type { ReviewOp } from '../../core/types';
import type { Session } from '../../sync/account';
import type { TransportFailure } from '../../sync/contract';
import { makeReviews, sendReviews } from '../../sync/reviews';
import { changesFigures, type Outcome, outcomeOf, type Step, type Verdict } from './verdicts';

export interface Act {
  readonly kind: Verdict | 'undo';
  readonly steps: readonly Step[];
  readonly ops: readonly ReviewOp[];
  readonly outcome: Outcome;
  readonly failure: TransportFailure | null;
}

export function useMarking(session: Session, onDone: () => void) {
  const act = useSignal<Act | null>(null);
  const busy = useSignal(false);
  const send = async (made: Act) => {
    const { results, failure } = await sendReviews(session, made.ops);
    const found = outcomeOf(made.steps, made.ops, results);
    act.value = {
      ...made,
      outcome: {
        done: [...made.outcome.done, ...found.done],
        refused: [...made.outcome.refused, ...found.refused],
        left: found.left,
      },
      failure,
    };
    if (found.done.length || found.refused.length) onDone();
  };
  const locked = async (work: () => Promise<void>) => {
    if (busy.value) return;
    busy.value = true;
    try {
      await work();
    } finally {
      busy.value = false;
    }
  };
  return {
    act: act.value,
    busy: busy.value,
    run: (kind: Act['kind'], steps: readonly Step[]) =>
      locked(async () => {
        const ops = await makeReviews(
          session,
          steps.map((step) => step.said),
        );
        const outcome = { done: [], refused: [], left: steps };
        await send({ kind, steps, ops, outcome, failure: null });
      }),
    retry: () =>
      locked(async () => {
        const before = act.value;
        if (!before) return;
        const left = new Set(before.outcome.left);
        const at = before.steps.map((step) => left.has(step));
        await send({
          ...before,
          steps: before.steps.filter((_, index) => at[index]),
          ops: before.ops.filter((_, index) => at[index]),
        });
      }),
    shut: () => {
      act.value = null;
    },
  };
}

export type Marking = ReturnType<typeof useMarking>;

/** What of an act can be taken back. */
export function undoable(act: Act): readonly Step[] {
  return act.kind === 'undo' ? [] : act.outcome.done.filter(changesFigures);
}
