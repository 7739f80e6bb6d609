/** Whether the browser may throw the queue away, and how much room there is. */

export interface Persistence {
  /** Null where the browser does not say. */
  readonly persisted: boolean | null;
  /** Bytes; estimates, never a guard before a save. */
  readonly usage: number | null;
  readonly quota: number | null;
}

export async function readPersistence(): Promise<Persistence> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  const persisted = (await storage?.persisted?.().catch(() => null)) ?? null;
  const estimate = await storage?.estimate?.().catch(() => null);
  return { persisted, usage: estimate?.usage ?? null, quota: estimate?.quota ?? null };
}

/** Asked after the first save and after installing; true when granted. */
export async function askPersistence(): Promise<boolean> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  return (await storage?.persist?.().catch(() => false)) ?? false;
}
