/** What an answer of the server changes here: memory, directory, limits. Loaded with what talks to the server. */
import type { Directory, Limits } from '../core/types';
import { type Context, memoryTx, readMemory, writeMemory } from './context';
import type { Contact, Memory, SeatChange } from './contract';
import type { Seats } from './devices';
import { forget } from './kept';
import { ONLY } from './rows';

export async function remember(context: Context, change: Partial<Memory>): Promise<void> {
  await context.db.write(['memory'], async (tx) => {
    await writeMemory(memoryTx(tx), { ...(await readMemory(memoryTx(tx))), ...change });
  });
  context.emit({ kind: 'memory' });
}

export async function rememberContact(context: Context, contact: Contact): Promise<void> {
  await context.db.write(['memory'], async (tx) => {
    const memory = await readMemory(memoryTx(tx));
    const changed =
      contact.epoch !== null && memory.epoch !== null && contact.epoch !== memory.epoch;
    await writeMemory(memoryTx(tx), {
      ...memory,
      // The last one to come, not the latest in time: the server's clock may be put right.
      ...(contact.anchor ? { anchor: contact.anchor, anchorAt: contact.serverNow } : {}),
      epoch: contact.epoch ?? memory.epoch,
      clockError: contact.clockError,
      lastServerNow: contact.serverNow,
      lastAnswerAt: contact.receivedAt,
      ...(changed ? { verifyDue: true, cursor: null, generation: memory.generation + 1 } : {}),
    });
  });
  context.emit({ kind: 'memory' });
}

export async function saveDirectory(
  context: Context,
  directory: Directory,
  etag: string | null,
): Promise<void> {
  await context.db.write(['directory'], (tx) =>
    tx.objectStore('directory').put({ directory, etag }, ONLY),
  );
  context.directory = directory;
  context.emit({ kind: 'directory' });
}

export async function saveLimits(context: Context, limits: Limits): Promise<void> {
  await context.db.write(['limits'], (tx) => tx.objectStore('limits').put(limits, ONLY));
}

export async function updateSeat(
  context: Context,
  seats: Seats,
  change: SeatChange,
  handoverKey?: string | null,
): Promise<void> {
  const { deviceId } = context.seat;
  await seats.update(deviceId, change, handoverKey);
  // A seat that came back without its key signs from now on.
  const keyed = context.seat.handoverKey ? null : await seats.get(deviceId);
  context.seat = { ...context.seat, ...change, ...(keyed ?? {}) };
  context.emit({ kind: 'memory' });
}

/** The campaign's data is gone on the server; the phone keeps no copy either. */
export async function dropCopies(context: Context): Promise<void> {
  await context.db.write(
    ['records', 'outbox', 'receipts', 'drafts', 'seen', 'memory'],
    async (tx) => {
      for (const store of ['records', 'outbox', 'receipts', 'drafts', 'seen'] as const) {
        await tx.objectStore(store).clear();
      }
      const memory = await readMemory(memoryTx(tx));
      await writeMemory(memoryTx(tx), { ...memory, cursor: null, problem: 'campaign.purged' });
    },
  );
  // A cache that cannot be reached is looked through at the next start.
  await forget(context).catch(() => undefined);
  context.emit({ kind: 'records' });
  context.emit({ kind: 'memory' });
}
