/**
 * What the store promises to screens and to the engine: the types, no code.
 *
 * Every write is one transaction and resolves only when it is durable. A failure leaves
 * everything as it was: the form stays open, nothing is marked saved.
 * Codes: store.quota, store.closed, store.blocked, store.newer, store.unavailable,
 * record.unknown, record.revs, seal.unavailable, form.invalid with details by field:
 * form.required, form.invalid, form.too_long, phone.<problem> (core/phone.ts).
 * Reads reject only with StoreError (database.ts), which carries one of these codes.
 */
import type { Result } from '../core/result';
import type {
  Device,
  Directory,
  Draft,
  FieldRecord,
  Limits,
  Mode,
  Op,
  RecordState,
} from '../core/types';

/** A new record. `phone` is what was typed; it is normalised and sealed, never stored. */
export interface SaveInput {
  readonly area: string;
  readonly mode: Mode;
  readonly outcome: string;
  readonly phone?: string;
  /** Id of the consent text shown; required with `phone`. */
  readonly consent?: string;
  readonly household?: string;
  readonly revisitOn?: string;
  readonly note?: string;
}

/** Only the fields named change. null drops the field; `phone: null` drops the number. */
export interface ChangeInput {
  readonly area?: string;
  readonly mode?: Mode;
  readonly outcome?: string;
  readonly phone?: string | null;
  readonly consent?: string;
  readonly household?: string | null;
  readonly revisitOn?: string | null;
  readonly note?: string | null;
  readonly void?: boolean;
}

export interface ListQuery {
  /** Days, inclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly area?: string;
  readonly state?: RecordState;
  /** Matched without diacritics against note, area name and outcome name. */
  readonly search?: string;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface RecordPage {
  /** Newest first. */
  readonly records: readonly FieldRecord[];
  readonly next: string | null;
}

/** Records, each counted from its own store: outbox, records, receipts. */
export interface Counts {
  readonly waiting: number;
  readonly sent: number;
  readonly attention: number;
}

/** Ops in the outbox, stepped-behind ones included. */
export interface QueueState {
  readonly length: number;
  readonly oldestAt: string | null;
  readonly nextN: number;
}

export type SessionProblem =
  | 'session.missing'
  | 'session.expired'
  | 'person.changed'
  | 'device.revoked'
  | 'campaign.purged';

/** Figures of one place or organisation, with the denominator that belongs to them. */
export interface ProgressRow {
  readonly code: string;
  readonly name: string;
  readonly records: number;
  readonly assists: number;
  readonly smartphones: {
    readonly value: number;
    readonly asOf: string;
    readonly source: string;
    readonly estimate: boolean;
  } | null;
}

/** What was known last of the progress around this person: the state at the beginning of `day`. */
export interface Progress {
  readonly day: string;
  /** The server's time of the answer. */
  readonly at: string;
  readonly hamlets: readonly ProgressRow[];
  /** The whole area of the membership. */
  readonly whole: ProgressRow;
  readonly organisation: ProgressRow | null;
}

/** What the phone remembers of its dealings with the server. */
export interface Contact {
  readonly anchor: string | null;
  readonly epoch: string | null;
  readonly serverNow: string;
  /** The phone's clock when the answer came, ms. */
  readonly receivedAt: number;
  /** Server minus phone, ms. */
  readonly clockError: number;
}

export interface Memory {
  readonly anchor: string | null;
  readonly anchorAt: string | null;
  readonly epoch: string | null;
  readonly cursor: string | null;
  /** Server minus phone, ms; null before the first answer. */
  readonly clockError: number | null;
  /** Server's time of the last answer, and the phone's. */
  readonly lastServerNow: string | null;
  readonly lastAnswerAt: number | null;
  readonly verifyDue: boolean;
  readonly verifiedAt: number | null;
  readonly heartbeatAt: number | null;
  readonly problem: SessionProblem | null;
  /** The last things that went wrong between phone and server, newest first; at: the phone's clock. */
  readonly troubles?: readonly { readonly code: string; readonly at: number }[];
  readonly progress?: Progress | null;
  /** The browser threw the databases away; so many waiting ops came back. Until the person has read it. */
  readonly lost?: { readonly waiting: number; readonly at: number } | null;
}

export interface OpResult {
  readonly opId: string;
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
}

/** Rows of a pull, as sync/protocol.ts hands them over. */
export type PullRow =
  | {
      readonly kind: 'record';
      readonly recordId: string;
      readonly person: string;
      readonly rev: number;
      readonly opId: string;
      readonly seq: number;
      readonly area: string;
      readonly mode: Mode;
      readonly outcome: string;
      readonly happenedAt: string;
      readonly eff: string;
      readonly household: string | null;
      readonly revisitOn: string | null;
      readonly note: string | null;
      readonly void: boolean;
      readonly hasNumber: boolean;
      readonly review: {
        readonly verdict: 'ok' | 'void';
        readonly reason: string;
        readonly seenRev: number;
      } | null;
    }
  | {
      readonly kind: 'verdict';
      readonly opId: string;
      readonly seq: number;
      readonly status: string;
      readonly code: string | null;
      readonly message: string | null;
    }
  | {
      readonly kind: 'gone';
      readonly person: string;
      readonly recordId: string;
      readonly seq: number;
    };

/** What changed; screens read again what they show. */
export type StoreChange =
  | { readonly kind: 'records' }
  | { readonly kind: 'queued' }
  | { readonly kind: 'drafts' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'memory' }
  /** Another tab wants to upgrade: the connection is closed, ask for a reload. */
  | { readonly kind: 'outdated' };

/** What has changed since the copy was last brought up to date. */
export type Changed = ReadonlySet<'queued' | 'records' | 'directory'>;

export type SeatChange = Partial<
  Pick<Device, 'person' | 'campaign' | 'sealKey' | 'limits' | 'presetHamlet' | 'oldPhones'>
>;

export interface Store {
  readonly device: Device;
  /**
   * Signs hand-over files; cannot be read out. null after the browser threw the databases away, until the server has
   * given one again.
   */
  readonly handoverKey: CryptoKey | null;
  /** True after a rolled-back release: the queue still drains, saving is refused (store.newer). */
  readonly pushOnly: boolean;

