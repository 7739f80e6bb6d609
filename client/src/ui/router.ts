/**
 * Where the reader is: the History API as signals.
 *
 * Rests on window.history. Promises: plain links inside the app never reload the page,
 * the phone's own back button goes one step back (also between the steps of the form),
 * and the fragment is read once (an invite stands there) and can be wiped from the address.
 */
import { signal } from '@preact/signals';

export const path = signal('/');
export const query = signal('');
/** What the current history entry carries: the step of the form, and nothing else. */
export const entry = signal<unknown>(null);

function read(): void {
  path.value = location.pathname;
  query.value = location.search;
  entry.value = history.state;
}

export function go(to: string, options: { replace?: boolean; state?: unknown } = {}): void {
  const state = options.state ?? null;
  if (options.replace) history.replaceState(state, '', to);
  else history.pushState(state, '', to);
  const moved = location.pathname !== path.value;
  read();
  if (moved) scrollTo(0, 0);
}

export function back(): void {
  history.back();
}

/** True when a click should stay inside the app: left button, same origin, no download, no new window. */
export function staysInside(event: MouseEvent, link: HTMLAnchorElement): boolean {
  return (
    !event.defaultPrevented &&
    event.button === 0 &&
    !event.metaKey &&
    !event.ctrlKey &&
    !event.shiftKey &&
    !event.altKey &&
    !link.target &&
    !link.hasAttribute('download') &&
    link.origin === location.origin &&
    !link.pathname.startsWith('/api/') &&
    !(link.hash && link.pathname === location.pathname)
  );
}

/** Starts listening; returns what stops it. */
export function startRouter(): () => void {
  read();
  const clicked = (event: MouseEvent) => {
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link?.href || !staysInside(event, link)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  addEventListener('popstate', read);
  document.addEventListener('click', clicked);
  return () => {
    removeEventListener('popstate', read);
    document.removeEventListener('click', clicked);
  };
}

/** The invite in the fragment (`#moi=<code>`), or null. */
export function inviteInFragment(hash: string): string | null {
  const found = /(?:^#|&)moi=([^&]+)/.exec(hash);
  return found?.[1] ? decodeURIComponent(found[1]) : null;
}
