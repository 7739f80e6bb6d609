/**
 * The phone's frame: head (where am I, the sync pill), main; the foot is field/foot.tsx's.
 *
 * Rests on icon and language. Promises: one h1 a screen; the pill on every screen that has a device;
 * focus goes to the title when the screen changes, so that readers hear where they are.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import { words } from './language';

export function Phone({ children }: { children: ComponentChildren }) {
  return <div class="phone">{children}</div>;
}

export function PhoneHead({ children }: { children: ComponentChildren }) {
  return <header class="phone-head">{children}</header>;
}

/** The title of a screen; takes the focus when it appears. */
export function Title({ children, hidden }: { children: ComponentChildren; hidden?: boolean }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={ref} tabIndex={-1} class={hidden ? 'sr' : undefined}>
      {children}
    </h1>
  );
}

export function PhoneMain({ fill, children }: { fill?: boolean; children: ComponentChildren }) {
  return <main class={fill ? 'phone-main fill' : 'phone-main'}>{children}</main>;
}

/** What the sync pill may show. Structural: the engine's status fits in it. */
export type SyncView = {
  online: boolean;
  sending: boolean;
  /** null until the queue was counted: nothing is said of it then. */
  waiting: number | null;
  blocked: boolean;
};

export function SyncPill({ view, compact }: { view: SyncView; compact?: boolean }) {
  const w = words.value.sync;
  let kind: 'ok' | 'wait' | 'bad';
  let icon: IconName;
  let text: string;
  if (view.blocked) [kind, icon, text] = ['bad', 'alert', w.blocked];
  else if (!view.online)
    [kind, icon, text] = ['wait', 'nowifi', view.waiting ? w.waiting(view.waiting) : w.offline];
  else if (view.sending && view.waiting)
    [kind, icon, text] = ['wait', 'sync', w.waiting(view.waiting)];
  else if (view.waiting) [kind, icon, text] = ['wait', 'clock', w.waiting(view.waiting)];
  else if (view.waiting === null) [kind, icon, text] = ['wait', 'clock', '…'];
  else [kind, icon, text] = ['ok', 'check2', w.allSent];
  return (
    <a
      class={`sync sync-${kind}`}
      href="/may-nay"
      aria-label={compact ? `${text}. ${w.open}` : undefined}
    >
      <Icon name={icon} turning={icon === 'sync'} />
      {compact ? (view.waiting ? String(view.waiting) : null) : text}
    </a>
  );
}

/** The bar of a campaign made of sample data: on every page. */
export function SampleBar() {
  return (
    <aside class="samplebar" aria-label={words.value.sample}>
      {words.value.sampleBar}
    </aside>
  );
}
