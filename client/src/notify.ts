/**
 * What tells a person of something, put together for a session: the inbox, and notices that ring.
 * A part of the composition root that comes after the first screen: it alone knows both the worker and the server.
 */
import {
  dropSubscription,
  listNotices,
  listSubscriptions,
  putSubscription,
  readNotices,
} from './sync/notices';
import type { Channel } from './sync/transport';
import type { Notify } from './ui/notices';
import { onPushMessage } from './worker/bridge';
import { openPush } from './worker/subscription';

export function openNotify(session: {
  readonly device: { readonly deviceId: string };
  readonly transport: Channel;
}): Notify & { keep(): Promise<void> } {
  const { device, transport } = session;
  const push = openPush(device.deviceId, {
    known: () => listSubscriptions(transport),
    put: (given) => putSubscription(transport, given),
    drop: (id) => dropSubscription(transport, id),
  });
  return {
    inbox: {
      list: (after, limit) => listNotices(transport, after, limit),
      read: (ids) => readNotices(transport, ids),
    },
    push,
    keep: () => push.keep(),
    onRing: onPushMessage,
  };
}
