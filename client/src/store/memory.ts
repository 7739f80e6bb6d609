/** What the phone remembers of its dealings with the server, and the directory. */
import type { Directory, Limits } from '../core/types';
import { type Context, memoryTx, readMemory, writeMemory } from './context';
import type { Contact, Memory } from './contract';
import { FRESH_MEMORY, ONLY } from './rows';

export async function loadMemory(context: Context): Promise<Memory> {
  const row = (await context.db.run((db) => db.get('memory', ONLY))) ?? FRESH_MEMORY;
  const { nextN: _n, generation: _generation, swept: _swept, ...memory } = row;
  return memory;
}

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

export async function loadDirectory(
  context: Context,
): Promise<{ readonly directory: Directory; readonly etag: string | null } | null> {
  return (await context.db.run((db) => db.get('directory', ONLY))) ?? null;
}

export async function loadLimits(context: Context): Promise<Limits> {
  return (await context.db.run((db) => db.get('limits', ONLY))) ?? context.seat.limits;
}

export async function saveLimits(context: Context, limits: Limits): Promise<void> {
  await context.db.write(['limits'], (tx) => tx.objectStore('limits').put(limits, ONLY));
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
  context.emit({ kind: 'records' });
  context.emit({ kind: 'memory' });
}
