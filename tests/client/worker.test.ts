/** The worker as it is built, run on caches in memory: what it keeps, answers and replaces. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  basic,
  builtFiles,
  dead,
  MemoryCaches,
  type Net,
  startWorker,
  type Worker,
} from './support/worker';

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

describe('the build', () => {
  it('lists every file of the page by hash, and none that is not', () => {
    const entries = listed();
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

  it('has no inline script or style in the page', () => {
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style="|<script(?![^>]*\ssrc=)|\son[a-z]+="/);
  });
});

describe('with the server down', () => {
  it('a deep link opens, and so do its parts', async () => {
    const { caches } = await installed();
    const worker = startWorker(code, dead, caches);
    const page = await worker.ask('/so/01890000-0000-7000-8000-000000000001', 'navigate');
    expect(await page?.text()).toBe(readFileSync(join(out, 'index.html'), 'utf8'));
    expect(page?.headers.get('Content-Security-Policy')).toBe("default-src 'self'");
    const script = readdirSync(join(out, 'assets')).find((name) => /^main-.*\.js$/.test(name));
    expect((await worker.ask(`/assets/${script}`))?.status).toBe(200);
  });

  it('the API, health, metrics and downloads are not answered from here', async () => {
    const { caches } = await installed();
    const worker = startWorker(code, dead, caches);
    for (const path of ['/api/v1/totals', '/api/docs', '/healthz', '/metrics', '/x/bao-cao.docx']) {
      expect(await worker.ask(path, 'navigate')).toBeNull();
    }
    expect(await worker.ask('/healthz-cua-toi', 'navigate')).not.toBeNull();
  });
});

/** Every file with its hash; `desk`: only a desk shows it. */
function listed(): { url: string; hash: string; desk?: true }[] {
  const list = JSON.parse(/JSON\.parse\((".*?[^\\]")\)/.exec(code)?.[1] ?? '""') as string;
  return JSON.parse(list) as { url: string; hash: string; desk?: true }[];
}

async function installed(): Promise<Worker> {
  const worker = startWorker(code, builtFiles(out), new MemoryCaches());
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
    await startWorker(code, builtFiles(out)).emit('install', { addRoutes: refuse });
    expect(routes).toEqual([{ condition: { urlPattern: '/api/*' }, source: 'network' }]);
  });

  it('takes the first page at once', async () => {
    const worker = await installed();
    expect(worker.calls).toContain('claim');
    expect(worker.calls).not.toContain('skipWaiting');
  });

  it('fails rather than keep a login page', async () => {
    const portal: Net = () => basic('<html>Wi-Fi khách sạn</html>');
    const worker = startWorker(code, portal);
    await expect(worker.emit('install')).rejects.toThrow('not ours');
  });

  it('fails when a file was redirected or is an error', async () => {
    const built = builtFiles(out);
    const away: Net = (path) => {
      const response = built(path) as Response;
      Object.defineProperty(response, 'redirected', { value: true });
      return response;
    };
    await expect(startWorker(code, away).emit('install')).rejects.toThrow('not ours');
    await expect(
      startWorker(code, () => basic('', { status: 503 })).emit('install'),
    ).rejects.toThrow();
  });
});

describe("the desk's files", () => {
  const desk = () => listed().filter((entry) => entry.desk);
  const paths = (worker: Worker) =>
    [...worker.caches.all.values()].flatMap((cache) => [...cache.kept.keys()]);

  it('are more than half of all, and a phone in the field fetches none of them', async () => {
    const bytes = (entries: { url: string }[]) =>
      entries
        .map(({ url }) => readFileSync(join(out, url === '/' ? 'index.html' : url)).length)
        .reduce((sum, one) => sum + one, 0);
    const scripts = listed().filter(({ url }) => url.startsWith('/assets/'));
    expect(bytes(desk())).toBeGreaterThan(bytes(scripts) / 2);
    const worker = await installed();
    const urls = new Set(desk().map(({ url }) => url));
    expect(paths(worker).filter((path) => urls.has(path))).toEqual([]);
  });

  it('are kept once a desk was open, and then come with each update', async () => {
    const worker = await installed();
    await worker.emit('message', { data: { type: 'desk' } });
    for (const { url } of listed()) expect(paths(worker)).toContain(url);
    const newer = code.replace(/"[0-9a-f]{12}"/, '"000000000000"');
    const next = startWorker(newer, builtFiles(out), worker.caches);
    await next.emit('install');
    const kept = [...(await next.caches.open('gocua-000000000000')).kept.keys()];
    for (const { url } of listed()) expect(kept).toContain(url);
  });

  it('are fetched at the next time when the network went away in between', async () => {
    const { caches } = await installed();
    const built = builtFiles(out);
    let left = 3;
    const failing: Net = (path) => {
      left -= 1;
      return left < 0 ? dead(path) : built(path);
    };
    const cut = startWorker(code, failing, caches);
    await expect(cut.emit('message', { data: { type: 'desk' } })).rejects.toThrow();
    const worker = startWorker(code, built, caches);
    await worker.emit('message', { data: { type: 'desk' } });
    for (const { url } of listed()) expect(paths(worker)).toContain(url);
    expect(worker.calls.filter((call) => call.startsWith('fetch'))).toHaveLength(desk().length - 3);
  });
});

describe('an update', () => {
  async function updated(): Promise<Worker> {
    const { caches } = await installed();
    const newer = code.replace(/"[0-9a-f]{12}"/, '"000000000000"');
    const worker = startWorker(newer, builtFiles(out), caches);
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
    // What a phone has not sent lies there once more.
    await worker.caches.open('kept-seats');
    expect(await (await worker.ask('/assets/old-lazy.js'))?.text()).toBe('old');
    await worker.emit('message', { data: { type: 'loaded' } });
    expect(await worker.caches.keys()).toEqual(['gocua-000000000000', 'kept-seats']);
  });

  it.each(['installing', 'waiting'] as const)(
    'leaves alone what a release that is %s has brought',
    async (state) => {
      const worker = await updated();
      await worker.emit('activate');
      await worker.caches.open('gocua-feedfacecafe');
      worker.registration[state] = {};
      await worker.emit('message', { data: { type: 'loaded' } });
      expect(await worker.caches.keys()).toContain('gocua-feedfacecafe');
      worker.registration[state] = null;
      await worker.emit('message', { data: { type: 'loaded' } });
      expect(await worker.caches.keys()).toEqual(['gocua-000000000000']);
    },
  );
});
