/** Guards of what a seat is told: enrolment, me, the directory, limits. Wire names end here. */
import * as v from 'valibot';
import type { Campaign, Directory, Limits, Named, OldPhone, Person, SealKey } from '../core/types';
import type { Enrolment, Me } from './contract';
import { count, group, maybeText, role, text } from './protocol-fields';

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

const oldPhones = v.nullish(
  v.array(
    v.pipe(
      v.object({ device_id: text, name: text, waiting: count, seen_at: text }),
      v.transform(
        (wire): OldPhone => ({
          deviceId: wire.device_id,
          name: wire.name,
          waiting: wire.waiting,
          seenAt: wire.seen_at,
        }),
      ),
    ),
  ),
  [],
);

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
    unsent_elsewhere: oldPhones,
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
      oldPhones: wire.unsent_elsewhere,
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
    handover_key: maybeText,
    limits,
    preset_hamlet: maybeText,
    unsent_elsewhere: oldPhones,
    factor: v.nullish(v.object({ active: v.boolean(), required: v.boolean() })),
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
      handoverKey: wire.handover_key,
      limits: wire.limits,
      presetHamlet: wire.preset_hamlet ?? wire.membership?.hamlet ?? null,
      oldPhones: wire.unsent_elsewhere,
      owesFactor: wire.factor?.required === true && !wire.factor.active,
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
        kind: v.nullish(text, ''),
        area: maybeText,
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
    activities: v.nullish(v.array(named), []),
    hamlet_units: v.nullish(v.array(v.object({ code: text, name: text, parent: text })), []),
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
      activities: wire.activities,
      hamletUnits: wire.hamlet_units,
      ...(wire.app?.name ? { appName: wire.app.name } : {}),
    }),
  ),
);

export const ping = v.pipe(
  v.object({ limits }),
  v.transform((wire) => wire.limits),
);
