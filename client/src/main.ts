/**
 * Composition root: who is at this phone, which app they get, and the parts each app rests on.
 *
 * Promises: an address outside the person's role leads back to their own start; a lazy part is loaded
 * only where it is used; nothing is recorded in an insecure context.
 */
import { computed, effect, signal } from '@preact/signals';
import { type ComponentChild, h, render } from 'preact';
import type { Role } from './core/types';
import { FieldApp } from './field/app';
import { type Field, openField, type PhoneHost } from './field/context';
import { type Account, openAccount, type Session } from './sync/account';
import { writeHandover } from './sync/handover';
import { pageSurroundings } from './sync/surroundings';
import { Boundary, Notice } from './ui/boundary';
import { startLanguage, words } from './ui/language';
import { language } from './ui/locale';
import { go, inviteInFragment, path, startRouter } from './ui/router';
import { startTheme } from './ui/theme';
import { applyUpdate, startWorker, updateReady } from './worker/bridge';
import './ui/app.css';

type AppKind = 'enrol' | 'signIn' | 'desk' | 'counter' | 'field';

type InstallOffer = Event & { prompt(): Promise<unknown> };

const deskRoles: readonly Role[] = ['reporter', 'commune', 'district', 'admin'];
const root = document.getElementById('app') as HTMLElement;
const offerInstall = signal<(() => Promise<void>) | null>(null);
const update = signal(false);

let account: Account;
let session: Session | null = null;
let field: Field | null = null;
let invite: string | null = null;

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offerInstall.value = async () => {
    offerInstall.value = null;
    await (event as InstallOffer).prompt();
  };
});

function show(view: ComponentChild): void {
  render(h(Boundary, null, view), root);
}

/** Which app an address belongs to, for who is here. */
function kindOf(at: string): AppKind {
  if (invite !== null) return 'enrol';
  if (at === '/dang-nhap') return 'signIn';
  const role = session?.device.person.role;
  if (role === undefined) return at.startsWith('/huyen') ? 'signIn' : 'enrol';
  if (deskRoles.includes(role)) return 'desk';
  if (role === 'teller' && (at === '/' || at === '/quay')) return 'counter';
  return 'field';
}

const host = (current: Session): PhoneHost => ({
  version: __GOCUA_APP__,
  updateReady: computed(() => update.value && !field?.visit.open()),
  applyUpdate,
  offerInstall,
  writeHandover: () => writeHandover(current.store, Date.now()),
  signOut: async () => {
    await account.signOut(current);
    session = null;
    await enter('/');
  },
});

async function viewOf(kind: AppKind): Promise<ComponentChild> {
  if (kind === 'enrol') {
    const { EnrolApp } = await import('./field/enrol/app');
    return h(EnrolApp, {
      invite,
      enrol: (code, name) => account.enrol(code, name),
      onDone: () => {
        invite = null;
        // Asked here, after a tap: some browsers refuse it without one.
        void navigator.storage?.persist?.();
        void enter('/');
      },
    });
  }
  if (kind === 'signIn') {
    const { SignInApp } = await import('./desk/sign-in');
    return h(SignInApp, { account, onDone: () => void enter('/huyen') });
  }
  if (session === null) return null;
  if (kind === 'desk') {
    const { DeskApp } = await import('./desk/app');
    return h(DeskApp, { session, signOut: host(session).signOut });
  }
  if (kind === 'counter') {
    const { CounterApp } = await import('./counter/app');
    return h(CounterApp, { store: session.store, engine: session.engine, now: Date.now });
  }
  field ??= await openField({
    store: session.store,
    engine: session.engine,
    host: host(session),
    now: Date.now,
  });
  return h(FieldApp, { field });
}

let shown: AppKind | null = null;
let turn = 0;

async function mount(kind: AppKind): Promise<void> {
  if (kind === shown) return;
  shown = kind;
  turn += 1;
  const mine = turn;
  const view = await viewOf(kind);
  if (mine === turn) show(view);
}

function fail(error: unknown): void {
  const code = (error as { code?: unknown } | null)?.code;
  const { title, text } = typeof code === 'string' ? words.value.trouble(code) : words.value.broken;
  show(h(Notice, { title, text, action: words.value.broken.reload, onAction: () => location.reload() }));
}

/** Opens the seat in use and goes to an address. */
async function enter(at: string): Promise<void> {
  field?.stop();
  field = null;
  session?.close();
  session = null;
  shown = null;
  try {
    session = await account.open();
  } catch (error) {
    fail(error);
    return;
  }
  if (invite === null && (location.hash !== '' || location.pathname !== at)) go(at, { replace: true });
  const role = session?.device.person.role;
  if (invite === null && role && deskRoles.includes(role) && !location.pathname.startsWith('/huyen')) {
    go('/huyen', { replace: true });
  }
  await mount(kindOf(path.value)).catch(fail);
}

async function start(): Promise<void> {
  startTheme();
  startRouter();
  await startLanguage();
  if (!isSecureContext) {
    const { title, text } = words.value.insecure;
    show(h(Notice, { title, text }));
    return;
  }
  invite = inviteInFragment(location.hash);
  account = await openAccount({
    app: __GOCUA_APP__,
    language: language.value,
    around: pageSurroundings(),
  });
  await enter(location.pathname);
  effect(() => {
    const at = path.value;
    if (shown !== null) void mount(kindOf(at)).catch(fail);
  });
  addEventListener('hashchange', () => {
    const next = inviteInFragment(location.hash);
    if (next === null) return;
    invite = next;
    shown = null;
    void mount('enrol').catch(fail);
  });
  updateReady.subscribe((ready) => {
    update.value = ready;
  });
  void startWorker();
}

start().catch(fail);
