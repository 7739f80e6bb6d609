/** The inbox and the push subscriptions of a person, as the server keeps them. Wire names end here. */
import * as v from 'valibot';
import type { Reply } from './contract';
import { count, maybeText, text } from './protocol-fields';
import type { Channel } from './transport';

export interface Notice {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  /** Path of the page that it is about. */
  readonly link: string;
  readonly at: string;
  readonly read: boolean;
}

export interface NoticePage {
  readonly items: readonly Notice[];
  readonly unread: number;
  readonly next: string | null;
}

/** A browser's subscription as the push API gives it (`PushSubscription.toJSON`), and the id it goes by. */
export interface Subscribed {
  readonly id: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** Of the server, that it was made with. */
  readonly key: string;
}

/** `key` is what a browser subscribes with (VAPID, base64url); `ids` are those that the server knows. */
export interface Subscriptions {
  readonly key: string;
  readonly ids: readonly string[];
}

const notice = v.pipe(
  v.object({
    id: text,
    kind: text,
    title: text,
    body: text,
    link: text,
    created_at: text,
    read_at: maybeText,
  }),
  v.transform(({ created_at, read_at, ...rest }): Notice => {
    return { ...rest, at: created_at, read: read_at !== null };
  }),
);
const page = v.object({ items: v.array(notice), unread: count, next: maybeText });
const unread = v.object({ unread: count });
const subscriptions = v.pipe(
  v.object({ key: text, items: v.array(v.object({ id: text })) }),
  v.transform(({ key, items }): Subscriptions => ({ key, ids: items.map((one) => one.id) })),
);

export const noticesPerPage = 30;

export function listNotices(
  channel: Channel,
  after: string | null,
  limit = noticesPerPage,
): Reply<NoticePage> {
  const from = after === null ? '' : `&after=${after}`;
  return channel.ask({ method: 'GET', path: `/api/v1/notices?limit=${limit}${from}` }, page);
}

export function readNotices(
  channel: Channel,
  ids: readonly string[],
): Reply<{ readonly unread: number }> {
  return channel.ask({ method: 'POST', path: '/api/v1/notices/read', body: { ids } }, unread);
}

const path = '/api/v1/push/subscriptions';

export function listSubscriptions(channel: Channel): Reply<Subscriptions> {
  return channel.ask({ method: 'GET', path }, subscriptions);
}

export function putSubscription(channel: Channel, given: Subscribed): Reply<Subscriptions> {
  const { id, endpoint, key, p256dh, auth } = given;
  const body = { id, endpoint, key, keys: { p256dh, auth } };
  return channel.ask({ method: 'PUT', path, body }, subscriptions);
}

export function dropSubscription(channel: Channel, id: string): Reply<null> {
  return channel.act({ method: 'DELETE', path: `${path}/${id}` });
}
