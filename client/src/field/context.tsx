/**
 * What every field screen shares: the store, the engine, and what they say as signals.
 *
 * Rests on store and sync contracts, given by main. Promises: a screen reads signals only; counts come
 * each from its own store and are read again after every change.
 */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { addDays } from '../core/day';
import type { Result } from '../core/result';
import type { Device, Directory, FieldRecord, Outcome } from '../core/types';
import type { Counts, Store } from '../store/contract';
import type { Engine, EngineStatus, Observable } from '../sync/contract';
import type { LaterEngine } from '../sync/later';
import type { DayReceipt } from '../sync/receipts';
import type { Notify } from '../ui/notices';
import { usageOf } from './answers';
import { type AreaTree, areaTree } from './areas';
import { makeVisit, type Visit } from './visit';

/** What main knows of this phone, its worker and its seats. */
export interface PhoneHost {
  readonly version: string;
  /** True when a new version waits to be used. */
  readonly updateReady: ReadonlySignal<boolean>;
  applyUpdate(): void;
  /** Shows the browser's own offer to add to the home screen; null when there is none. */
  readonly offerInstall: ReadonlySignal<(() => Promise<void>) | null>;
  /** Ops that wait, as the text of a hand-over file. */
  writeHandover(): Promise<string>;
  /** What the server has of a day, with the code that proves it. */
  askReceipt(day: string): Promise<Result<DayReceipt, { code: string }>>;
  /** The inbox, and notices that ring; rejects while there is no way to the server's parts. */
  notify(): Promise<Notify>;
  /** Ends the session here and on the server. */
  signOut(): Promise<void>;
}

export interface FieldDeps {
  readonly store: Store;
  /** Attached once the parts that talk to the server are loaded. */
  readonly engine: LaterEngine;
  readonly host: PhoneHost;
  /** The phone's clock, ms. */
  readonly now: () => number;
}

export interface Field extends FieldDeps {
  readonly device: Device;
  readonly tz: string;
  readonly directory: Signal<Directory | null>;
  readonly areas: ReadonlySignal<AreaTree>;
  readonly status: ReadonlySignal<EngineStatus>;
  /** null until they were counted: nothing is said of them then. */
  readonly counts: Signal<Counts | null>;
  readonly revisits: Signal<readonly FieldRecord[] | null>;
  /** Goes up with every change of the records, so that lists read again. */
  readonly changed: Signal<number>;
  /** Another tab has upgraded the store: this page must be opened again. */
  readonly outdated: Signal<boolean>;
  /** A reading of the store failed; what the screens show may be old. */
  readonly unread: ReadonlySignal<boolean>;
  readonly today: Signal<string>;
  readonly usage: Signal<ReadonlyMap<string, number>>;
  readonly visit: Visit;
  attach(engine: Engine): void;
  outcome(code: string): Outcome | null;
  /**
   * What the store answers; undefined when it cannot be read, which is told above every screen until the same
   * reader has its answer.
   */
  reading<T>(reader: unknown, answer: Promise<T>): Promise<T | undefined>;
  stop(): void;
}

/** An observable of the engine as a signal. */
export function follow<T>(source: Observable<T>): { signal: ReadonlySignal<T>; stop: () => void } {
  const copy = signal(source.value);
  const stop = source.subscribe((value) => {
    copy.value = value;
  });
  return { signal: copy, stop };
}

const usageDays = 7;
const refreshMs = 50;

export async function openField(deps: FieldDeps): Promise<Field> {
  const { store, engine, now } = deps;
  const { device } = store;
  const tz = device.campaign.tz;
  const status = follow(engine.status);
  const [lists, day, visit] = await Promise.all([
    store.directory(),
    store.today(),
    makeVisit({ store, now, preset: device.presetHamlet }),
  ]);
  const directory = signal<Directory | null>(lists);
  const counts = signal<Counts | null>(null);
  const revisits = signal<readonly FieldRecord[] | null>(null);
  const changed = signal(0);
  const outdated = signal(false);
  const unread = signal(false);
  const today = signal(day);
  const usage = signal<ReadonlyMap<string, number>>(new Map());

  const failing = new Set<unknown>();
  const reading = async <T,>(reader: unknown, answer: Promise<T>): Promise<T | undefined> => {
    const found = await answer.then(
      (value) => {
        failing.delete(reader);
        return value;
      },
      () => {
        failing.add(reader);
        return undefined;
      },
    );
    unread.value = failing.size > 0;
    return found;
  };
  const readUsage = async () => {
    const page = await store.listRecords({
      from: addDays(today.value, -usageDays),
      to: addDays(today.value, -1),
      limit: 500,
    });
    usage.value = usageOf(page.records);
  };
  const readToday = async () => {
    const day = await store.today();
    if (day !== today.value) {
      today.value = day;
      await readUsage();
    }
  };
  const refresh = async () => {
    await readToday();
    counts.value = await store.counts();
    changed.value += 1;
    revisits.value = await store.revisits();
  };
  const reread = () => {
    void reading(refresh, refresh());
  };
  let due: ReturnType<typeof setTimeout> | undefined;
  /** A save tells of several changes; its confirmation is drawn before the lists are read again. */
  const soon = () => {
    due ??= setTimeout(() => {
      due = undefined;
      reread();
    }, refreshMs);
  };
  const stopChanges = store.onChange((change) => {
    if (change.kind === 'outdated') outdated.value = true;
    else if (change.kind === 'directory') {
      void reading(directory, store.directory()).then((found) => {
        if (found !== undefined) directory.value = found;
      });
    } else if (change.kind === 'memory') void reading(readToday, readToday());
    else if (change.kind === 'records' || change.kind === 'queued') soon();
  });
  const seen = () => {
    if (document.visibilityState === 'visible') reread();
  };
  document.addEventListener('visibilitychange', seen);

  // The form is drawn first: badges come with its counts, and the order of the reasons with what was used.
  void reading(readUsage, readUsage()).then(reread);
  return {
    ...deps,
    device,
    tz,
    directory,
    areas: computed(() => areaTree(directory.value?.areas ?? [], directory.value?.closedAreas)),
    status: status.signal,
    counts,
    revisits,
    changed,
    outdated,
    unread,
    today,
    usage,
    visit,
    attach: (real) => engine.attach(real),
    outcome: (code) => directory.value?.outcomes.find((one) => one.code === code) ?? null,
    reading,
    stop: () => {
      clearTimeout(due);
      status.stop();
      stopChanges();
      document.removeEventListener('visibilitychange', seen);
    },
  };
}

const FieldContext = createContext<Field | null>(null);

export const FieldProvider = FieldContext.Provider;

export function useField(): Field {
  const field = useContext(FieldContext);
  if (!field) throw new Error('a field screen stands outside its provider');
  return field;
}
