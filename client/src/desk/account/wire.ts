/** One's own second factor, as the server tells it. Wire names end here. */
import * as v from 'valibot';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import type { Channel } from '../../sync/transport';

const state = shape({
  active: v.boolean(),
  since: maybeText,
  recovery_left: count,
  required: v.boolean(),
});
export type FactorState = v.InferOutput<typeof state>;

const offered = shape({ secret: text, uri: text });
export type Offered = v.InferOutput<typeof offered>;

const codes = shape({ recovery_codes: v.array(text) });
export type Codes = v.InferOutput<typeof codes>;

/** That it is oneself: the password, and a code where there is a second factor already. */
export interface Proof {
  readonly password: string;
  readonly factorCode: string | null;
}

const wired = ({ password, factorCode }: Proof) => ({
  password,
  ...(factorCode === null ? {} : { factor_code: factorCode }),
});

export const readFactor = (channel: Channel) =>
  channel.ask({ method: 'GET', path: '/api/v1/me/factor' }, state);

export const offerFactor = (channel: Channel, proof: Proof) =>
  channel.ask({ method: 'POST', path: '/api/v1/me/factor', body: wired(proof) }, offered);

export const confirmFactor = (channel: Channel, code: string) =>
  channel.ask({ method: 'POST', path: '/api/v1/me/factor/confirm', body: { code } }, codes);

export const renewCodes = (channel: Channel, proof: Proof) =>
  channel.ask({ method: 'POST', path: '/api/v1/me/factor/codes', body: wired(proof) }, codes);

export const removeFactor = (channel: Channel, proof: Proof) =>
  channel.act({ method: 'POST', path: '/api/v1/me/factor/remove', body: wired(proof) });
