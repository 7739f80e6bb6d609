/** This browser's push subscription: asked for on a tap alone, given to the server, renewed, taken back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBase64url } from '../../client/src/core/base64url';
import { endpointId } from '../../client/src/core/endpoint-id';
import { type Given, openPush, type PushServer } from '../../client/src/worker/subscription';

const device = 'a0000000-0000-4000-8000-000000000001';
const other = 'a0000000-0000-4000-8000-000000000002';
const key = new Uint8Array(65).fill(4);
const ok = <T>(value: T) => ({ ok: true as const, value });
const no = { ok: false as const, error: { code: 'transport.offline' } };

class Subscription {
  gone = false;
  constructor(
    readonly endpoint: string,
    readonly options: { applicationServerKey: ArrayBuffer },
  ) {}
  toJSON() {
    return { endpoint: this.endpoint, keys: { p256dh: 'p', auth: 'a' } };
  }
  async unsubscribe() {
    this.gone = true;
    return true;
  }
}

interface Told {
  puts: Given[];
  drops: string[];
  asked: number;
  subscribed: number;
  posted: unknown[];
  current: Subscription | null;
  server: PushServer;
  /** What the server knows; null: it cannot be reached. */
  ids: string[] | null;
  key: Uint8Array;
}

function browser(
  answer: NotificationPermission,
  already: NotificationPermission = 'default',
): Told {
  const told: Told = {
    puts: [],
    drops: [],
    asked: 0,
    subscribed: 0,
    posted: [],
    current: null,
    ids: [],
    key,
    server: {
      known: async () => (told.ids ? ok({ key: encodeBase64url(told.key), ids: told.ids }) : no),
      put: async (given) => {
        if (!told.ids) return no;
        told.puts.push(given);
        told.ids.push(given.id);
        return ok(null);
      },
      drop: async (id) => {
        told.drops.push(id);
        return ok(null);
      },
    },
  };
  const pushManager = {
    getSubscription: async () => (told.current?.gone ? null : told.current),
    subscribe: async (options: { applicationServerKey: Uint8Array }) => {
      told.subscribed += 1;
      told.current = new Subscription(`https://push.example/${told.subscribed}`, {
        applicationServerKey: options.applicationServerKey.slice().buffer,
      });
      return told.current;
    },
  };
  const registration = { pushManager };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', {
    permission: already,
    requestPermission: async () => {
      told.asked += 1;
      return answer;
    },
  });
  vi.stubGlobal('navigator', {
    userAgent: 'Chromium',
    serviceWorker: {
      getRegistration: async () => registration,
      ready: Promise.resolve(registration),
      controller: { postMessage: (message: unknown) => told.posted.push(message) },
    },
  });
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
  return told;
}

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(() => vi.unstubAllGlobals());

describe('switching on', () => {
  it('asks on a tap alone, subscribes with the server key and gives the endpoint to the server', async () => {
    const told = browser('granted');
    const push = openPush(device, told.server);
    expect(await push.state()).toBe('off');
    await push.keep();
    expect(told.asked).toBe(0);
    expect(await push.turnOn()).toBe('on');
    expect(told.asked).toBe(1);
    const endpoint = 'https://push.example/1';
    expect(told.puts).toEqual([
      {
        id: await endpointId(endpoint),
        endpoint,
        p256dh: 'p',
        auth: 'a',
        key: encodeBase64url(key),
      },
    ]);
    expect(
      new Uint8Array(told.current?.options.applicationServerKey ?? new ArrayBuffer(0)),
    ).toEqual(key);
    expect(told.posted).toEqual([{ type: 'subscribed', device }]);
    expect(await push.state()).toBe('on');
  });

  it('a person who refuses, or who has not decided, is not asked for a subscription', async () => {
    const refused = browser('denied');
    expect(await openPush(device, refused.server).turnOn()).toBe('denied');
    const waiting = browser('default');
    expect(await openPush(device, waiting.server).turnOn()).toBe('off');
    expect([refused.subscribed, waiting.subscribed]).toEqual([0, 0]);
  });

  it('a browser that blocks is not asked again', async () => {
    const told = browser('granted', 'denied');
    const push = openPush(device, told.server);
    expect(await push.state()).toBe('denied');
    expect(await push.turnOn()).toBe('denied');
    expect(told.asked).toBe(0);
  });

  it('without the server, or a push service that answers, it says that it failed', async () => {
    const offline = browser('granted');
    offline.ids = null;
    expect(await openPush(device, offline.server).turnOn()).toBe('failed');
    const told = browser('granted');
    told.server = { ...told.server, known: async () => Promise.reject(new Error('gone')) };
    expect(await openPush(device, told.server).turnOn()).toBe('failed');
  });

  it('a browser without push says so, an iPhone is sent to its home screen', async () => {
    browser('granted');
    vi.stubGlobal('PushManager', undefined);
    Reflect.deleteProperty(globalThis, 'PushManager');
    const none: PushServer = { known: async () => no, put: async () => no, drop: async () => no };
    expect(await openPush(device, none).state()).toBe('none');
    vi.stubGlobal('navigator', { userAgent: 'iPhone' });
    expect(await openPush(device, none).state()).toBe('home');
  });
});

describe('at the next start', () => {
  async function on(): Promise<Told> {
    const told = browser('granted', 'granted');
    await openPush(device, told.server).turnOn();
    return told;
  }

  it('nothing is sent when the server knows it', async () => {
    const told = await on();
    await openPush(device, told.server).keep();
    expect(told.puts).toHaveLength(1);
  });

  it('what the server has forgotten is given to it again', async () => {
    const told = await on();
    told.ids = [];
    await openPush(device, told.server).keep();
    expect(told.puts).toHaveLength(2);
    expect(told.puts[1]).toEqual(told.puts[0]);
  });

  it('what the browser has renewed is given to it, and the old one is taken back', async () => {
    const told = await on();
    const [first] = told.puts;
    told.current = new Subscription('https://push.example/new', {
      applicationServerKey: key.slice().buffer,
    });
    await openPush(device, told.server).keep();
    expect(told.puts[1]?.endpoint).toBe('https://push.example/new');
    expect(told.drops).toEqual([first?.id]);
  });

  it('another key of the server makes a new subscription', async () => {
    const told = await on();
    const before = told.current;
    told.key = new Uint8Array(65).fill(5);
    await openPush(device, told.server).keep();
    expect(before?.gone).toBe(true);
    expect(told.puts.map((one) => one.key)).toEqual([key, told.key].map(encodeBase64url));
  });

  it('what another person of this browser switched on is left alone', async () => {
    const told = await on();
    told.ids = [];
    const push = openPush(other, told.server);
    await push.keep();
    expect(await push.state()).toBe('off');
    expect(await push.turnOff()).toBe('off');
    expect(told.puts).toHaveLength(1);
    expect(told.current?.gone).toBe(false);
  });
});

it('switched off, the browser and the server both forget it', async () => {
  const told = browser('granted', 'granted');
  const push = openPush(device, told.server);
  await push.turnOn();
  expect(await push.turnOff()).toBe('off');
  expect(told.current?.gone).toBe(true);
  expect(told.drops).toEqual([told.puts[0]?.id]);
  expect(told.posted.slice(-1)).toEqual([{ type: 'unsubscribed' }]);
});
