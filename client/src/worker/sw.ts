/**
 * The service worker: the app's own files, checked by hash, and notices that ring.
 *
 * Promises: a page that has loaded once opens again with the server down, deep links
 * included; what only a desk shows is fetched once a desk was open here; a login page of
 * a foreign network is never cached; a new version waits until it is asked for; the
 * version before stays until a page of the new one has loaded; a push shows its notice
 * before anything else is done, and never asks the server for it.
 * Imports nothing: it is served as one plain script.
 */

export {};

declare const self: ServiceWorkerGlobalScope;

interface Entry {
  readonly url: string;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  /** Only a desk shows it. */
  readonly desk?: true;
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

/** In a cache that has the desk's files, too. */
const WITH_DESK = '/with-desk';

async function hadDesk(): Promise<boolean> {
  for (const name of await others()) {
    if (await (await caches.open(name)).match(WITH_DESK)) return true;
  }
  return false;
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const desk = await hadDesk();
  const wanted = ENTRIES.filter((entry) => desk || !entry.desk);
  await Promise.all(wanted.map((entry) => store(cache, entry)));
  if (desk) await cache.put(WITH_DESK, new Response());
}

/** Somebody works at a desk here; what fails is fetched when the desk is opened next. */
async function keepDesk(): Promise<void> {
  const cache = await caches.open(CACHE);
  if (await cache.match(WITH_DESK)) return;
  for (const entry of ENTRIES) {
    if (entry.desk && !(await cache.match(entry.url))) await store(cache, entry);
  }
  await cache.put(WITH_DESK, new Response());
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
  const names = await others();
  // Looked at after the names were read: what the next release has just brought in is not older.
  if (self.registration.installing || self.registration.waiting) return;
  for (const name of names) await caches.delete(name);
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
  if (type === 'desk') event.waitUntil(keepDesk());
  if (type === 'subscribed') {
    event.waitUntil(keepOwner((event.data as { device?: unknown }).device));
  }
  if (type === 'unsubscribed') event.waitUntil(keepOwner(null));
});

interface Notice {
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly tag: string;
}

/** What the server sends: id, kind, title, body, link. */
function noticeOf(data: PushMessageData | null): Notice {
  let raw: Readonly<Record<string, unknown>> = {};
  try {
    raw = (data?.json() ?? {}) as typeof raw;
  } catch {
    // Not ours to judge: a notice must show all the same, browsers insist on it.
  }
  const text = (value: unknown, fallback: string): string =>
    typeof value === 'string' && value !== '' ? value.slice(0, 300) : fallback;
  const link = text(raw.link, '/');
  return {
    title: text(raw.title, 'Gõ Cửa'),
    body: text(raw.body, 'Có việc cần xem'),
    link: /^\/(?![/\\])/.test(link) ? link : '/',
    // One notice that comes twice takes the place of itself.
    tag: text(raw.id, link),
  };
}

async function showNotice(data: PushMessageData | null): Promise<void> {
  const { title, body, link, tag } = noticeOf(data);
  // First of all: a push that shows nothing costs the permission.
  await self.registration.showNotification(title, {
    body,
    tag,
    data: link,
    lang: 'vi',
    icon: '/icons/icon-192.png',
    badge: '/icons/icon-192.png',
  });
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'push' });
}

/** A page of ours that is open goes there by itself, so that nothing typed is lost; else one is opened. */
async function openPage(link: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  const [page] = [...pages].sort((one, other) => Number(other.focused) - Number(one.focused));
  if (!page) {
    await self.clients.openWindow(link);
    return;
  }
  page.postMessage({ type: 'open', path: link });
  await page.focus();
}

self.addEventListener('push', (event) => event.waitUntil(showNotice(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(String(event.notification.data ?? '/')));
});

// --- a subscription that the browser renews while no page is open ---

/** Not one of the caches of files: those go with their version. */
const OWNER_CACHE = 'push-owner';
const OWNER = '/push-owner';
const SUBSCRIPTIONS = '/api/v1/push/subscriptions';

/** For whom notices ring here: their device, by whose cookie the server knows them. */
async function keepOwner(device: unknown): Promise<void> {
  if (typeof device !== 'string') {
    await caches.delete(OWNER_CACHE);
    return;
  }
  const cache = await caches.open(OWNER_CACHE);
  await cache.put(OWNER, new Response(device));
}

/** The same id that the page makes (core/endpoint-id.ts). */
async function idOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  const bytes = new Uint8Array(digest).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

interface Change {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

/** Without this a person whose browser renews its subscription would hear nothing more until the next visit. */
async function renew(change: Change): Promise<void> {
  const owner = await (await caches.open(OWNER_CACHE)).match(OWNER);
  const old = change.oldSubscription;
  const key = old?.options.applicationServerKey;
  if (!owner) return;
  const fresh =
    change.newSubscription ??
    (key
      ? await self.registration.pushManager.subscribe({
          userVisibleOnly: true,
          applicationServerKey: key,
        })
      : null);
  if (!fresh) return;
  const headers = { 'Content-Type': 'application/json', 'X-Device': await owner.text() };
  const { endpoint, keys } = fresh.toJSON();
  const body = JSON.stringify({ id: await idOf(fresh.endpoint), endpoint, keys });
  const answer = await fetch(SUBSCRIPTIONS, { method: 'PUT', headers, body, redirect: 'error' });
  if (answer.ok && old && old.endpoint !== fresh.endpoint) {
    await fetch(`${SUBSCRIPTIONS}/${await idOf(old.endpoint)}`, { method: 'DELETE', headers });
  }
}

self.addEventListener('pushsubscriptionchange', (event) => {
  // What fails here the page does at its next start.
  (event as ExtendableEvent).waitUntil(renew(event as Change).catch(() => {}));
});
