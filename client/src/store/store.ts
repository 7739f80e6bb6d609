/**
 * The store of one seat: opens its database and hands out the promises of contract.ts.
 *
 * Rests on devices.ts for the seat's keys. Changes are told to every tab of this phone.
 * What saves and lists is here from the start; what corrects, counts, seals and deals with the server is loaded when
 * first used, or before, right after the first screen.
 */
import type { Now } from '../core/clock';
import { dayOf, instantOf } from '../core/day';
import { effectiveTime } from '../core/effective';
import { failure, type Result, success } from '../core/result';
import type { Device } from '../core/types';
import type { Context } from './context';
import type { Store, StoreChange } from './contract';
import { connect, StoreError, storeErrorOf } from './database';
import { openSeats, type Seats } from './devices';
import { getRecord, listRecords } from './lists';
import { loadDirectory, loadLimits, loadMemory } from './memory';
import { saveRecord } from './records';
import { createStores, ONLY, type Schema, VERSION } from './rows';

export interface StoreOptions {
  readonly now?: Now;
  /** Given when the caller has it open already. */
  readonly seats?: Seats;
}

interface Channel {
  tell(change: StoreChange): void;
  close(): void;
}

function openChannel(name: string, hear: (change: StoreChange) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, close: () => {} };
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<StoreChange>) => hear(event.data);
  return { tell: (change) => channel.postMessage(change), close: () => channel.close() };
}

async function part<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    throw new StoreError('store.unavailable', error);
  }
}

const contact = () => part(import('./contact'));
const corrections = () => part(import('./corrections'));
const counts = () => part(import('./counts'));
const kept = () => part(import('./kept'));
const number = () => part(import('./number'));
const outbox = () => part(import('./outbox'));
const pull = () => part(import('./pull'));

/** What cannot be read there is no reason not to open. */
const back = (context: Context, open = false) =>
  import('./kept-back').then((part) => part.takeBack(context, open)).catch(() => null);

async function attempt(work: () => Promise<unknown>): Promise<Result<null>> {
  try {
    await work();
    return success(null);
  } catch (error) {
    return failure(storeErrorOf(error).code);
  }
}

/** Rejects with StoreError: `device.unknown` when no such seat is on this phone. */
export async function openStore(deviceId: string, options: StoreOptions = {}): Promise<Store> {
  const seats = options.seats ?? (await openSeats(options.now));
  const seat = await seats.get(deviceId);
  const close = (): void => {
    if (!options.seats) seats.close();
  };
  if (!seat) close();
  if (!seat) throw new StoreError('device.unknown');

  const name = `gocua-${deviceId}`;
  const listeners = new Set<(change: StoreChange) => void>();
  const hear = (change: StoreChange): void => {
    for (const listener of [...listeners]) listener(change);
  };
  let opened = false;
  const opening = connect<Schema>({
    name,
    version: VERSION,
    upgrade(made, oldVersion) {
      createStores(made, oldVersion);
      if (opened && oldVersion < 1) context.returning = back(context, true);
    },
    onOutdated: () => hear({ kind: 'outdated' }),
  });
  // Unless the day was kept, the zone's tables are read, which takes a slow phone a while: the disk opens meanwhile.
  dayOf(instantOf(Date.now()), seat.campaign.tz);
  const db = await opening;
  const channel = openChannel(name, (change) => {
    if (change.kind !== 'directory') return hear(change);
    // Another tab has a newer directory: read it before telling.
    void loadDirectory(context).then(
      (found) => {
        context.directory = found?.directory ?? context.directory;
        hear(change);
      },
      () => hear(change),
    );
  });
  const context: Context = {
    db,
    seat,
    now: options.now ?? Date.now,
    directory: null,
    returning: null,
    emit(change) {
      hear(change);
      channel.tell(change);
    },
  };
  // None yet, or the browser has thrown it away with all the rest.
  context.directory = (await loadDirectory(context))?.directory ?? (await back(context));
  opened = true;
  const device = (): Device => {
    const { handoverKey: _handoverKey, indexKey: _indexKey, ...plain } = context.seat;
    return plain;
  };

  const correct: Store['correctRecord'] = async (recordId, change) => {
    try {
      return await (await corrections()).correctRecord(context, recordId, change);
    } catch (error) {
      return failure(storeErrorOf(error).code);
    }
  };

  return {
    get device() {
      return device();
    },
    get handoverKey() {
      return context.seat.handoverKey;
    },
    get pushOnly() {
      return db.pushOnly;
    },
    saveRecord: (input) => saveRecord(context, input),
    correctRecord: correct,
    withdrawRecord: (recordId) => correct(recordId, { void: true }),
    listRecords: (query) => listRecords(context, query),
    getRecord: (recordId) => getRecord(context, recordId),
    recordsOf: async (day) => (await counts()).recordsOf(context, day),
    counts: async () => (await counts()).countRecords(context),
    async today() {
      const { anchorAt } = await loadMemory(context);
      return dayOf(effectiveTime(instantOf(context.now()), anchorAt), context.seat.campaign.tz);
    },
    revisits: async () => (await counts()).listRevisits(context),
    phoneSeenToday: async (phone) => (await number()).seenToday(context, phone),
    saveDraft: (draft) =>
      db.pushOnly
        ? Promise.resolve(failure('store.newer'))
        : attempt(async () => {
            await db.write(['drafts'], (tx) => tx.objectStore('drafts').put(draft, ONLY));
            context.emit({ kind: 'drafts' });
          }),
    loadDraft: async () => (await db.run((handle) => handle.get('drafts', ONLY))) ?? null,
    clearDraft: () =>
      attempt(async () => {
        await db.write(['drafts'], (tx) => tx.objectStore('drafts').delete(ONLY));
        context.emit({ kind: 'drafts' });
      }),
    directory: () => Promise.resolve(context.directory),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    copyAside: async (changed) => (await kept()).copyAside(context, changed),
    revive: () => attempt(() => db.run((handle) => handle.count('outbox'))),
    close() {
      channel.close();
      db.close();
      close();
    },

    memory: () => loadMemory(context),
    remember: async (change) => (await contact()).remember(context, change),
    rememberContact: async (given) => (await contact()).rememberContact(context, given),
    saveDirectory: async (directory, etag) =>
      (await contact()).saveDirectory(context, directory, etag),
    directoryEtag: async () => (await loadDirectory(context))?.etag ?? null,
    limits: () => loadLimits(context),
    saveLimits: async (limits) => (await contact()).saveLimits(context, limits),
    updateSeat: async (...given) => (await contact()).updateSeat(context, seats, ...given),
    queue: async () => (await outbox()).readQueue(context),
    nextOps: async (max) => (await outbox()).nextOps(context, max),
    applyResults: async (results, receivedAt) =>
      (await outbox()).applyResults(context, results, receivedAt),
    countFailure: async (opId, attention) =>
      (await outbox()).countFailure(context, opId, attention),
    answeredOpIds: async (after, limit) => (await outbox()).answeredOpIds(context, after, limit),
    requeue: async (opIds) => (await outbox()).requeue(context, opIds),
    applyRows: async (rows, cursor, more) => (await pull()).applyRows(context, rows, cursor, more),
    resetPull: async (reason) => (await pull()).resetPull(context, reason),
    prune: async (serverNow) => (await outbox()).prune(context, serverNow),
    dropCopies: async () => (await contact()).dropCopies(context),
  };
}
