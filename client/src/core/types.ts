/**
 * The nouns of the phone, in camelCase; sync/protocol.ts alone knows their wire names.
 *
 * Instants are RFC 3339 in UTC with milliseconds, days `YYYY-MM-DD` in the campaign's
 * time zone, ids lower-case UUIDs.
 */

export type Group =
  | 'success'
  | 'partial'
  | 'neutral'
  | 'blocked'
  | 'revisit'
  | 'refused'
  | 'not_eligible'
  | 'other';

export type Mode = 'door' | 'gate' | 'phone' | 'point' | 'counter';

export type Role = 'volunteer' | 'teller' | 'reporter' | 'commune' | 'district' | 'admin';

export interface Area {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly type: string;
}

export interface Organisation {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  /** False for a kind, under which the real ones stand. */
  readonly takesMembers?: boolean;
  readonly kind?: string;
  /** Where it stands; null or absent: the whole district. */
  readonly area?: string | null;
}

export interface Outcome {
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string;
  readonly group: Group;
  readonly noHousehold: boolean;
}

/** A mode, an install step, or any other named element of the directory. */
export interface Named {
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string;
}

/** `kind` is `store`, `objection`, `failure`…; `text` is the link or the answer. */
export interface Help extends Named {
  readonly kind: string;
  readonly text: string;
}

export interface Directory {
  readonly areas: readonly Area[];
  /** No longer to be chosen; older records still name them. */
  readonly closedAreas?: readonly Area[];
  readonly organisations: readonly Organisation[];
  readonly outcomes: readonly Outcome[];
  readonly modes: readonly Named[];
  readonly steps: readonly Named[];
  readonly help: readonly Help[];
  readonly consent: { readonly id: string; readonly text: string };
  /** What the campaign helps to install. */
  readonly appName?: string;
  /** What a unit may report to have done; for the desk. */
  readonly activities?: readonly Named[];
  /** Units that each hamlet may have, made when asked for: `{hamlet}` stands in their name. */
  readonly hamletUnits?: readonly (Named & { readonly parent: string })[];
  /** Where each commune stands on the tile map, from 0. */
  readonly map?: readonly { readonly code: string; readonly col: number; readonly row: number }[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

export interface Campaign {
  readonly code: string;
  readonly name: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly tz: string;
  /** Made of sample data: every page says so. */
  readonly sample?: boolean;
}

/** `public` is base64url of the 65-byte uncompressed P-256 point. */
export interface SealKey {
  readonly id: number;
  readonly public: string;
}

export interface Limits {
  readonly maxOps: number;
  readonly maxBytes: number;
  readonly maxOpBytes: number;
}

/** Another phone of the same person that last said it still had ops to send. */
export interface OldPhone {
  readonly deviceId: string;
  readonly name: string;
  readonly waiting: number;
  /** The server's time of its last contact. */
  readonly seenAt: string;
}

/** A person's seat on this phone. Each has a database of its own. */
export interface Device {
  readonly deviceId: string;
  readonly person: Person;
  readonly campaign: Campaign;
  readonly sealKey: SealKey;
  readonly limits: Limits;
  readonly presetHamlet: string | null;
  readonly enrolledAt: string;
  /** As the server said last; none on a seat of an older release. */
  readonly oldPhones?: readonly OldPhone[];
}

export interface RecordBody {
  readonly area: string;
  readonly mode: Mode;
  readonly outcome: string;
  readonly sealedPhone?: string;
  readonly keepNumber?: true;
  readonly consent?: string;
  readonly household?: string;
  readonly revisitOn?: string;
  readonly note?: string;
  readonly void?: true;
}

export interface ReviewBody {
  readonly person: string;
  readonly seenRev: number;
  readonly verdict: 'ok' | 'void';
  readonly reason: string;
}

interface OpBase {
  readonly opId: string;
  readonly n: number;
  readonly recordId: string;
  readonly rev: number;
  readonly schema: 1;
  readonly anchor: string | null;
  readonly happenedAt: string;
}

export type RecordOp = OpBase & { readonly kind: 'record.put'; readonly body: RecordBody };
export type ReviewOp = OpBase & { readonly kind: 'review.put'; readonly body: ReviewBody };
export type Op = RecordOp | ReviewOp;

export type RecordState = 'waiting' | 'sent' | 'attention';

/** What the server answered for an op. `code` says why when it is not plainly stored. */
export interface Receipt {
  readonly opId: string;
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
  /** The server's time of the answer. */
  readonly receivedAt: string;
}

export interface Review {
  readonly verdict: 'ok' | 'void';
  readonly reason: string;
}

/** A record as lists show it: the newest that this phone knows. */
export interface FieldRecord {
  readonly recordId: string;
  readonly rev: number;
  readonly area: string;
  readonly mode: Mode;
  readonly outcome: string;
  readonly household: string | null;
  readonly revisitOn: string | null;
  readonly note: string | null;
  readonly void: boolean;
  readonly hasNumber: boolean;
  /** The phone's clock when the newest put was made. */
  readonly happenedAt: string;
  /** When the visit counts: a correction does not move it. Lists sort by it. */
  readonly eff: string;
  /** Day of `eff`: what a report counts it under. */
  readonly day: string;
  readonly state: RecordState;
  readonly receipt: Receipt | null;
  readonly review: Review | null;
}

/** A form not saved yet. Never holds the number: that lives in the field only. */
export interface Draft {
  readonly area: string;
  readonly mode: Mode;
  readonly outcome?: string;
  readonly household?: string;
  readonly revisitOn?: string;
  readonly note?: string;
  /** Set while correcting: the record that is being changed. */
  readonly recordId?: string;
  /** The answer that was tapped, while its reason is still open. */
  readonly answer?: string;
  /** Which phone of the house this is, from 1. */
  readonly machine?: number;
  readonly updatedAt: string;
}
