/**
 * The form as it is being filled: one phone at one door.
 *
 * Rests on the store. Promises: every change is kept as a draft at once and comes back after a kill;
 * the number typed never is (it lives in its field only); "saved" is told only after the store says so;
 * a failure leaves everything as typed.
 */
import { batch, type Signal, signal } from '@preact/signals';
import { instantOf } from '../core/day';
import { uuidv7 } from '../core/ids';
import { failure, type Result } from '../core/result';
import type { Draft, FieldRecord, Mode } from '../core/types';
import type { ChangeInput, Store } from '../store/contract';
import { type Answer, isAnswer } from './answers';

export type NumberInput = { phone?: string | null; consent?: string };

export type Saved = {
  record: FieldRecord;
  corrected: boolean;
  /** Which phone of the house this was, and which comes next. */
  machine: number;
  next: number;
};

export interface Visit {
  readonly area: Signal<string | null>;
  readonly mode: Signal<Mode>;
  readonly household: Signal<string>;
  /** Which phone of the house this is, from 1. */
  readonly machine: Signal<number>;
  readonly answer: Signal<Answer | null>;
  readonly outcome: Signal<string | null>;
  readonly revisitOn: Signal<string | null>;
  readonly note: Signal<string>;
  /** The record that is being corrected, or null for a new one. */
  readonly correcting: Signal<FieldRecord | null>;
  readonly saved: Signal<Saved | null>;
  readonly saving: Signal<boolean>;
  /** True when something typed would be lost by a reload. */
  open(): boolean;
  setPlace(area: string): void;
  setMode(mode: Mode): void;
  choose(answer: Answer | null, outcome?: string | null): void;
  setRevisit(day: string | null): void;
  setNote(note: string): void;
  /** Drops the house: the next phone is the first of another one. */
  otherHouse(): void;
  /** The next phone of the same house. */
  sameHouse(): void;
  /** A later visit to a house: a new record of it. */
  visitAgain(record: FieldRecord, machine: number): void;
  correct(record: FieldRecord, answer: Answer): void;
  stopCorrecting(): void;
  save(outcome: string, number?: NumberInput): Promise<Result<FieldRecord>>;
  /** Resolves when the draft last made is kept. */
  settled(): Promise<void>;
}

