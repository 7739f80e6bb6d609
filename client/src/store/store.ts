/**
 * The store of one seat: opens its database and hands out the promises of contract.ts.
 *
 * Rests on devices.ts for the seat's keys. Changes are told to every tab of this phone.
 */
import type { Now } from '../core/clock';
import { dayOf, instantOf } from '../core/day';
import { effectiveTime } from '../core/effective';
import { readPhone } from '../core/phone';
import { failure, type Result, success } from '../core/result';
import type { Device } from '../core/types';
import type { Context } from './context';
import type { Store, StoreChange } from './contract';
import { connect, StoreError, storeErrorOf } from './database';
import { openSeats, type Seats } from './devices';
import { countRecords, getRecord, listRecords, listRevisits } from './lists';
import * as memory from './memory';
import * as outbox from './outbox';
import { applyRows, resetPull } from './pull';
import { correctRecord, saveRecord, saveReview, undoLast } from './records';
import { createStores, ONLY, type Schema, VERSION } from './rows';
import { tagPhone } from './seal';

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
  const db = await connect<Schema>({
    name,
    version: VERSION,
    upgrade: createStores,
    onOutdated: () => hear({ kind: 'outdated' }),
  });
  const channel = openChannel(name, (change) => {
    if (change.kind !== 'directory') return hear(change);
    // Another tab has a newer directory: read it before telling.
    void memory.loadDirectory(context).then(
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
    emit(change) {
      hear(change);
      channel.tell(change);
    },
  };
  context.directory = (await memory.loadDirectory(context))?.directory ?? null;
  const device = (): Device => {
    const { handoverKey: _handoverKey, indexKey: _indexKey, ...plain } = context.seat;
    return plain;
  };

  return {
    get device() {
      return device();
    },
    handoverKey: seat.handoverKey,
    get pushOnly() {
      return db.pushOnly;
    },
    saveRecord: (input) => saveRecord(context, input),
    correctRecord: (recordId, change) => correctRecord(context, recordId, change),
    withdrawRecord: (recordId) => correctRecord(context, recordId, { void: true }),
    undoLast: () => undoLast(context),
    saveReview: (input) => saveReview(context, input),
    listRecords: (query) => listRecords(context, query),
    getRecord: (recordId) => getRecord(context, recordId),
    counts: () => countRecords(context),
    async today() {
      const { anchorAt } = await memory.loadMemory(context);
      return dayOf(effectiveTime(instantOf(context.now()), anchorAt), context.seat.campaign.tz);
    },
    revisits: () => listRevisits(context),
    async phoneSeenToday(phone) {
      const reading = readPhone(phone);
      if (!reading.ok) return false;
      const tag = await tagPhone(reading.e164, seat.indexKey);
      const today = dayOf(instantOf(context.now()), context.seat.campaign.tz);
      return (await db.run((handle) => handle.get('seen', [today, tag]))) !== undefined;
    },
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
    revive: () => attempt(() => db.run((handle) => handle.count('outbox'))),
    close() {
      channel.close();
      db.close();
      close();
    },

    memory: () => memory.loadMemory(context),
    remember: (change) => memory.remember(context, change),
    rememberContact: (contact) => memory.rememberContact(context, contact),
    saveDirectory: (directory, etag) => memory.saveDirectory(context, directory, etag),
    directoryEtag: async () => (await memory.loadDirectory(context))?.etag ?? null,
    limits: () => memory.loadLimits(context),
    saveLimits: (limits) => memory.saveLimits(context, limits),
    async updateSeat(change) {
      await seats.update(deviceId, change);
      context.seat = { ...context.seat, ...change };
      context.emit({ kind: 'memory' });
    },
    queue: () => outbox.readQueue(context),
    nextOps: (max) => outbox.nextOps(context, max),
    applyResults: (results, receivedAt) => outbox.applyResults(context, results, receivedAt),
    countFailure: (opId, attention) => outbox.countFailure(context, opId, attention),
    answeredOpIds: (after, limit) => outbox.answeredOpIds(context, after, limit),
    requeue: (opIds) => outbox.requeue(context, opIds),
    applyRows: (rows, cursor, more) => applyRows(context, rows, cursor, more),
    resetPull: (reason) => resetPull(context, reason),
    prune: (serverNow) => outbox.prune(context, serverNow),
    dropCopies: () => memory.dropCopies(context),
  };
}
