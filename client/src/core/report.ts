/**
 * A report as its author writes it on this machine: the words, and whether they are on their way. Pure.
 *
 * Promises: a text that the server may have already is never changed under the same id; what changed between two
 * versions is told section by section.
 */

export const sections = [
  'workDone',
  'results',
  'difficulties',
  'proposals',
  'nextWeek',
  'note',
] as const;
export type Section = (typeof sections)[number];
export type Narrative = Readonly<Record<Section, string>>;

export const noWords: Narrative = {
  workDone: '',
  results: '',
  difficulties: '',
  proposals: '',
  nextWeek: '',
  note: '',
};

/** What is owed: by whom, and for which period (the day on which it is due). */
export interface DutyKey {
  readonly obligation: string;
  readonly organisation: string;
  readonly period: string;
}

/** A report that its author has finished and that goes out until it is answered. */
export interface Sending {
  /** The report's id: the same words again are the same report. */
  readonly id: string;
  /** The author's claim; the server's receipt decides. */
  readonly finishedAt: string;
  readonly tries: number;
  readonly problem: string | null;
}

/** Why the server did not take it; the words stay. */
export interface Refusal {
  readonly code: string;
  /** Of `report.newer`: the version that is there. */
  readonly latest: string | null;
}

export interface ReportDraft extends DutyKey {
  readonly narrative: Narrative;
  readonly zero: boolean;
  /** The version that this one corrects. */
  readonly corrects: string | null;
  /** Whose word it is, when somebody else types it. */
  readonly saidBy: string;
  readonly step: number;
  readonly changedAt: string;
  readonly sending: Sending | null;
  readonly refusal: Refusal | null;
}

export function dutyName({ obligation, organisation, period }: DutyKey): string {
  return `${obligation}!${organisation}!${period}`;
}

export function freshDraft(duty: DutyKey, narrative: Narrative, corrects: string | null) {
  const { obligation, organisation, period } = duty;
  const draft: ReportDraft = {
    obligation,
    organisation,
    period,
    narrative,
    zero: false,
    corrects,
    saidBy: '',
    step: 0,
    changedAt: '',
    sending: null,
    refusal: null,
  };
  return draft;
}

/** The author has pressed send. */
export function finished(draft: ReportDraft, id: string, at: string): ReportDraft {
  return {
    ...draft,
    refusal: null,
    sending: { id, finishedAt: at, tries: 0, problem: null },
  };
}

/**
 * The draft after its report was stored: nothing is left to keep, unless the author has opened it again in the
 * meantime; then what they write now corrects what was stored.
 */
export function afterReceipt(draft: ReportDraft, id: string): ReportDraft | null {
  return draft.sending?.id === id ? null : { ...draft, corrects: id, refusal: null };
}

/** Sections whose words differ, in their order. */
export function changedSections(before: Narrative, after: Narrative): Section[] {
  return sections.filter((name) => before[name].trim() !== after[name].trim());
}

export function isEmpty(narrative: Narrative): boolean {
  return sections.every((name) => narrative[name].trim() === '');
}
