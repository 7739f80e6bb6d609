/**
 * The wire's names and shapes, and nothing else knows them.
 *
 * Guards check what the phone relies on and ignore what it does not know: fields may be
 * added to v1. A guard that fails means the answer is not to be trusted as a whole.
 */
import * as v from 'valibot';
import type {
  Campaign,
  Directory,
  Limits,
  Named,
  Op,
  Person,
  RecordBody,
  ReviewBody,
  SealKey,
} from '../core/types';
import type { OpResult, PullRow } from '../store/contract';
import type {
  Amount,
  Enrolment,
  Me,
  PullAnswer,
  PushEnvelope,
  Totals,
  TotalsFigures,
  TotalsRow,
} from './contract';

const text = v.string();
const count = v.pipe(v.number(), v.integer());
const maybeText = v.nullish(text, null);
const maybeCount = v.nullish(v.number(), null);
const role = v.picklist(['volunteer', 'teller', 'reporter', 'commune', 'district', 'admin']);
const mode = v.picklist(['door', 'gate', 'phone', 'point', 'counter']);
const group = v.picklist([
  'success',
  'partial',
  'neutral',
  'blocked',
  'revisit',
  'refused',
  'not_eligible',
  'other',
]);

const limits = v.pipe(
  v.object({ max_ops: count, max_bytes: count, max_op_bytes: count }),
  v.transform(
    (wire): Limits => ({
      maxOps: wire.max_ops,
      maxBytes: wire.max_bytes,
      maxOpBytes: wire.max_op_bytes,
    }),
  ),
);
const person = v.object({ id: text, name: text, role }) satisfies v.GenericSchema<unknown, Person>;
const campaign = v.pipe(
  v.object({
    code: text,
    name: text,
    starts_on: text,
    ends_on: text,
    tz: text,
    sample: v.optional(v.boolean(), false),
  }),
  v.transform(
    (wire): Campaign => ({
      code: wire.code,
      name: wire.name,
      startsOn: wire.starts_on,
      endsOn: wire.ends_on,
      tz: wire.tz,
      sample: wire.sample,
    }),
  ),
);
const sealKey = v.object({ id: count, public: text }) satisfies v.GenericSchema<unknown, SealKey>;

/** What every JSON answer of the API carries. */
export const envelope = v.object({
  p: v.literal('gocua'),
  v: v.number(),
  server_now: text,
  anchor: maybeText,
  epoch: maybeText,
});

export const errorAnswer = v.object({
  error: v.object({ code: text, message: v.optional(text), details: v.optional(v.unknown()) }),
});

/** The details of `campaign.choose`. */
export const campaignChoices = v.object({
  campaigns: v.array(v.object({ code: text, name: text })),
});

export const enrolment = v.pipe(
  v.object({
    device_id: text,
    person,
    campaign,
    seal_key: sealKey,
    handover_key: text,
    limits,
    hamlet: maybeText,
    preset_hamlet: maybeText,
    membership: v.nullish(v.object({ hamlet: maybeText }), null),
  }),
  v.transform(
    (wire): Enrolment => ({
      deviceId: wire.device_id,
      person: wire.person,
      campaign: wire.campaign,
      sealKey: wire.seal_key,
      handoverKey: wire.handover_key,
      limits: wire.limits,
      presetHamlet: wire.preset_hamlet ?? wire.hamlet ?? wire.membership?.hamlet ?? null,
    }),
  ),
);

/** A place is a code, or an object that has one. */
const place = v.nullish(
  v.union([
    text,
    v.pipe(
      v.object({ code: text }),
      v.transform((wire) => wire.code),
    ),
  ]),
  null,
);

export const me = v.pipe(
  v.object({
    person: v.object({ id: text, name: text, role: v.optional(role) }),
    role: v.optional(role),
    membership: v.nullish(v.object({ organisation: place, area: place, hamlet: place }), null),
    campaign,
    seal_key: sealKey,
    limits,
    preset_hamlet: maybeText,
  }),
  v.check((wire) => (wire.role ?? wire.person.role) !== undefined),
  v.transform(
    (wire): Me => ({
      person: {
        id: wire.person.id,
        name: wire.person.name,
        role: wire.role ?? wire.person.role ?? 'volunteer',
      },
      campaign: wire.campaign,
      membership: {
        organisation: wire.membership?.organisation ?? null,
        area: wire.membership?.area ?? null,
      },
      sealKey: wire.seal_key,
      limits: wire.limits,
      presetHamlet: wire.preset_hamlet ?? wire.membership?.hamlet ?? null,
    }),
  ),
);

const english = v.optional(v.nullish(text, undefined));
const named = v.pipe(
  v.object({ code: text, name: text, name_en: english }),
  v.transform(
    ({ code, name, name_en: nameEn }): Named => ({ code, name, ...(nameEn ? { nameEn } : {}) }),
  ),
);
const area = v.object({ code: text, name: text, parent: maybeText, type: v.nullish(text, '') });

