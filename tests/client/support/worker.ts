/** The service worker run outside a browser: its script, caches in memory, a network that the test makes up. */
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

const ORIGIN = 'https://gocua.example';

class MemoryCache {
  readonly kept = new Map<string, Response>();
  async put(request: string, response: Response): Promise<void> {
    this.kept.set(new URL(request, ORIGIN).pathname, response);
  }
  async match(request: string | { url: string }): Promise<Response | undefined> {
    const url = typeof request === 'string' ? request : request.url;
    return this.kept.get(new URL(url, ORIGIN).pathname)?.clone();
  }
  async keys(): Promise<{ url: string }[]> {
    return [...this.kept.keys()].map((path) => ({ url: ORIGIN + path }));
  }
  async delete(request: string): Promise<boolean> {
    return this.kept.delete(request);
  }
}

export class MemoryCaches {
  readonly all = new Map<string, MemoryCache>();
  async open(name: string): Promise<MemoryCache> {
    const cache = this.all.get(name) ?? new MemoryCache();
    this.all.set(name, cache);
    return cache;
  }
  async keys(): Promise<string[]> {
    return [...this.all.keys()];
  }
  async has(name: string): Promise<boolean> {
    return this.all.has(name);
  }
  async delete(name: string): Promise<boolean> {
    return this.all.delete(name);
  }
  async match(request: { url: string }): Promise<Response | undefined> {
    for (const cache of this.all.values()) {
      const found = await cache.match(request);
      if (found) return found;
    }
    return undefined;
  }
}

export interface Worker {
  /** The next release's worker, while its files come and once they have. */
  readonly registration: { waiting: object | null; installing: object | null };
  readonly caches: MemoryCaches;
  readonly calls: string[];
  /** Requests that the worker makes by itself. */
  readonly sent: unknown[];
  readonly posted: unknown[];
  emit(type: string, event?: object): Promise<unknown>;
  ask(path: string, mode?: string): Promise<Response | null>;
}

export type Net = (path: string) => Response | Promise<Response>;

export function basic(body: string | Uint8Array<ArrayBuffer>, init: ResponseInit = {}): Response {
  const response = new Response(body, init);
  Object.defineProperty(response, 'type', { value: 'basic' });
  return response;
}

/** Serves what was built into a folder. */
export function builtFiles(folder: string): Net {
  return (path) => {
    const name = path === '/' ? 'index.html' : path.slice(1);
    return basic(new Uint8Array(readFileSync(join(folder, name))), {
      headers: { 'Content-Security-Policy': "default-src 'self'", Vary: 'Accept-Encoding' },
    });
  };
}

export const dead: Net = () => {
  throw new TypeError('Failed to fetch');
};

/** Runs a worker's script; `withPage`: a page of ours is open. */
export function startWorker(
  script: string,
  net: Net,
  caches = new MemoryCaches(),
  withPage = true,
): Worker {
  const handlers = new Map<string, (event: object) => void>();
  const calls: string[] = [];
  const posted: unknown[] = [];
  const sent: unknown[] = [];
  const page = {
    url: `${ORIGIN}/so`,
    postMessage: (message: unknown) => posted.push(message),
    focus: async () => calls.push('focus'),
  };
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (type: string, handler: (event: object) => void) =>
      handlers.set(type, handler),
    skipWaiting: async () => calls.push('skipWaiting'),
    clients: {
      claim: async () => calls.push('claim'),
      matchAll: async () => (withPage ? [page] : []),
      openWindow: async (path: string) => calls.push(`open ${path}`),
    },
    registration: {
      waiting: null as object | null,
      installing: null as object | null,
      showNotification: async (title: string, options: object) =>
        posted.push({ title, ...options }),
      pushManager: {
        subscribe: async () => ({
          endpoint: 'https://push.example/new',
          toJSON: () => ({
            endpoint: 'https://push.example/new',
            expirationTime: null,
            keys: { p256dh: 'p', auth: 'a' },
          }),
        }),
      },
    },
  };
  const fetch = async (
    input: string | { url: string },
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> => {
    const url = new URL(typeof input === 'string' ? input : input.url, ORIGIN);
    if (init.method) {
      if (net === dead) return await net(url.pathname);
      const body: unknown = init.body === undefined ? null : JSON.parse(init.body);
      sent.push({
        url: url.pathname,
        method: init.method,
        device: init.headers?.['X-Device'],
        body,
      });
      return new Response(null, { status: 204 });
    }
    calls.push(`fetch ${url.pathname}`);
    return await net(url.pathname);
  };
  runInNewContext(script, {
    self,
    caches,
    fetch,
    crypto: webcrypto,
    Response,
    Headers,
    URL,
    TextEncoder,
    Uint8Array,
    Promise,
    console,
  });
  async function emit(type: string, event: object = {}): Promise<unknown> {
    const work: Promise<unknown>[] = [];
    const waitUntil = (each: Promise<unknown>): number => work.push(each);
    handlers.get(type)?.({ waitUntil, respondWith: waitUntil, ...event });
    const [first] = await Promise.all(work);
    return first ?? null;
  }
  return {
    registration: self.registration,
    caches,
    calls,
    posted,
    sent,
    emit,
    ask: async (path, mode = 'cors') =>
      (await emit('fetch', {
        request: { url: ORIGIN + path, method: 'GET', mode },
      })) as Response | null,
  };
}
