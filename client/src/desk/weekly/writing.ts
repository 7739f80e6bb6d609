/**
 * One report being written: its draft on this machine, what the server would say, and what the buttons do.
 *
 * Promises: each change is on the disk before the page says "saved"; saves happen one after the other; a draft that
 * another tab changed is taken over; without a network the last answer of the server stands in, with its time.
 */
import { type Signal, signal } from '@preact/signals';
import { dayOf } from '../../core/day';
import {
  type DutyKey,
  dutyName,
  freshDraft,
  type Narrative,
  noWords,
  type ReportDraft,
} from '../../core/report';
import type { Session } from '../../sync/account';
import { askPreview, type Preview } from '../../sync/reports';
import type { Room } from './room';

export interface Writing {
  readonly draft: Signal<ReportDraft | null>;
  readonly preview: Signal<Preview | null>;
  /** The preview is not of now: when it was kept. */
  readonly keptAt: Signal<string | null>;
  readonly loading: Signal<boolean>;
  readonly problem: Signal<string | null>;
  readonly savedAt: Signal<string | null>;
  readonly saveFailed: Signal<boolean>;
  /** When the server's answer came, by this machine's clock. */
  readonly answeredAt: Signal<number>;
  /** What went out from this page. */
  readonly sentId: Signal<string | null>;
  refresh(): Promise<void>;
  change(
    how: Partial<Pick<ReportDraft, 'saidBy' | 'step' | 'zero' | 'corrects' | 'refusal'>>,
  ): void;
  write(words: Partial<Narrative>): void;
  /** A new version over the one that is there. */
  correct(): void;
  finish(zero: boolean): Promise<void>;
  reopen(): Promise<void>;
  discard(): Promise<void>;
  close(): void;
}

export function openWriting(session: Session, room: Room, duty: DutyKey): Writing {
  const { reports } = room;
  const draft = signal<ReportDraft | null>(null);
  const preview = signal<Preview | null>(null);
  const keptAt = signal<string | null>(null);
  const loading = signal(true);
  const problem = signal<string | null>(null);
  const savedAt = signal<string | null>(null);
  const saveFailed = signal(false);
  const answeredAt = signal(0);
  const sentId = signal<string | null>(null);
  const key = `preview!${dutyName(duty)}`;
  let queue: Promise<unknown> = Promise.resolve();
  let pending = 0;
  let over = false;

  const save = (next: ReportDraft) => {
    draft.value = next;
    pending += 1;
    queue = queue
      .then(() => reports.save(next))
      .then(
        (kept) => {
          savedAt.value = kept.changedAt;
          saveFailed.value = false;
        },
        () => {
          saveFailed.value = true;
        },
      )
      .then(() => {
        pending -= 1;
      });
  };

  async function refresh(): Promise<void> {
    loading.value = true;
    const reply = await askPreview(session.transport, duty);
    if (over) return;
    if (reply.ok) {
      preview.value = reply.value;
      keptAt.value = null;
      problem.value = null;
      answeredAt.value = Date.now();
      await reports.keep(key, reply.value).catch(() => undefined);
    } else {
      problem.value = reply.error.code;
      const kept = preview.value ? null : await reports.kept(key).catch(() => null);
      if (kept) preview.value = kept.answer as Preview;
      keptAt.value = preview.value?.serverNow ?? null;
    }
    loading.value = false;
    begin();
  }

  /** An empty page to write on, unless something was sent already. */
  function begin(): void {
    if (draft.value || preview.value?.latest || sentId.value) return;
    draft.value = freshDraft(duty, noWords, null);
  }

  async function read(): Promise<void> {
    const found = await reports.load(duty).catch(() => null);
    // What is typed here and not saved yet is newer than what is read.
    if (over || pending > 0) return;
    const was = draft.value;
    if (found) {
      draft.value = found;
      savedAt.value = found.changedAt;
    } else if (was?.sending) {
      sentId.value = was.sending.id; // answered: the server has it
      await refresh();
      if (draft.value?.sending?.id === sentId.value) draft.value = null;
    }
  }

  const stop = reports.onChange(() => void read());
  void read().then(refresh);

  return {
    draft,
    preview,
    keptAt,
    loading,
    problem,
    savedAt,
    saveFailed,
    answeredAt,
    sentId,
    refresh,
    change(how) {
      if (draft.value && !draft.value.sending) save({ ...draft.value, ...how });
    },
    write(words) {
      const present = draft.value;
      if (!present || present.sending) return;
      save({ ...present, narrative: { ...present.narrative, ...words } });
    },
    correct() {
      const there = preview.value;
      if (!there?.latest) return;
      save({ ...freshDraft(duty, there.narrative, there.latest), step: 2 });
    },
    async finish(zero) {
      await queue;
      const present = draft.value;
      if (!present || present.sending) return;
      const { clockError } = await session.store.memory();
      // The district's own report: who writes it answers for it.
      const own = preview.value?.square.unit.kind === 'authority' && !present.saidBy.trim();
      const saidBy = own ? session.device.person.name : present.saidBy;
      try {
        draft.value = await reports.finish({ ...present, saidBy, zero }, clockError ?? 0);
        saveFailed.value = false;
      } catch {
        saveFailed.value = true;
        return;
      }
      await room.send();
    },
    async reopen() {
      await reports.reopen(duty).catch(() => undefined);
      await read();
    },
    async discard() {
      await queue;
      await reports.discard(duty);
      draft.value = null;
      savedAt.value = null;
      await refresh();
    },
    close() {
      over = true;
      stop();
    },
  };
}

/** From which day to which a period runs. */
export function periodOf(preview: Preview, tz: string): { from: string; to: string } | null {
  const { opensAt, dueAt, period } = preview.square;
  if (dueAt === null) return null;
  return { from: dayOf(opensAt, tz), to: period };
}

/** The number that the draft will have. */
export function versionOf(writing: Writing): number {
  const there = writing.preview.value;
  const draft = writing.draft.value;
  const versions = there?.square.versions ?? [];
  const corrected = versions.find((one) => one.id === draft?.corrects);
  return corrected ? corrected.version + 1 : versions.length + 1;
}

/** Whether this person types for somebody else's unit, so that they must say whose word it is. */
export function onBehalfOf(writing: Writing, own: string | null): boolean {
  const kind = writing.preview.value?.square.unit.kind;
  return kind !== 'authority' && own !== writing.draft.value?.organisation;
}
