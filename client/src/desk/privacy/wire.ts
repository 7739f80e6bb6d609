/** Requests to erase a number, and what is held in counts: types, and the guards that make them. Wire names end here. */
import * as v from 'valibot';
import { uuidv7 } from '../../core/ids';
import type { Reply } from '../../sync/contract';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';
import type { ListPage } from '../list-pages';

export const states = ['waiting', 'done', 'refused'] as const;
const person = v.nullable(v.object({ id: text, name: maybeText }));

const erasure = shape({
  id: text,
  state: v.picklist(states),
  reason: text,
  asked_at: text,
  asked_by: person,
  decided_at: maybeText,
  decided_by: person,
});
export type Erasure = v.InferOutput<typeof erasure>;

const page = v.object({ items: v.array(erasure), next: maybeText });

export function listErasures(channel: Channel, after: string | null): Reply<ListPage<Erasure>> {
  const path = `/api/v1/erasures?${queryOf({ limit: '50', after })}`;
  return channel.ask({ method: 'GET', path, expects: 64 * 1024 }, page);
}

export const newRequest = () => uuidv7(Date.now());

/** Asked again under its id it is the same request. The number goes no further than this call. */
export function askErasure(
  channel: Channel,
  id: string,
  phone: string,
  reason: string,
): Reply<Erasure> {
  const body = { id, phone, reason };
  return channel.ask({ method: 'POST', path: '/api/v1/erasures', body }, erasure);
}

export function decideErasure(channel: Channel, id: string, grant: boolean): Reply<Erasure> {
  const path = `/api/v1/erasures/${id}/decision`;
  return channel.ask({ method: 'POST', path, body: { grant } }, erasure);
}

const facts = shape({
  records: count,
  numbers: count,
  notes: count,
  sealed: count,
  people: count,
  devices: count,
  revoked: count,
  exports: count,
  erased: count,
  purge_from: text,
});
export type Facts = v.InferOutput<typeof facts>;

export function readFacts(channel: Channel): Reply<Facts> {
  return channel.ask({ method: 'GET', path: '/api/v1/privacy/facts' }, facts);
}
