/** Whether the browser may throw the queue away, and how much room there is. */

export interface Persistence {
  /** Null where the browser does not say. */
  readonly persisted: boolean | null;
  /** Bytes; estimates, never a guard before a save. */
  readonly usage: number | null;
  readonly free: number | null;
}

export async function readPersistence(): Promise<Persistence> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  const persisted = (await storage?.persisted?.().catch(() => null)) ?? null;
  const estimate = await storage?.estimate?.().catch(() => null);
  const { usage = null, quota = null } = estimate ?? {};
  const free = usage === null || quota === null ? null : Math.max(0, quota - usage);
  return { persisted, usage, free };
}

/** Asked on a tap; true when granted. */
export async function askPersistence(): Promise<boolean> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  return (await storage?.persist?.().catch(() => false)) ?? false;
}
