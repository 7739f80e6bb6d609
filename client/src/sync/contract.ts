/** What the engine and the transport promise to screens: the types, no code. */
import type { Failure, Result } from '../core/result';
import type {
  Campaign,
  Directory,
  Limits,
  Named,
  OldPhone,
  Op,
  Person,
  SealKey,
} from '../core/types';
import type { Contact, OpResult, PullRow } from '../store/contract';
import type { TableFaults } from './protocol-table';

/** `transport.offline|timeout|foreign|garbled`, or a code of the server's catalogue. */
export interface TransportFailure extends Failure {
  readonly status: number | null;
  /** Seconds, from Retry-After. */
  readonly retryAfter: number | null;
  readonly message?: string;
  /** Of `campaign.choose`: what to choose from. */
  readonly choices?: readonly Named[];
  /** Of `table.invalid`: what is wrong where. */
  readonly faults?: TableFaults;
}

export type Reply<T> = Promise<Result<T, TransportFailure>>;

export interface Enrolment {
  readonly deviceId: string;
  readonly person: Person;
  readonly campaign: Campaign;
  readonly sealKey: SealKey;
  /** base64url; turned into a non-extractable key at once. */
  readonly handoverKey: string;
  readonly limits: Limits;
  readonly presetHamlet: string | null;
  readonly oldPhones: readonly OldPhone[];
}

export interface Me {
  readonly person: Person;
  readonly campaign: Campaign;
  readonly membership: { readonly organisation: string | null; readonly area: string | null };
  readonly sealKey: SealKey;
  /** base64url; null leaves the one that the phone has. */
  readonly handoverKey: string | null;
  readonly limits: Limits;
  readonly presetHamlet: string | null;
  readonly oldPhones: readonly OldPhone[];
  /** Nothing else is opened before a second factor is set up. */
  readonly owesFactor?: boolean;
}

export interface PushEnvelope {
  readonly batchId: string;
  readonly epoch: string | null;
  readonly clientNow: string;
  readonly queueLength: number;
  readonly oldestAt: string | null;
  readonly nextN: number;
  readonly ops: readonly Op[];
}

export interface PushAnswer {
  readonly seq: number;
  readonly serverNow: string;
  readonly results: readonly OpResult[];
}

export type PullAnswer =
  | { readonly rows: readonly PullRow[]; readonly cursor: string; readonly more: boolean }
  | { readonly reset: 'epoch' | 'scope' };

export interface Amount {
  readonly value: number;
  readonly asOf: string;
  readonly source: string;
  readonly estimate: boolean;
}

export interface TotalsFigures {
  readonly records: number;
  readonly assists: number;
  readonly unique: number | null;
  readonly unchecked: number | null;
  readonly uniqueInUse: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly smartphones: Amount | null;
  readonly population: Amount | null;
  readonly households: Amount | null;
  readonly official: {
    readonly installed: number;
    readonly asOf: string;
    readonly source: string;
    readonly estimate: boolean;
  } | null;
  readonly target: { readonly value: number; readonly deadline: string } | null;
  readonly expectedByNow: number | null;
}

export interface TotalsRow extends TotalsFigures {
  readonly code: string;
  readonly name: string;
}

export interface Totals {
  readonly seq: number;
  readonly by: string;
  readonly rows: readonly TotalsRow[];
  readonly total: TotalsFigures;
  readonly freshness: {
    readonly devices: number;
    readonly synced24h: number;
    readonly waitingOnPhones: number;
    readonly oldestUnsentAt: string | null;
  };
  readonly serverNow: string;
  /** Of an earlier state: when that was; null is the present. */
  readonly asOfAt: string | null;
}

export interface TotalsQuery {
  readonly by?: 'hamlet' | 'commune' | 'organisation' | 'day' | 'mode' | 'outcome';
  readonly within?: string;
  readonly organisation?: string;
  readonly since?: string;
  readonly until?: string;
  readonly asOf?: string;
}

export interface SignInInput {
  readonly username: string;
  readonly password: string;
  readonly deviceName: string;
  readonly installId: string;
  readonly campaign?: string;
  /** After `session.code_needed`. */
  readonly factorCode?: string;
}

export interface Transport {
  enrol(input: { code: string; deviceName: string; installId: string }): Reply<Enrolment>;
  /** With several campaigns: `campaign.choose`, the list in `choices`; then again with one. */
  signIn(input: SignInInput): Reply<Enrolment>;
  signOut(): Reply<null>;
  me(): Reply<Me>;
  changePassword(input: { old?: string; new: string }): Reply<null>;
  /** null when `etag` still holds. */
  directory(etag: string | null): Reply<{ directory: Directory; etag: string | null } | null>;
  ping(): Reply<Limits>;
  push(envelope: PushEnvelope): Reply<PushAnswer>;
  pull(cursor: string | null, limit: number): Reply<PullAnswer>;
  verify(opIds: readonly string[]): Reply<readonly string[]>;
  totals(query: TotalsQuery): Reply<Totals>;
}

export type ContactListener = (contact: Contact) => Promise<void>;

export interface EngineStatus {
  /** The last request reached the server. */
  readonly online: boolean;
  readonly sending: boolean;
  /** Ops in the outbox; null until they were counted. */
  readonly waiting: number | null;
  /** The phone's clock, ms. */
  readonly lastAnswerAt: number | null;
  readonly nextTryAt: number | null;
  /** Server minus phone, ms; null before the first answer. */
  readonly clockError: number | null;
  /** Why the last pass did not finish, or why the session does not hold. */
  readonly problem: string | null;
}

export interface PassResult {
  /** `busy`: another tab is at it. */
  readonly outcome: 'done' | 'failed' | 'busy';
  /** Ops that got an answer in this pass. */
  readonly answered: number;
  readonly problem: string | null;
  readonly retryAfter: number | null;
}

/** Same shape as a signal: `value`, and `subscribe` that calls at once. */
export interface Observable<T> {
  readonly value: T;
  subscribe(listener: (value: T) => void): () => void;
}

/** When passes run: schedule.ts. */
export interface Schedule {
  start(hooks: ScheduleHooks): void;
  /** Something was saved: a pass soon, unless the back-off says later. */
  poke(): void;
  /** A person asked: the back-off starts anew, the pass runs now. */
  tap(): Promise<PassResult>;
  stop(): void;
}

export interface ScheduleHooks {
  /**
   * One pass. It calls `beat` before each step with the ms that the step may take, and
   * stops at the next step once `stale` is true. Never rejects.
   */
  run(beat: (ms: number) => void, stale: () => boolean): Promise<PassResult>;
  onNextTry(at: number | null): void;
  /** The page shows again: the system may have killed the store's connection. */
  onVisible(): Promise<void>;
}

export interface Engine {
  /** A tap: resets the back-off. Never rejects. */
  syncNow(): Promise<PassResult>;
  readonly status: Observable<EngineStatus>;
  stop(): void;
}
