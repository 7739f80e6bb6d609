/**
 * Making an invite: the request and the answer, in the desk's words.
 * Rests on the transport's channel. Promises: the code is shown once and kept nowhere.
 */
import * as v from 'valibot';
import { uuidv7 } from '../../core/ids';
import type { Role } from '../../core/types';
import type { Reply } from '../../sync/contract';
import type { Channel } from '../../sync/transport';

export type InviteInput = {
  name: string;
  role: Role;
  organisation: string | null;
  area: string | null;
  hamlet: string | null;
};

export type Invite = { code: string; url: string; expiresAt: string };

const answer = v.pipe(
  v.object({ code: v.string(), url: v.string(), expires_at: v.string() }),
  v.transform((wire): Invite => ({ code: wire.code, url: wire.url, expiresAt: wire.expires_at })),
);

export function makeInvite(
  channel: Channel,
  input: InviteInput,
  id = uuidv7(Date.now()),
): Reply<Invite> {
  return channel.ask({ method: 'POST', path: '/api/v1/invites', body: { id, ...input } }, answer);
}

/** Which roles a role may invite. */
export function invitable(role: Role): readonly Role[] {
  if (role === 'commune') return ['volunteer', 'teller', 'reporter'];
  if (role === 'district') return ['volunteer', 'teller', 'reporter', 'commune', 'district'];
  if (role === 'admin') return ['volunteer', 'teller', 'reporter', 'commune', 'district', 'admin'];
  return [];
}
