/** People, their devices and open invites, as the server lists them. Wire names end here. */
import * as v from 'valibot';
import { uuidv7 } from '../../core/ids';
import { maybeCount, maybeText, role, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import type { Channel } from '../../sync/transport';
import { listAll } from '../load';

const post = {
  role,
  organisation: maybeText,
  area: text,
  hamlet: maybeText,
};
const person = shape({
  id: text,
  name: text,
  username: maybeText,
  suspended_at: maybeText,
  /** Told to admins alone. */
  factor: v.nullish(v.boolean(), null),
  membership: v.object(post),
});
export type PersonRow = v.InferOutput<typeof person>;

const device = v.pipe(
  shape({
    id: text,
    name: text,
    person: v.object({ id: text }),
    last_seen_at: maybeText,
    revoked_at: maybeText,
    queue_len: maybeCount,
    oldest_at: maybeText,
    skew_ms: maybeCount,
  }),
  v.transform(({ person: whose, queueLen: queueLength, ...rest }) => ({
    ...rest,
    person: whose.id,
    queueLength,
  })),
);
export type DeviceRow = v.InferOutput<typeof device>;

const invite = shape({
  id: text,
  name: text,
  person: maybeText,
  state: text,
  expires_at: text,
  ...post,
});
export type InviteRow = v.InferOutput<typeof invite>;

export const listPeople = (channel: Channel) => listAll(channel, '/api/v1/people', person);
export const listDevices = (channel: Channel) => listAll(channel, '/api/v1/devices', device);
export const listInvites = (channel: Channel) => listAll(channel, '/api/v1/invites', invite);

export const peopleFile = (kind: 'csv' | 'xlsx'): string => `/api/v1/exports/people.${kind}`;

export type PostInput = {
  role: PersonRow['membership']['role'];
  organisation: string | null;
  area: string | null;
  hamlet: string | null;
};

const some = v.object({ id: text });

export function movePerson(channel: Channel, id: string, body: PostInput) {
  return channel.ask({ method: 'PUT', path: `/api/v1/people/${id}/membership`, body }, some);
}

/** Ends the membership; the person's devices are revoked with it. */
export function letGo(channel: Channel, id: string) {
  return channel.act({ method: 'POST', path: `/api/v1/people/${id}/leave` });
}

/** Holds somebody off until told otherwise. */
export function suspend(channel: Channel, id: string) {
  return channel.ask({ method: 'POST', path: `/api/v1/people/${id}/suspend` }, some);
}

export function resume(channel: Channel, id: string) {
  return channel.ask({ method: 'POST', path: `/api/v1/people/${id}/resume` }, some);
}

/** For somebody who lost phone and recovery codes. */
export function resetFactor(channel: Channel, id: string) {
  return channel.act({ method: 'POST', path: `/api/v1/people/${id}/factor/reset` });
}

export function revokeDevice(channel: Channel, id: string) {
  return channel.ask({ method: 'POST', path: `/api/v1/devices/${id}/revoke` }, some);
}

export function withdrawInvite(channel: Channel, id: string) {
  return channel.ask({ method: 'POST', path: `/api/v1/invites/${id}/withdraw` }, some);
}

const issued = shape({ code: text, url: text, expires_at: text });

/** A new phone for somebody who is there: the person stays the same. */
export function newPhone(channel: Channel, id: string) {
  const body = { id: uuidv7(Date.now()), person: id };
  return channel.ask({ method: 'POST', path: '/api/v1/invites', body }, issued);
}
