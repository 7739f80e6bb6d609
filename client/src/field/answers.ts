/**
 * The six answers of the form and what they mean in the campaign's data.
 *
 * Pure. Rests on core/outcome. Promises: every outcome of the campaign is under exactly one answer;
 * reasons come commonest first by the use of the days before, so the order never moves within a day.
 */
import type { FieldRecord, Group, Outcome } from '../core/types';
import type { IconName } from '../ui/icon';

export type Answer = 'done' | 'failed' | 'revisit' | 'refused' | 'notEligible' | 'already';

export const answers: readonly Answer[] = [
  'already',
  'notEligible',
  'revisit',
  'refused',
  'failed',
  'done',
];

const answerOfGroup: Record<Group, Answer> = {
  success: 'done',
  partial: 'done',
  blocked: 'failed',
  other: 'failed',
  revisit: 'revisit',
  refused: 'refused',
  not_eligible: 'notEligible',
  neutral: 'already',
};

export const answerIcons: Record<Answer, IconName> = {
  done: 'check',
  failed: 'fail',
  revisit: 'revisit',
  refused: 'no',
  notEligible: 'nophone',
  already: 'had',
};

export function answerOf(group: Group): Answer {
  return answerOfGroup[group];
}

export function isAnswer(text: string | undefined): text is Answer {
  return answers.some((answer) => answer === text);
}

export function iconOf(outcome: Outcome | null): IconName {
  return outcome ? answerIcons[answerOf(outcome.group)] : 'info';
}

/** How often each outcome was used; withdrawn records do not speak. */
export function usageOf(records: readonly FieldRecord[]): ReadonlyMap<string, number> {
  const usage = new Map<string, number>();
  for (const record of records) {
    if (!record.void) usage.set(record.outcome, (usage.get(record.outcome) ?? 0) + 1);
  }
  return usage;
}

/** The reasons under an answer, commonest first; "other" always stands last. */
export function reasonsOf(
  outcomes: readonly Outcome[],
  answer: Answer,
  usage: ReadonlyMap<string, number>,
): Outcome[] {
  const listed = outcomes.filter((outcome) => answerOf(outcome.group) === answer);
  const rank = (outcome: Outcome) =>
    outcome.group === 'other' ? -1 : (usage.get(outcome.code) ?? 0);
  return listed
    .map((outcome, at) => ({ outcome, at }))
    .sort((a, b) => rank(b.outcome) - rank(a.outcome) || a.at - b.at)
    .map(({ outcome }) => outcome);
}
