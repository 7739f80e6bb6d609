/**
 * The service worker: the app's own files, checked by hash, and nothing else.
 *
 * Promises: a page that has loaded once opens again with the server down, deep links
 * included; a login page of a foreign network is never cached; a new version waits until
 * it is asked for; the version before stays until a page of the new one has loaded.
 * Imports nothing: it is served as one plain script.
 */

export {};

declare const self: ServiceWorkerGlobalScope;

interface Entry {
  readonly url: string;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
}

// Both are filled in by the build.
const VERSION = '__GOCUA_VERSION__';
const ENTRIES = JSON.parse('__GOCUA_PRECACHE__') as readonly Entry[];

const PREFIX = 'gocua-';
const CACHE = PREFIX + VERSION;
const SHELL = '/';
/** Never answered from here; `/api/` also holds the downloads. */
const FROM_NETWORK = /^\/(?:api\/|healthz(?:\/|$)|metrics(?:\/|$)|.*\.(?:docx|xlsx|csv|pdf|zip)$)/;

async function hashOf(body: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function store(cache: Cache, entry: Entry): Promise<void> {
  const response = await fetch(entry.url, { cache: 'no-cache', credentials: 'same-origin' });
  const genuine = response.ok && response.type === 'basic' && !response.redirected;
  const body = await response.arrayBuffer();
  // A hotel's login page answers 200 for everything.
  if (!genuine || (await hashOf(body)) !== entry.hash) throw new Error(`not ours: ${entry.url}`);
  const headers = new Headers(response.headers);
  // The body is unpacked by now.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  headers.delete('Vary');
  await cache.put(entry.url, new Response(body, { status: 200, headers }));
}

async function others(): Promise<string[]> {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(ENTRIES.map((entry) => store(cache, entry)));
}

interface Routing {
  /** Chromium from 123 on; elsewhere calls pass through the fetch handler, which leaves them alone. */
  addRoutes?(rules: { condition: { urlPattern: string }; source: 'network' }): Promise<unknown>;
}

/** A worker that hangs, say in a frozen tab's process, must not hold up the sending of another tab. */
async function letCallsPass(event: Routing): Promise<void> {
  await event
    .addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' })
    .catch(() => {});
}

async function activate(): Promise<void> {
  // The first page takes us at once; an update takes pages only when they load.
  if ((await others()).length === 0) await self.clients.claim();
}

async function dropOlder(): Promise<void> {
  for (const name of await others()) await caches.delete(name);
}

async function answerPage(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) ?? (await fetch(request));
}

async function answerFile(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const own = await cache.match(request, { ignoreSearch: true });
  // A page of the version before may still ask for its lazy parts.
  return own ?? (await caches.match(request)) ?? (await fetch(request));
}

self.addEventListener('install', (event) => {
  event.waitUntil(letCallsPass(event as Routing));
  event.waitUntil(install());
});
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (FROM_NETWORK.test(url.pathname)) return;
  event.respondWith(request.mode === 'navigate' ? answerPage(request) : answerFile(request));
});

self.addEventListener('message', (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === 'activate') event.waitUntil(self.skipWaiting());
  if (type === 'loaded') event.waitUntil(dropOlder());
});

interface Notice {
  readonly title: string;
  readonly body: string;
  readonly url: string;
}

function noticeOf(data: PushMessageData | null): Notice {
  let raw: Partial<Record<keyof Notice, unknown>> = {};
  try {
    raw = (data?.json() ?? {}) as typeof raw;
  } catch {
    // Not ours to judge: a notice must show all the same, browsers insist on it.
  }
  const text = (value: unknown, fallback: string): string =>
    typeof value === 'string' && value !== '' ? value.slice(0, 200) : fallback;
  const url = text(raw.url, '/');
  return {
    title: text(raw.title, 'Gõ Cửa'),
    body: text(raw.body, 'Có việc cần xem'),
    url: /^\/(?!\/)/.test(url) ? url : '/',
  };
}

async function showNotice(data: PushMessageData | null): Promise<void> {
  const notice = noticeOf(data);
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'push' });
  await self.registration.showNotification(notice.title, {
    body: notice.body,
    data: notice.url,
    tag: notice.url,
    icon: '/icons/icon-192.png',
  });
}

async function openPage(path: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) {
    if (new URL(page.url).pathname === path) {
      await page.focus();
      return;
    }
  }
  await self.clients.openWindow(path);
}

self.addEventListener('push', (event) => event.waitUntil(showNotice(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(String(event.notification.data ?? '/')));
});
