/** Notices that ring, as the built worker shows them, and the subscription behind them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { precache } from '../../client/plugins/precache.ts';
import { endpointId } from '../../client/src/core/endpoint-id';
import { builtFiles, dead, MemoryCaches, startWorker, type Worker } from './support/worker';

const client = fileURLToPath(new URL('../../client/', import.meta.url));
let out = '';
let code = '';

// The worker alone: which files it keeps is worker.test.ts's.
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'gocua-worker-'));
  await build({
    root: client,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    plugins: [precache()],
    build: {
      outDir: out,
      rolldownOptions: {
        input: join(client, 'src/worker/sw.ts'),
        output: { entryFileNames: 'sw.js' },
      },
    },
  });
  code = readFileSync(join(out, 'sw.js'), 'utf8');
}, 60_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

async function installed(withPage = true): Promise<Worker> {
  const worker = startWorker(code, builtFiles(out), new MemoryCaches(), withPage);
  await worker.emit('install');
  await worker.emit('activate');
  return worker;
}

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
    const worker = startWorker(code, dead, (await installed()).caches);
    await worker.emit('message', { data: { type: 'subscribed', device } });
    await worker.emit('pushsubscriptionchange', { oldSubscription: old });
  });
});
