/**
 * What a counter counts: five buttons, each an outcome of the campaign; today's taps; the days before.
 *
 * Pure. Promises: a button exists only where the campaign has an outcome for it; withdrawn taps do not count.
 */
import type { Directory, FieldRecord, Group, Outcome } from '../core/types';
import type { IconName } from '../ui/icon';

export type Button = 'helped' | 'had' | 'failed' | 'refused' | 'noPhone';

export const others: readonly Exclude<Button, 'helped'>[] = ['had', 'failed', 'refused', 'noPhone'];

export const buttonIcons: Record<Button, IconName> = {
  helped: 'check',
  had: 'had',
  failed: 'fail',
  refused: 'no',
  noPhone: 'nophone',
};

const groupsOf: Record<Button, readonly Group[]> = {
  helped: ['success', 'partial'],
  had: ['neutral'],
  failed: ['blocked', 'other', 'revisit'],
  refused: ['refused'],
  noPhone: ['not_eligible'],
};

export function buttonOf(group: Group): Button {
  const all: readonly Button[] = ['helped', ...others];
  return all.find((button) => groupsOf[button].includes(group)) ?? 'failed';
}

/** The button that a record's outcome belongs to. */
export function buttonIn(outcomes: readonly Outcome[], record: FieldRecord): Button {
  const group = outcomes.find((one) => one.code === record.outcome)?.group;
  return group ? buttonOf(group) : 'failed';
}

/**
 * The outcome a button records. Without a question at the counter only the plainest fits: for "cannot
 * install" and "says no" the one that names no cause, else the first of the group.
 */
export function outcomeOf(outcomes: readonly Outcome[], button: Button): Outcome | null {
  const groups = groupsOf[button];
  if (button === 'failed') {
    const other = outcomes.find((one) => one.group === 'other');
    if (other) return other;
  }
  const listed = outcomes
    .filter((one) => groups.includes(one.group))
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  if (button === 'refused')
    return listed.find((one) => one.code.endsWith('_other')) ?? listed[0] ?? null;
  return listed[0] ?? null;
}

/** Where taps are logged: the root of what the teller sees, since a counter serves the whole campaign. */
export function counterArea(directory: Directory, preset: string | null): string | null {
  const codes = new Set(directory.areas.map((area) => area.code));
  if (preset && codes.has(preset)) return preset;
  return (
    directory.areas.find((area) => area.parent === null || !codes.has(area.parent))?.code ?? null
  );
}

export type Tally = Record<Button, number>;

export function tallyOf(records: readonly FieldRecord[], outcomes: readonly Outcome[]): Tally {
  const groups = new Map(outcomes.map((one) => [one.code, one.group]));
  const tally: Tally = { helped: 0, had: 0, failed: 0, refused: 0, noPhone: 0 };
  for (const record of records) {
    const group = groups.get(record.outcome);
    if (!record.void && group) tally[buttonOf(group)] += 1;
  }
  return tally;
}

/** Counts by day, newest first. */
export function daysOf(
  records: readonly FieldRecord[],
  outcomes: readonly Outcome[],
): { day: string; tally: Tally }[] {
  const days = new Map<string, FieldRecord[]>();
  for (const record of records) days.set(record.day, [...(days.get(record.day) ?? []), record]);
  return [...days]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, list]) => ({ day, tally: tallyOf(list, outcomes) }));
}

/** What a key does: a button to count, "undo", or nothing. Keys held down count once. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'repeat' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): Button | 'undo' | null {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === ' ') return 'helped';
  if (event.key === 'Backspace') return 'undo';
  return others[Number(event.key) - 1] ?? null;
}