export async function makeVisit(deps: {
  store: Store;
  now: () => number;
  preset: string | null;
}): Promise<Visit> {
  const { store, now, preset } = deps;
  // Asked at once, though one of them is enough: each answer takes a slow phone's disk its time.
  const [draft, { records }] = await Promise.all([
    store.loadDraft(),
    store.listRecords({ limit: 1 }),
  ]);
  const newest = draft ? null : records[0];
  const correcting = signal(draft?.recordId ? await store.getRecord(draft.recordId) : null);

  const area = signal<string | null>(draft?.area || newest?.area || preset);
  const mode = signal<Mode>(
    draft?.mode ?? (newest && newest.mode !== 'counter' ? newest.mode : 'door'),
  );
  const household = signal(draft?.household ?? uuidv7(now()));
  const machine = signal(draft?.machine ?? 1);
  const answer = signal<Answer | null>(isAnswer(draft?.answer) ? draft.answer : null);
  const outcome = signal<string | null>(draft?.outcome ?? null);
  const revisitOn = signal<string | null>(draft?.revisitOn ?? null);
  const note = signal(draft?.note ?? '');
  const saved = signal<Saved | null>(null);
  const saving = signal(false);

  let keeping: Promise<unknown> = Promise.resolve();
  /** One after the other: an older draft must never overwrite a newer one. */
  const keep = () => {
    const next: Draft = {
      area: area.value ?? '',
      mode: mode.value,
      household: household.value,
      machine: machine.value,
      updatedAt: instantOf(now()),
      ...(answer.value ? { answer: answer.value } : {}),
      ...(outcome.value ? { outcome: outcome.value } : {}),
      ...(revisitOn.value ? { revisitOn: revisitOn.value } : {}),
      ...(note.value ? { note: note.value } : {}),
      ...(correcting.value ? { recordId: correcting.value.recordId } : {}),
    };
    keeping = keeping.then(() => store.saveDraft(next));
  };
  const change = (what: () => void) => {
    batch(what);
    keep();
  };
  const blank = () => {
    answer.value = null;
    outcome.value = null;
    revisitOn.value = null;
    note.value = '';
  };
  const newHouse = () => {
    household.value = uuidv7(now());
    machine.value = 1;
  };

  const save = async (chosen: string, number: NumberInput): Promise<Result<FieldRecord>> => {
    const common = {
      area: area.value ?? '',
      mode: mode.value,
      outcome: chosen,
      ...(number.consent ? { consent: number.consent } : {}),
    };
    const before = correcting.value;
    if (before) {
      const changed: ChangeInput = {
        ...common,
        revisitOn: revisitOn.value,
        note: note.value.trim() || null,
        ...(number.phone === undefined ? {} : { phone: number.phone }),
      };
      return store.correctRecord(before.recordId, changed);
    }
    return store.saveRecord({
      ...common,
      household: household.value,
      ...(number.phone ? { phone: number.phone } : {}),
      ...(revisitOn.value ? { revisitOn: revisitOn.value } : {}),
      ...(note.value.trim() ? { note: note.value.trim() } : {}),
    });
  };

  return {
    area,
    mode,
    household,
    machine,
    answer,
    outcome,
    revisitOn,
    note,
    correcting,
    saved,
    saving,
    open: () => answer.value !== null || correcting.value !== null || note.value !== '',
    setPlace: (code) => {
      change(() => {
        // Another hamlet is another house, unless a record is being corrected.
        if (area.value !== code && !correcting.value && area.value !== null) newHouse();
        area.value = code;
      });
    },
    setMode: (next) => {
      change(() => {
        mode.value = next;
      });
    },
    choose: (next, code = null) => {
      change(() => {
        answer.value = next;
        outcome.value = code;
        if (next === null) revisitOn.value = null;
      });
    },
    setRevisit: (day) => {
      change(() => {
        revisitOn.value = day;
      });
    },
    setNote: (text) => {
      change(() => {
        note.value = text;
      });
    },
    otherHouse: () => {
      change(() => {
        saved.value = null;
        blank();
        newHouse();
      });
    },
    sameHouse: () => {
      change(() => {
        machine.value = saved.value?.next ?? machine.value;
        saved.value = null;
        blank();
      });
    },
    visitAgain: (record, at) => {
      change(() => {
        saved.value = null;
        correcting.value = null;
        blank();
        area.value = record.area;
        household.value = record.household ?? uuidv7(now());
        machine.value = at;
      });
    },
    correct: (record, next) => {
      change(() => {
        machine.value = saved.value?.next ?? machine.value;
        saved.value = null;
        correcting.value = record;
        area.value = record.area;
        mode.value = record.mode;
        answer.value = next;
        outcome.value = record.outcome;
        revisitOn.value = record.revisitOn;
        note.value = record.note ?? '';
      });
    },
    stopCorrecting: () => {
      change(() => {
        correcting.value = null;
        blank();
      });
    },
    save: async (chosen, number = {}) => {
      if (saving.value) return failure('store.busy');
      saving.value = true;
      // The draft must be on its way out before the save clears it, or it would come back.
      await keeping;
      const result = await save(chosen, number);
      saving.value = false;
      if (result.ok) {
        const corrected = correcting.value !== null;
        batch(() => {
          saved.value = {
            record: result.value,
            corrected,
            machine: machine.value,
            next: corrected ? machine.value : machine.value + 1,
          };
          correcting.value = null;
          blank();
        });
      }
      return result;
    },
    settled: async () => {
      await keeping;
    },
  };
}
