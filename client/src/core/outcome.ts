/** What the group of an outcome means: protocol.md sections 3 and 4 in five questions. */
import type { Group, Outcome } from './types';

export const GROUPS: readonly Group[] = [
  'success',
  'partial',
  'neutral',
  'blocked',
  'revisit',
  'refused',
  'not_eligible',
  'other',
];

/** A put of such a group helps: it makes the record's time and may be credited. */
export function helps(group: Group): boolean {
  return group === 'success' || group === 'partial';
}

export function takesRevisit(group: Group): boolean {
  return group === 'partial' || group === 'blocked' || group === 'revisit';
}

/** Whether the form asks for the number. */
export function asksNumber(group: Group): boolean {
  return helps(group);
}

export function findOutcome(outcomes: readonly Outcome[], code: string): Outcome | null {
  return outcomes.find((outcome) => outcome.code === code) ?? null;
}

export function outcomesOf(outcomes: readonly Outcome[], groups: readonly Group[]): Outcome[] {
  return outcomes.filter((outcome) => groups.includes(outcome.group));
}
