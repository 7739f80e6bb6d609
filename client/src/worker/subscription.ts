/**
 * Notices that ring: this browser's subscription at its push service, and that the server knows it.
 *
 * Rests on the bridge for the worker and on a door to the server. Promises: permission is asked by `turnOn` alone,
 * which a tap calls; what the browser renewed or the server has forgotten is given to it again at the next start; a
 * subscription that is taken back is taken back from the browser too.
 */
import { decodeBase64url } from '../core/base64url';
import { endpointId } from '../core/endpoint-id';
import { registered, tellWorker } from './bridge';

export interface Given {
  readonly id: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** Of the server, that the subscription was made with: only what that one signs will ring. */
  readonly key: string;
}

type Answer<T> = Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>;

export interface PushServer {
  /** The key to subscribe with, and the ids that the server knows of this person. */
  known(): Answer<{ readonly key: string; readonly ids: readonly string[] }>;
  put(given: Given): Answer<unknown>;
  drop(id: string): Answer<unknown>;
}

export type State = 'on' | 'off' | 'denied' | 'home' | 'none' | 'failed';

export interface Push {
  state(): Promise<State>;
  turnOn(): Promise<State>;
  turnOff(): Promise<State>;
  /** Called at start: gives the server again what it does not know, if it is on at all. */
  keep(): Promise<void>;
}

/** Whose device it was switched on for, and which endpoint the server was last given. */
interface Kept {
  readonly device: string;
  readonly endpoint: string;
}

const kept = 'gocua-push';

function readKept(device: string): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(kept) ?? 'null') as Partial<Kept> | null;
    return found?.device === device && typeof found.endpoint === 'string' ? (found as Kept) : null;
  } catch {
    return null;
  }
}

function writeKept(next: Kept | null): void {
  try {
    if (next) localStorage.setItem(kept, JSON.stringify(next));
    else localStorage.removeItem(kept);
  } catch {
    // A browser that keeps nothing rings all the same until its subscription changes.
  }
}

/** Why it cannot ring here; null when it can. */
function hindrance(): State | null {
  const able = 'PushManager' in globalThis && 'Notification' in globalThis;
  if (!able) {
    const apple = /iPhone|iPad|iPod/.test(navigator.userAgent);
    return apple && !matchMedia('(display-mode: standalone)').matches ? 'home' : 'none';
  }
  return Notification.permission === 'denied' ? 'denied' : null;
}

function sameKey(subscription: PushSubscription, key: Uint8Array): boolean {
  const used = subscription.options?.applicationServerKey;
  // A browser that does not tell is believed.
  if (!used) return true;
  const bytes = new Uint8Array(used);
  return bytes.length === key.length && bytes.every((byte, at) => byte === key[at]);
}

export function openPush(device: string, server: PushServer): Push {
  async function manager(): Promise<PushManager | null> {
    return (await registered())?.pushManager ?? null;
  }

  /** This browser's subscription with the server's key, made when there is none, and given to the server. */
  async function subscribe(): Promise<State> {
    const push = await manager();
    if (!push) return 'none';
    const known = await server.known();
    if (!known.ok) return 'failed';
    const key = decodeBase64url(known.value.key);
    let found = await push.getSubscription();
    if (found && !sameKey(found, key)) {
      await found.unsubscribe();
      found = null;
    }
    found ??= await push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = found.toJSON();
    if (!endpoint || !keys?.p256dh || !keys.auth) return 'failed';
    const id = await endpointId(endpoint);
    const given = { id, endpoint, p256dh: keys.p256dh, auth: keys.auth, key: known.value.key };
    if (!(await server.put(given)).ok) return 'failed';
    const before = readKept(device);
    writeKept({ device, endpoint });
    tellWorker({ type: 'subscribed', device });
    if (before && before.endpoint !== endpoint)
      await server.drop(await endpointId(before.endpoint));
    return 'on';
  }

  async function state(): Promise<State> {
    const why = hindrance();
    if (why) return why;
    const push = await manager();
    if (!push) return 'none';
    return readKept(device) && (await push.getSubscription()) ? 'on' : 'off';
  }

  return {
    state: () => state().catch(() => 'none' as const),
    async turnOn() {
      const why = hindrance();
      if (why) return why;
      try {
        const answer = await Notification.requestPermission();
        if (answer === 'denied') return 'denied';
        return answer === 'granted' ? await subscribe() : 'off';
      } catch {
        return 'failed';
      }
    },
    async turnOff() {
      const before = readKept(device);
      // It may ring for somebody else of this phone.
      if (!before) return 'off';
      writeKept(null);
      tellWorker({ type: 'unsubscribed' });
      try {
        await (await (await manager())?.getSubscription())?.unsubscribe();
      } catch {
        // The server forgets it below; its push service says 410 at the latest when something is sent.
      }
      await server.drop(await endpointId(before.endpoint));
      return await state();
    },
    async keep() {
      const before = readKept(device);
      if (!before || hindrance()) return;
      try {
        const found = await (await manager())?.getSubscription();
        const known = await server.known();
        if (!known.ok) return;
        const same = found?.endpoint === before.endpoint;
        const fine = same && known.value.ids.includes(await endpointId(before.endpoint));
        if (!fine || !sameKey(found, decodeBase64url(known.value.key))) await subscribe();
      } catch {
        // The next start tries again; the inbox has everything meanwhile.
      }
    },
  };
}
