/** What an answer of the server changes here: memory, directory, limits. Loaded with what talks to the server. */
import type { Directory, Limits } from '../core/types';
import { type Context, memoryTx, readMemory, writeMemory } from './context';
import type { Contact, Memory } from './contract';
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