  // For screens.
  saveRecord(input: SaveInput): Promise<Result<FieldRecord>>;
  correctRecord(recordId: string, change: ChangeInput): Promise<Result<FieldRecord>>;
  withdrawRecord(recordId: string): Promise<Result<FieldRecord>>;
  listRecords(query: ListQuery): Promise<RecordPage>;
  getRecord(recordId: string): Promise<FieldRecord | null>;
  /** All of one day, withdrawn ones included. */
  recordsOf(day: string): Promise<readonly FieldRecord[]>;
  counts(): Promise<Counts>;
  /** The day that a record saved now counts under: not the phone's, when its clock is wrong. */
  today(): Promise<string>;
  /** Visits to make: a day is set, not withdrawn, the household was not visited again since. */
  revisits(): Promise<readonly FieldRecord[]>;
  /** Whether this phone has logged the same number today. Own entries only. */
  phoneSeenToday(phone: string): Promise<boolean>;
  saveDraft(draft: Draft): Promise<Result<null>>;
  loadDraft(): Promise<Draft | null>;
  clearDraft(): Promise<Result<null>>;
  directory(): Promise<Directory | null>;
  onChange(listener: (change: StoreChange) => void): () => void;
  /** Brings the copy of what waits up to date (kept.ts). Called behind a save, never before it is told. */
  copyAside(changed: Changed): Promise<void>;
  /** Probes the connection, reopens it when the system has killed it. */
  revive(): Promise<Result<null>>;
  close(): void;

  // For the engine.
  memory(): Promise<Memory>;
  remember(change: Partial<Memory>): Promise<void>;
  /** Keeps anchor, epoch and clock; a new epoch makes a verify due and the cursor void. */
  rememberContact(contact: Contact): Promise<void>;
  saveDirectory(directory: Directory, etag: string | null): Promise<void>;
  directoryEtag(): Promise<string | null>;
  limits(): Promise<Limits>;
  saveLimits(limits: Limits): Promise<void>;
  /**
   * What the server may change about a seat: keys, limits, dates. Used from the next save on; a hand-over key
   * (base64url), which may be new with each answer, from the next opening on; where there was none, at once.
   */
  updateSeat(change: SeatChange, handoverKey?: string | null): Promise<void>;
  queue(): Promise<QueueState>;
  /** The first waiting ops, in order. Closes its transaction before it resolves. */
  nextOps(max: number): Promise<readonly Op[]>;
  applyResults(results: readonly OpResult[], receivedAt: string): Promise<void>;
  /** An op failed alone; the fifth time it steps behind the others. */
  countFailure(opId: string, attention: boolean): Promise<void>;
  /** Ids of the answered ops this phone still holds, in order, after `after`. */
  answeredOpIds(after: string | null, limit: number): Promise<readonly string[]>;
  requeue(opIds: readonly string[]): Promise<void>;
  applyRows(rows: readonly PullRow[], cursor: string, more: boolean): Promise<void>;
  /** The server's picture starts again; only server-owned rows may go. */
  resetPull(reason: 'epoch' | 'scope'): Promise<void>;
  /** Drops answered ops older than 45 days by the server's clock. */
  prune(serverNow: string): Promise<void>;
  /** The campaign is purged: records, ops and drafts of this device go. */
  dropCopies(): Promise<void>;
}