export const directory = v.pipe(
  v.object({
    areas: v.array(area),
    closed_areas: v.nullish(v.array(area), []),
    organisations: v.array(
      v.object({
        code: text,
        name: text,
        parent: maybeText,
        takes_members: v.nullish(v.boolean(), true),
      }),
    ),
    outcomes: v.array(
      v.object({ code: text, name: text, name_en: english, group, no_household: v.boolean() }),
    ),
    modes: v.array(named),
    steps: v.array(named),
    help: v.array(
      v.object({ code: text, name: text, kind: v.nullish(text, ''), text: v.nullish(text, '') }),
    ),
    consent: v.object({ id: text, text }),
    app: v.nullish(v.object({ name: v.nullish(text, '') }), null),
    map: v.nullish(v.array(v.object({ code: text, col: count, row: count })), []),
  }),
  v.transform(
    (wire): Directory => ({
      areas: wire.areas,
      closedAreas: wire.closed_areas,
      organisations: wire.organisations.map(({ takes_members: takesMembers, ...rest }) => ({
        ...rest,
        takesMembers,
      })),
      outcomes: wire.outcomes.map(({ no_household: noHousehold, name_en: nameEn, ...rest }) => ({
        ...rest,
        noHousehold,
        ...(nameEn ? { nameEn } : {}),
      })),
      modes: wire.modes,
      steps: wire.steps,
      help: wire.help,
      consent: wire.consent,
      map: wire.map,
      ...(wire.app?.name ? { appName: wire.app.name } : {}),
    }),
  ),
);

export const ping = v.pipe(
  v.object({ limits }),
  v.transform((wire) => wire.limits),
);

const opResult = v.object({
  op_id: maybeText,
  status: text,
  code: maybeText,
  message: maybeText,
});

export const pushAnswer = v.pipe(
  v.object({ batch_id: text, seq: count, server_now: text, results: v.array(opResult) }),
  v.transform((wire) => ({
    batchId: wire.batch_id,
    seq: wire.seq,
    serverNow: wire.server_now,
    results: wire.results.flatMap((result): OpResult[] =>
      result.op_id === null
        ? []
        : [
            {
              opId: result.op_id,
              status: result.status,
              ...(result.code === null ? {} : { code: result.code }),
              ...(result.message === null ? {} : { message: result.message }),
            },
          ],
    ),
  })),
);

const recordRow = v.pipe(
  v.object({
    kind: v.literal('record'),
    record_id: text,
    person: text,
    rev: count,
    op_id: text,
    seq: count,
    area: text,
    mode,
    outcome: text,
    happened_at: text,
    eff: text,
    household: maybeText,
    revisit_on: maybeText,
    note: maybeText,
    void: v.boolean(),
    has_number: v.boolean(),
    review: v.nullish(
      v.object({
        verdict: v.picklist(['ok', 'void']),
        reason: v.nullish(text, ''),
        seen_rev: v.nullish(count, 0),
      }),
      null,
    ),
  }),
  v.transform(
    (wire): PullRow => ({
      kind: 'record',
      recordId: wire.record_id,
      person: wire.person,
      rev: wire.rev,
      opId: wire.op_id,
      seq: wire.seq,
      area: wire.area,
      mode: wire.mode,
      outcome: wire.outcome,
      happenedAt: wire.happened_at,
      eff: wire.eff,
      household: wire.household,
      revisitOn: wire.revisit_on,
      note: wire.note,
      void: wire.void,
      hasNumber: wire.has_number,
      review: wire.review && {
        verdict: wire.review.verdict,
        reason: wire.review.reason,
        seenRev: wire.review.seen_rev,
      },
    }),
  ),
);
const verdictRow = v.pipe(
  v.object({
    kind: v.literal('verdict'),
    op_id: text,
    seq: count,
    status: text,
    code: maybeText,
    message: maybeText,
  }),
  v.transform(({ op_id: opId, ...rest }): PullRow => ({ ...rest, opId })),
);
const goneRow = v.pipe(
  v.object({ kind: v.literal('gone'), person: text, record_id: text, seq: count }),
  v.transform(({ record_id: recordId, ...rest }): PullRow => ({ ...rest, recordId })),
);
/** A kind of row that came later than this version is nothing to it. */
const laterRow = v.pipe(
  v.object({
    kind: v.pipe(
      text,
      v.check((kind) => !['record', 'verdict', 'gone'].includes(kind)),
    ),
  }),
  v.transform(() => null),
);

export const pullAnswer = v.union([
  v.pipe(
    v.object({ reset: v.picklist(['epoch', 'scope']) }),
    v.transform((wire): PullAnswer => wire),
  ),
  v.pipe(
    v.object({
      rows: v.array(v.union([recordRow, verdictRow, goneRow, laterRow])),
      cursor: text,
      more: v.boolean(),
    }),
    v.transform(
      (wire): PullAnswer => ({
        rows: wire.rows.filter((row): row is PullRow => row !== null),
        cursor: wire.cursor,
        more: wire.more,
      }),
    ),
  ),
]);

