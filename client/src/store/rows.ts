/** What lies in a device's database, and its indexes. Versions only ever add. */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { LocalSide, ServerSide } from '../core/effective';
import type {
  Directory,
  Draft,
  FieldRecord,
  Limits,
  Op,
  Receipt,
  RecordState,
} from '../core/types';
import type { Memory } from './contract';

export const VERSION = 1;

export interface RecordRow {
  readonly recordId: string;
  readonly local: LocalSide | null;
  readonly server: ServerSide | null;
  /** Which side `view` shows. */
  readonly shown: 'local' | 'server';
  readonly view: FieldRecord;
  // Copies out of `view`, because indexes read plain keys.
  readonly sortAt: string;
  readonly area: string;
  readonly state: RecordState;
  readonly household?: string;
  readonly revisitOn?: string;
}

/** An op without an answer. There is no "sending": a crash needs no repair. */
export interface OutboxRow {
  readonly opId: string;
  readonly n: number;
  /** 0 goes first; an op that fails alone moves one lane back. */
  readonly lane: number;
  readonly tries: number;
  readonly queuedAt: string;
  readonly op: Op;
  /** recordId of a record.put; reviews are in no count of records. */
  readonly record?: string;
  /** recordId again, while the op is stepped behind. */
  readonly stuck?: string;
}

export interface ReceiptRow {
  readonly opId: string;
  readonly op: Op;
  readonly receipt: Receipt;
  readonly ackedAt: string;
  readonly queuedAt: string;
  /** The server does not have it. */
  readonly kept: boolean;
  /** recordId while the record needs a person because of this op. */
  readonly attention?: string;
}

export interface MemoryRow extends Memory {
  readonly nextN: number;
  readonly generation: number;
  /** The last generation whose picture was pulled whole. */
  readonly swept: number;
}

/** One number of today, as a keyed code that leaves this phone never. */
export interface SeenRow {
  readonly day: string;
  readonly tag: string;
  readonly recordId: string;
}

export interface Schema extends DBSchema {
  records: {
    key: string;
    value: RecordRow;
    indexes: {
      time: [string, string];
      stateTime: [string, string, string];
      areaTime: [string, string, string];
      household: string;
      revisit: string;
    };
  };
  outbox: {
    key: string;
    value: OutboxRow;
    indexes: { order: [number, number]; record: string; stuck: string; age: string };
  };
  receipts: {
    key: string;
    value: ReceiptRow;
    indexes: { acked: string; attention: string };
  };
  drafts: { key: string; value: Draft };
  seen: { key: [string, string]; value: SeenRow; indexes: { record: string } };
  memory: { key: string; value: MemoryRow };
  directory: {
    key: string;
    value: { readonly directory: Directory; readonly etag: string | null };
  };
  limits: { key: string; value: Limits };
}

export type StoreName =
  | 'records'
  | 'outbox'
  | 'receipts'
  | 'drafts'
  | 'seen'
  | 'memory'
  | 'directory'
  | 'limits';

/** The single row of memory, directory, limits and drafts. */
export const ONLY = 'only';

export const FRESH_MEMORY: MemoryRow = {
  anchor: null,
  anchorAt: null,
  epoch: null,
  cursor: null,
  clockError: null,
  lastServerNow: null,
  lastAnswerAt: null,
  verifyDue: false,
  verifiedAt: null,
  heartbeatAt: null,
  problem: null,
  nextN: 1,
  generation: 0,
  swept: 0,
};

export function createStores(db: IDBPDatabase<Schema>, oldVersion: number): void {
  if (oldVersion < 1) {
    const records = db.createObjectStore('records', { keyPath: 'recordId' });
    records.createIndex('time', ['sortAt', 'recordId']);
    records.createIndex('stateTime', ['state', 'sortAt', 'recordId']);
    records.createIndex('areaTime', ['area', 'sortAt', 'recordId']);
    records.createIndex('household', 'household');
    records.createIndex('revisit', 'revisitOn');
    const outbox = db.createObjectStore('outbox', { keyPath: 'opId' });
    outbox.createIndex('order', ['lane', 'n']);
    outbox.createIndex('record', 'record');
    outbox.createIndex('stuck', 'stuck');
    outbox.createIndex('age', 'queuedAt');
    const receipts = db.createObjectStore('receipts', { keyPath: 'opId' });
    receipts.createIndex('acked', 'ackedAt');
    receipts.createIndex('attention', 'attention');
    db.createObjectStore('drafts');
    const seen = db.createObjectStore('seen', { keyPath: ['day', 'tag'] });
    seen.createIndex('record', 'recordId');
    db.createObjectStore('memory');
    db.createObjectStore('directory');
    db.createObjectStore('limits');
  }
}
