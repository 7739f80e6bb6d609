/** What the phone remembers of its dealings with the server, and the directory. */
import type { Directory, Limits } from '../core/types';
import type { Context } from './context';
import type { Memory } from './contract';
import { FRESH_MEMORY, ONLY } from './rows';

export async function loadMemory(context: Context): Promise<Memory> {
  const row = (await context.db.run((db) => db.get('memory', ONLY))) ?? FRESH_MEMORY;
  const { nextN: _n, generation: _generation, swept: _swept, ...memory } = row;
  return memory;
}

export async function loadDirectory(
  context: Context,
): Promise<{ readonly directory: Directory; readonly etag: string | null } | null> {
  return (await context.db.run((db) => db.get('directory', ONLY))) ?? null;
}

export async function loadLimits(context: Context): Promise<Limits> {
  return (await context.db.run((db) => db.get('limits', ONLY))) ?? context.seat.limits;
}