export const verifyAnswer = v.pipe(
  v.object({ missing: v.array(text) }),
  v.transform((wire): readonly string[] => wire.missing),
);

const amount = v.nullish(
  v.pipe(
    v.object({
      value: v.number(),
      as_of: v.nullish(text, ''),
      source: v.nullish(text, ''),
      estimate: v.nullish(v.boolean(), false),
    }),
    v.transform(
      (wire): Amount => ({
        value: wire.value,
        asOf: wire.as_of,
        source: wire.source,
        estimate: wire.estimate,
      }),
    ),
  ),
  null,
);

const figureFields = {
  records: v.number(),
  assists: v.number(),
  unique: maybeCount,
  unchecked: maybeCount,
  unique_in_use: maybeCount,
  outcomes: v.nullish(v.record(text, v.number()), {}),
  smartphones: amount,
  population: amount,
  households: amount,
  official: v.nullish(
    v.object({
      installed: v.number(),
      as_of: v.nullish(text, ''),
      source: v.nullish(text, ''),
      estimate: v.nullish(v.boolean(), false),
    }),
    null,
  ),
  target: v.nullish(v.object({ value: v.number(), deadline: text }), null),
  expected_by_now: maybeCount,
};
const figures = v.object(figureFields);
const figuresRow = v.object({ code: text, name: text, ...figureFields });

function figuresOf(wire: v.InferOutput<typeof figures>): TotalsFigures {
  return {
    records: wire.records,
    assists: wire.assists,
    unique: wire.unique,
    unchecked: wire.unchecked,
    uniqueInUse: wire.unique_in_use,
    outcomes: wire.outcomes,
    smartphones: wire.smartphones,
    population: wire.population,
    households: wire.households,
    official: wire.official && {
      installed: wire.official.installed,
      asOf: wire.official.as_of,
      source: wire.official.source,
      estimate: wire.official.estimate,
    },
    target: wire.target,
    expectedByNow: wire.expected_by_now,
  };
}

export const totals = v.pipe(
  v.object({
    seq: count,
    by: text,
    server_now: text,
    rows: v.array(figuresRow),
    total: figures,
    freshness: v.object({
      devices: v.number(),
      synced_24h: v.number(),
      waiting_on_phones: v.number(),
      oldest_unsent_at: maybeText,
    }),
  }),
  v.transform(
    (wire): Totals => ({
      seq: wire.seq,
      by: wire.by,
      rows: wire.rows.map(
        (row): TotalsRow => ({ code: row.code, name: row.name, ...figuresOf(row) }),
      ),
      total: figuresOf(wire.total),
      freshness: {
        devices: wire.freshness.devices,
        synced24h: wire.freshness.synced_24h,
        waitingOnPhones: wire.freshness.waiting_on_phones,
        oldestUnsentAt: wire.freshness.oldest_unsent_at,
      },
      serverNow: wire.server_now,
    }),
  ),
);

type Wire = Readonly<Record<string, unknown>>;

function recordBodyToWire(body: RecordBody): Wire {
  return {
    area: body.area,
    mode: body.mode,
    outcome: body.outcome,
    ...(body.sealedPhone === undefined ? {} : { sealed_phone: body.sealedPhone }),
    ...(body.keepNumber ? { keep_number: true } : {}),
    ...(body.consent === undefined ? {} : { consent: body.consent }),
    ...(body.household === undefined ? {} : { household: body.household }),
    ...(body.revisitOn === undefined ? {} : { revisit_on: body.revisitOn }),
    ...(body.note === undefined ? {} : { note: body.note }),
    ...(body.void ? { void: true } : {}),
  };
}

function reviewBodyToWire(body: ReviewBody): Wire {
  return {
    person: body.person,
    seen_rev: body.seenRev,
    verdict: body.verdict,
    reason: body.reason,
  };
}

export function opToWire(op: Op): Wire {
  return {
    op_id: op.opId,
    n: op.n,
    kind: op.kind,
    record_id: op.recordId,
    rev: op.rev,
    schema: op.schema,
    anchor: op.anchor,
    happened_at: op.happenedAt,
    body: op.kind === 'record.put' ? recordBodyToWire(op.body) : reviewBodyToWire(op.body),
  };
}

const bytes = new TextEncoder();

/** Bytes of the op as sent, in UTF-8. */
export function wireSize(op: Op): number {
  return bytes.encode(JSON.stringify(opToWire(op))).length;
}

/** Room for the envelope around the ops, in bytes. */
export const ENVELOPE_BYTES = 1024;

export function pushToWire(push: PushEnvelope, app: string): Wire {
  return {
    batch_id: push.batchId,
    app,
    epoch: push.epoch,
    client_now: push.clientNow,
    queue_len: push.queueLength,
    oldest_at: push.oldestAt,
    next_n: push.nextN,
    ops: push.ops.map(opToWire),
  };
}
