/** The worker as it is built, run on caches in memory. */
import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endpointId } from '../../client/src/core/endpoint-id';

const client = fileURLToPath(new URL('../../client/', import.meta.url));
let out = '';
let code = '';

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'gocua-dist-'));
  // As it is shipped: under the test runner's own setting libraries keep their development code.
  vi.stubEnv('NODE_ENV', 'production');
  await build({
    root: client,
    configFile: join(client, 'vite.config.ts'),
    logLevel: 'silent',
    build: { outDir: out },
  });
  vi.unstubAllEnvs();
  code = readFileSync(join(out, 'sw.js'), 'utf8');
}, 60_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

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
}

class MemoryCaches {
  readonly all = new Map<string, MemoryCache>();
  async open(name: string): Promise<MemoryCache> {
    const cache = this.all.get(name) ?? new MemoryCache();
    this.all.set(name, cache);
    return cache;
  }
  async keys(): Promise<string[]> {
    return [...this.all.keys()];
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

interface Worker {
  readonly caches: MemoryCaches;
  readonly calls: string[];
  /** Requests that the worker makes by itself. */
  readonly sent: unknown[];
  readonly posted: unknown[];
  emit(type: string, event?: object): Promise<unknown>;
  ask(path: string, mode?: string): Promise<Response | null>;
}

type Net = (path: string) => Response | Promise<Response>;

function basic(body: string | Uint8Array<ArrayBuffer>, init: ResponseInit = {}): Response {
  const response = new Response(body, init);
  Object.defineProperty(response, 'type', { value: 'basic' });
  return response;
}

/** Serves what was built. */
const builtFiles: Net = (path) => {
  const name = path === '/' ? 'index.html' : path.slice(1);
  return basic(new Uint8Array(readFileSync(join(out, name))), {
    headers: { 'Content-Security-Policy': "default-src 'self'", Vary: 'Accept-Encoding' },
  });
};

function startWorker(
  net: Net,
  caches = new MemoryCaches(),
  script = code,
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

const dead: Net = () => {
  throw new TypeError('Failed to fetch');
};

describe('the build', () => {
  it('lists every file of the page by hash, and none that is not', () => {
    const list = JSON.parse(/JSON\.parse\((".*?[^\\]")\)/.exec(code)?.[1] ?? '""') as string;
    const entries = JSON.parse(list) as { url: string; hash: string }[];
    const urls = entries.map((entry) => entry.url);
    expect(urls).toContain('/');
    const assets = readdirSync(join(out, 'assets')).filter((name) => /\.(?:js|css)$/.test(name));
    expect(urls).toEqual(expect.arrayContaining(assets.map((name) => `/assets/${name}`)));
    expect(urls.some((url) => /\/sw\.js$|\.(?:br|gz|wasm|map)$/.test(url))).toBe(false);
    for (const { url, hash } of entries) {
      const body = readFileSync(join(out, url === '/' ? 'index.html' : url));
      expect(createHash('sha256').update(body).digest('hex')).toBe(hash);
    }
  });

  it('puts packed siblings beside text that say the same', () => {
    const plain = readFileSync(join(out, 'index.html'));
    expect(gunzipSync(readFileSync(join(out, 'index.html.gz')))).toEqual(plain);
    expect(brotliDecompressSync(readFileSync(join(out, 'index.html.br')))).toEqual(plain);
    expect(gunzipSync(readFileSync(join(out, 'sw.js.gz'))).toString()).toBe(code);
  });

  it('needs at most 40 kB of script and style, packed, before the first form', () => {
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)];
    expect(named.length).toBeGreaterThan(0);
    const bytes = named.reduce(
      (sum, [, path = '']) => sum + gzipSync(readFileSync(join(out, path)), { level: 9 }).length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(40_000);
  });

  it('has no inline script or style in the page', () => {
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style="|<script(?![^>]*\ssrc=)|\son[a-z]+="/);
  });
});

describe('with the server down', () => {
  it('a deep link opens, and so do its parts', async () => {
    const { caches } = await installed();
    const worker = startWorker(dead, caches);
    const page = await worker.ask('/so/01890000-0000-7000-8000-000000000001', 'navigate');
    expect(await page?.text()).toBe(readFileSync(join(out, 'index.html'), 'utf8'));
    expect(page?.headers.get('Content-Security-Policy')).toBe("default-src 'self'");
    const script = readdirSync(join(out, 'assets')).find((name) => /^main-.*\.js$/.test(name));
    expect((await worker.ask(`/assets/${script}`))?.status).toBe(200);
  });

  it('the API, health, metrics and downloads are not answered from here', async () => {
    const { caches } = await installed();
    const worker = startWorker(dead, caches);
    for (const path of ['/api/v1/totals', '/api/docs', '/healthz', '/metrics', '/x/bao-cao.docx']) {
      expect(await worker.ask(path, 'navigate')).toBeNull();
    }
    expect(await worker.ask('/healthz-cua-toi', 'navigate')).not.toBeNull();
  });
});

async function installed(withPage = true): Promise<Worker> {
  const worker = startWorker(builtFiles, new MemoryCaches(), code, withPage);
  await worker.emit('install');
  await worker.emit('activate');
  return worker;
}

describe('installing', () => {
  it('lets calls of the API pass it by, where the browser can', async () => {
    const routes: unknown[] = [];
    const refuse = async (route: unknown): Promise<never> => {
      routes.push(route);
      throw new TypeError('no such condition');
    };
    // A browser that knows no such route installs all the same.
    await startWorker(builtFiles).emit('install', { addRoutes: refuse });
    expect(routes).toEqual([{ condition: { urlPattern: '/api/*' }, source: 'network' }]);
  });

  it('takes the first page at once', async () => {
    const worker = await installed();
    expect(worker.calls).toContain('claim');
    expect(worker.calls).not.toContain('skipWaiting');
  });

  it('fails rather than keep a login page', async () => {
    const portal: Net = () => basic('<html>Wi-Fi khách sạn</html>');
    const worker = startWorker(portal);
    await expect(worker.emit('install')).rejects.toThrow('not ours');
  });

  it('fails when a file was redirected or is an error', async () => {
    const away: Net = (path) => {
      const response = builtFiles(path) as Response;
      Object.defineProperty(response, 'redirected', { value: true });
      return response;
    };
    await expect(startWorker(away).emit('install')).rejects.toThrow('not ours');
    await expect(startWorker(() => basic('', { status: 503 })).emit('install')).rejects.toThrow();
  });
});

describe('an update', () => {
  async function updated(): Promise<Worker> {
    const { caches } = await installed();
    const newer = code.replace(/"[0-9a-f]{12}"/, '"000000000000"');
    const worker = startWorker(builtFiles, caches, newer);
    await worker.emit('install');
    return worker;
  }

  it('waits until it is asked for', async () => {
    const worker = await updated();
    await worker.emit('message', { data: { type: 'something' } });
    expect(worker.calls).not.toContain('skipWaiting');
    await worker.emit('message', { data: { type: 'activate' } });
    expect(worker.calls).toContain('skipWaiting');
  });

  it('keeps the files of the version before until a page of the new one has loaded', async () => {
    const worker = await updated();
    await worker.emit('activate');
    expect(worker.calls).not.toContain('claim');
    const [old = ''] = await worker.caches.keys();
    (await worker.caches.open(old)).kept.set('/assets/old-lazy.js', basic('old'));
    expect(await (await worker.ask('/assets/old-lazy.js'))?.text()).toBe('old');
    await worker.emit('message', { data: { type: 'loaded' } });
    expect(await worker.caches.keys()).toEqual(['gocua-000000000000']);
  });
});

describe('a push message', () => {
  it('shows the notice before anything else, and wakes the open pages', async () => {
    const worker = await installed();
    const before = worker.calls.length;
    const payload = {
      id: '01890000-0000-7000-8000-000000000001',
      kind: 'due.soon',
      title: 'Sắp đến hạn: Báo cáo tuần',
      body: 'Trước 13:00 thứ Năm',
      link: '/huyen/nghia-vu/ubnd-xa.28135',
    };
    await worker.emit('push', { data: { json: () => payload } });
    expect(worker.posted).toMatchObject([
      { title: payload.title, body: payload.body, data: payload.link, tag: payload.id },
      { type: 'push' },
    ]);
    // Nothing is asked of the server, which may be down.
    expect(worker.calls.length).toBe(before);
  });

  it('without readable content still shows something, and leads nowhere else', async () => {
    const worker = await installed();
    await worker.emit('push', {
      data: {
        json: () => {
          throw new SyntaxError('no');
        },
      },
    });
    for (const link of ['//evil.example', '/\\evil.example', 'https://evil.example']) {
      await worker.emit('push', { data: { json: () => ({ link }) } });
    }
    const shown = worker.posted.filter((one) => 'title' in (one as object));
    expect(shown).toHaveLength(4);
    for (const one of shown) expect(one).toMatchObject({ title: 'Gõ Cửa', data: '/' });
  });

  it('pressed, an open page goes there by itself; without one a window is opened', async () => {
    const worker = await installed();
    let closed = 0;
    const notification = { data: '/huyen/hop-thu', close: () => (closed += 1) };
    await worker.emit('notificationclick', { notification });
    expect(worker.posted.slice(-1)).toEqual([{ type: 'open', path: '/huyen/hop-thu' }]);
    expect(worker.calls.slice(-1)).toEqual(['focus']);
    const alone = await installed(false);
    await alone.emit('notificationclick', { notification });
    expect(alone.calls.slice(-1)).toEqual(['open /huyen/hop-thu']);
    expect(closed).toBe(2);
  });
});

describe('a subscription that the browser renews', () => {
  const device = 'a0000000-0000-4000-8000-000000000001';
  const old = {
    endpoint: 'https://push.example/old',
    options: { applicationServerKey: new ArrayBuffer(65) },
  };

  it('is given to the server for whom notices ring here, and the old one is taken back', async () => {
    const worker = await installed();
    await worker.emit('message', { data: { type: 'subscribed', device } });
    await worker.emit('pushsubscriptionchange', { oldSubscription: old });
    const endpoint = 'https://push.example/new';
    expect(worker.sent).toEqual([
      {
        url: '/api/v1/push/subscriptions',
        method: 'PUT',
        device,
        body: { id: await endpointId(endpoint), endpoint, keys: { p256dh: 'p', auth: 'a' } },
      },
      {
        url: `/api/v1/push/subscriptions/${await endpointId(old.endpoint)}`,
        method: 'DELETE',
        device,
        body: null,
      },
    ]);
  });

  it("is nobody's after it was switched off, and a new version keeps whose it is", async () => {
    const worker = await installed();
    await worker.emit('message', { data: { type: 'subscribed', device } });
    await worker.emit('message', { data: { type: 'loaded' } });
    expect(await worker.caches.keys()).toContain('push-owner');
    await worker.emit('message', { data: { type: 'unsubscribed' } });
    await worker.emit('pushsubscriptionchange', { oldSubscription: old });
    expect(worker.sent).toEqual([]);
  });

  it('that cannot be given now waits for the next start of a page', async () => {
    const worker = startWorker(dead, (await installed()).caches);
    await worker.emit('message', { data: { type: 'subscribed', device } });
    await worker.emit('pushsubscriptionchange', { oldSubscription: old });
  });
});
