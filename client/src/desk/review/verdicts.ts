/**
 * What is said about records, and how it is taken back: a later review that says what stood before. Pure.
 * Promises: an undo never leaves a record outside the figures that was in them before the act, nor the other way round.
 */
import type { ReviewOp } from '../../core/types';
import type { OpResult } from '../../store/contract';
import type { Said, SentReviews } from '../../sync/reviews';
import type { ListedRecord } from './wire';

export type Verdict = 'ok' | 'void';

/** One record of an act; `before` is what its review said until then. */
export interface Step {
  readonly record: ListedRecord;
  readonly before: ListedRecord['review'];
  readonly said: Said;
}

export function stepsOf(
  records: readonly ListedRecord[],
  verdict: Verdict,
  reason: string,
): readonly Step[] {
  return records.map((record) => ({
    record,
    before: record.review,
    said: {
      recordId: record.recordId,
      person: record.person,
      seenRev: record.rev,
      after: record.reviewRev,
      verdict,
      reason: reason.trim(),
    },
  }));
}

/** The steps that put back what `done` changed; `reason` where nothing was said before. */
export function undoOf(done: readonly Step[], reason: string): readonly Step[] {
  return done.map(({ record, before, said }) => ({
    record,
    before: { verdict: said.verdict, reason: said.reason },
    said: {
      ...said,
      after: said.after + 1,
      verdict: before?.verdict ?? 'ok',
      reason: before?.reason || reason,
    },
  }));
}

/** Whether taking it back changes anything: "right" where nothing was said before moves no figure. */
export function changesFigures({ before, said }: Step): boolean {
  return (before?.verdict === 'void') !== (said.verdict === 'void');
}

export interface Outcome {
  readonly done: readonly Step[];
  /** Answered, but held or not understood: with the server's reason. */
  readonly refused: readonly { readonly step: Step; readonly result: OpResult }[];
  /** Not answered: to be sent again as they are. */
  readonly left: readonly Step[];
}

const stored = new Set(['stored', 'duplicate']);

/** Steps and ops stand in the same order. */
export function outcomeOf(
  steps: readonly Step[],
  ops: readonly ReviewOp[],
  results: SentReviews['results'],
): Outcome {
  const done: Step[] = [];
  const refused: { step: Step; result: OpResult }[] = [];
  const left: Step[] = [];
  steps.forEach((step, index) => {
    const result = results.get(ops[index]?.opId ?? '');
    if (!result) left.push(step);
    else if (stored.has(result.status)) done.push(step);
    else refused.push({ step, result });
  });
  return { done, refused, left };
}
