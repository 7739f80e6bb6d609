/**
 * The page's only door to the service worker.
 *
 * A new version waits: the page says when (no draft open), the worker takes over, the
 * page loads anew. Nothing here is needed for capture; without a worker all else works.
 */
import { createSource, type Source } from '../core/observable';

type Messages = Pick<ServiceWorkerContainer, 'addEventListener' | 'removeEventListener'>;

const UPDATE_CHECK_MS = 3_600_000;

/** True while a new version waits for applyUpdate. */
export const updateReady: Source<boolean> = createSource(false);

let waiting: ServiceWorker | null = null;

function container(): ServiceWorkerContainer | null {
  return (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker ?? null;
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/** `require-trusted-types-for 'script'` covers register() too; the policy's name is in the CSP. */
function scriptUrl(): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory) return '/sw.js';
  const policy = factory.createPolicy('gocua', {
    createScriptURL(url) {
      if (url !== '/sw.js') throw new TypeError('not our worker');
      return url;
    },
  });
  return policy.createScriptURL('/sw.js') as string;
}

function offer(worker: ServiceWorker | null): void {
  waiting = worker;
  updateReady.set(worker !== null);
}

function watch(registration: ServiceWorkerRegistration, workers: ServiceWorkerContainer): void {
  // Without a controller this is the first install, not an update.
  if (registration.waiting && workers.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const installing = registration.installing;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && workers.controller) offer(installing);
    });
  });
}

/** Resolves to false where there is no worker to be had. Call once the page has loaded. */
export async function startWorker(): Promise<boolean> {
  const workers = container();
  if (!workers) return false;
  try {
    const registration = await workers.register(scriptUrl(), {
      scope: '/',
      updateViaCache: 'none',
    });
    watch(registration, workers);
    // From here on the files of the version before are not needed by this page.
    workers.controller?.postMessage({ type: 'loaded' });
    let checkedAt = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      if (Math.abs(Date.now() - checkedAt) < UPDATE_CHECK_MS) return;
      checkedAt = Date.now();
      registration.update().catch(() => {});
    });
    return true;
  } catch {
    return false;
  }
}

/** Only on a person's wish and with no draft open; the page loads anew. */
export function applyUpdate(): void {
  const workers = container();
  if (!workers || !waiting) return;
  workers.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage({ type: 'activate' });
}

type FromWorker = { type?: unknown; path?: unknown } | null;

function onMessage(listener: (data: FromWorker) => void): () => void {
  const workers: Messages | null = container();
  if (!workers) return () => {};
  const hear = (event: Event): void => listener((event as MessageEvent<FromWorker>).data);
  workers.addEventListener('message', hear);
  return () => workers.removeEventListener('message', hear);
}

/** A push message came in while the page is open. Returns how to stop listening. */
export function onPushMessage(listener: () => void): () => void {
  return onMessage((data) => {
    if (data?.type === 'push') listener();
  });
}

/** A notice was pressed and this page is to show what it is about, without being loaded anew. */
export function onOpen(listener: (path: string) => void): () => void {
  return onMessage((data) => {
    if (data?.type === 'open' && typeof data.path === 'string') listener(data.path);
  });
}

const WORKER_MS = 10_000;

/** The running worker's registration; null where there is none to be had, or none that gets ready. */
export async function registered(): Promise<ServiceWorkerRegistration | null> {
  const workers = container();
  const found = await workers?.getRegistration();
  if (!workers || !found) return null;
  if (found.active) return found;
  // `ready` never settles for a worker that could not be installed.
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), WORKER_MS));
  return await Promise.race([workers.ready, late]);
}

/** A desk is open: its files are kept, too, once the worker has those of everybody. */
export async function keepDesk(): Promise<void> {
  const registration = await container()?.ready;
  registration?.active?.postMessage({ type: 'desk' });
}

export function tellWorker(message: { type: string; device?: string }): void {
  container()?.controller?.postMessage(message);
}
