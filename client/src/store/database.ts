/**
 * One connection that survives what browsers do to connections.
 *
 * Promises: a write resolves only after the transaction is complete and flushed; a
 * killed connection is reopened and the work done again, once; a newer database (after a
 * rolled-back release) is opened as it is, for pushing only.
 */
import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from 'idb';

export class StoreError extends Error {
  constructor(
    readonly code: string,
    /** What the browser said; never shown. */
    readonly reason?: unknown,
  ) {
    super(code);
    this.name = 'StoreError';
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.message : '';
}

export function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const name = nameOf(error);
  // A full disk shows in Chromium as UnknownError with the connection closing.
  if (
    name === 'QuotaExceededError' ||
    /NO_SPACE|disk.*full|not enough space/i.test(messageOf(error))
  ) {
    return new StoreError('store.quota', error);
  }
  if (name === 'VersionError') return new StoreError('store.newer', error);
  if (isGone(error)) return new StoreError('store.closed', error);
  return new StoreError('store.unavailable', error);
}

/** The handle is dead: retrying on it fails again, a new one may not. */
function isGone(error: unknown): boolean {
  const name = nameOf(error);
  return name === 'InvalidStateError' || name === 'UnknownError' || name === 'AbortError';
}

export interface Opening<S extends DBSchema> {
  readonly name: string;
  readonly version: number;
  readonly upgrade: (db: IDBPDatabase<S>, oldVersion: number) => void;
  /** Another tab wants to upgrade. Called before the connection closes. */
  readonly onOutdated?: () => void;
}

export interface Connection<S extends DBSchema> {
  readonly pushOnly: boolean;
  run<T>(use: (db: IDBPDatabase<S>) => Promise<T>): Promise<T>;
  write<T, N extends StoreNames<S>>(
    stores: readonly N[],
    use: (tx: IDBPTransaction<S, N[], 'readwrite'>) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

/** Time for screens to flush a draft before the connection goes. */
const FLUSH_MS = 100;

/** Rejects with StoreError: store.blocked when another tab holds an older version open. */
export async function connect<S extends DBSchema>(opening: Opening<S>): Promise<Connection<S>> {
  let handle: IDBPDatabase<S> | null = null;
  let closed = false;
  let pushOnly = false;

  function openOnce(version: number | undefined): Promise<IDBPDatabase<S>> {
    return new Promise((resolve, reject) => {
      let settled = false;
      openDB<S>(opening.name, version, {
        upgrade: (db, oldVersion) => opening.upgrade(db, oldVersion),
        // Left unanswered this promise would hang for ever.
        blocked: () => {
          settled = true;
          reject(new StoreError('store.blocked'));
        },
        blocking: (_current, _blocked, event) => {
          opening.onOutdated?.();
          const target = event.target as IDBDatabase;
          setTimeout(() => {
            target.close();
            handle = null;
          }, FLUSH_MS);
        },
        terminated: () => {
          handle = null;
        },
      }).then(
        (db) => {
          if (settled) db.close();
          else resolve(db);
        },
        (error: unknown) => reject(error),
      );
    });
  }

  async function open(): Promise<IDBPDatabase<S>> {
    if (closed) throw new StoreError('store.closed');
    if (handle) return handle;
    let db: IDBPDatabase<S>;
    try {
      db = await openOnce(opening.version);
      pushOnly = false;
    } catch (error) {
      if (nameOf(error) !== 'VersionError') throw error;
      db = await openOnce(undefined);
      pushOnly = true;
    }
    // Two callers may have opened at once; one handle is enough.
    if (handle) db.close();
    else handle = db;
    return handle;
  }

  async function run<T>(use: (db: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    try {
      return await use(await open());
    } catch (error) {
      if (closed || !isGone(error)) throw storeErrorOf(error);
      const dead = handle as IDBPDatabase<S> | null;
      handle = null;
      dead?.close();
      try {
        return await use(await open());
      } catch (again) {
        throw storeErrorOf(again);
      }
    }
  }

  async function write<T, N extends StoreNames<S>>(
    stores: readonly N[],
    use: (tx: IDBPTransaction<S, N[], 'readwrite'>) => Promise<T>,
  ): Promise<T> {
    return await run(async (db) => {
      const tx = db.transaction([...stores] as N[], 'readwrite', { durability: 'strict' });
      // Also awaited below; without this a failing `use` leaves it unhandled.
      const done = tx.done.then(
        () => null,
        (error: unknown) => ({ error }),
      );
      try {
        const value = await use(tx);
        const ended = await done;
        if (ended) throw ended.error;
        return value;
      } catch (error) {
        const cause = tx.error ?? error;
        try {
          tx.abort();
        } catch {
          // Already finished or aborted.
        }
        await done;
        throw cause;
      }
    });
  }

  try {
    await open();
  } catch (error) {
    throw storeErrorOf(error);
  }
  return {
    get pushOnly() {
      return pushOnly;
    },
    run,
    write,
    close() {
      closed = true;
      handle?.close();
      handle = null;
    },
  };
}
