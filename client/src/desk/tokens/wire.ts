/** Tokens of programs, as the server lists and makes them. Wire names end here. */
import * as v from 'valibot';
import type { Reply } from '../../sync/contract';
import { maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import type { Channel } from '../../sync/transport';
import { listAll } from '../load';

export const rights = ['totals', 'exports', 'records', 'metrics'] as const;
export type Right = (typeof rights)[number];

const token = v.pipe(
  shape({
    id: text,
    name: text,
    rights: v.array(v.picklist(rights)),
    area_name: maybeText,
    organisation_name: maybeText,
    state: v.picklist(['active', 'expired', 'revoked']),
    created_by: v.nullable(v.object({ name: text })),
    created_at: text,
    expires_at: text,
    used_at: maybeText,
    token: maybeText,
  }),
  v.transform(({ areaName, organisationName, createdBy, token: secret, ...rest }) => ({
    ...rest,
    secret,
    /** Null for the whole campaign. */
    scope: areaName ?? organisationName,
    by: createdBy?.name ?? null,
  })),
);
export type TokenRow = v.InferOutput<typeof token>;

export type TokenInput = {
  name: string;
  rights: readonly Right[];
  area: string | null;
  organisation: string | null;
  days: number;
};

export const listTokens = (channel: Channel) => listAll(channel, '/api/v1/tokens', token);

/** The answer alone has what opens: `secret`. */
export function makeToken(channel: Channel, input: TokenInput, id: string): Reply<TokenRow> {
  return channel.ask({ method: 'POST', path: '/api/v1/tokens', body: { id, ...input } }, token);
}

export function revokeToken(channel: Channel, id: string): Reply<TokenRow> {
  return channel.ask({ method: 'POST', path: `/api/v1/tokens/${id}/revoke` }, token);
}
