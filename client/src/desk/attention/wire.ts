/** What waits for a person: types, and the guards that make them. Wire names end here. */
import * as v from 'valibot';
import type { Reply } from '../../sync/contract';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import { queryOf } from '../../sync/query';
import type { Channel } from '../../sync/transport';

export const statuses = ['quarantined', 'held'] as const;
export type Status = (typeof statuses)[number];

/** The op as sent, without its number; null when it was no object. */
export type Sent = Readonly<Record<string, unknown>> | null;

const waiting = shape({
  id: text,
  op_id: maybeText,
  status: v.picklist(statuses),
  code: text,
  message: text,
  detail: maybeText,
  person_name: text,
  area: maybeText,
  received_at: text,
  sent: v.nullable(v.record(text, v.unknown())) satisfies v.GenericSchema<unknown, Sent>,
});
export type Waiting = v.InferOutput<typeof waiting>;

const page = v.object({ items: v.array(waiting), next: maybeText, waiting: count });
export type WaitingPage = v.InferOutput<typeof page>;

export interface Asked {
  readonly area: string;
  readonly status: Status | null;
}

export function listWaiting(
  channel: Channel,
  asked: Asked,
  after: string | null,
): Reply<WaitingPage> {
  const query = queryOf({ limit: '50', within: asked.area, status: asked.status, after });
  return channel.ask(
    { method: 'GET', path: `/api/v1/attention?${query}`, expects: 512 * 1024 },
    page,
  );
}

const settled = v.object({
  items: v.array(v.object({ id: text, done: v.boolean(), status: text, message: maybeText })),
});
export type Settled = v.InferOutput<typeof settled>['items'][number];

const MOST = 200;

/** All are accepted or all refused; what is settled already keeps its verdict, so that a second try is harmless. */
export async function settle(
  channel: Channel,
  ids: readonly string[],
  accept: boolean,
  word: string,
): Reply<readonly Settled[]> {
  const found: Settled[] = [];
  for (let at = 0; at < ids.length; at += MOST) {
    const body = { ids: ids.slice(at, at + MOST), accept, ...(word ? { word } : {}) };
    const reply = await channel.ask(
      { method: 'POST', path: '/api/v1/attention/settle', body },
      settled,
    );
    if (!reply.ok) return reply;
    found.push(...reply.value.items);
  }
  return { ok: true, value: found };
}
