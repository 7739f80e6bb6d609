/**
 * Composition root: who is at this phone, which app they get, and the parts each app rests on.
 *
 * The form rests on the store alone and is drawn first; what talks to the server is loaded after it.
 * Promises: an address outside the person's role leads back to their own start; nothing is recorded in
 * an insecure context; a part that is not needed is not loaded.
 */
import { computed, effect, signal } from '@preact/signals';
import { type ComponentChild, h, render } from 'preact';
import type { Device, Role } from './core/types';
import type { Field, PhoneHost } from './field/context';
import type { Sharing } from './field/people/sharing';
import { onPhone, peopleOf, setTurn, turnOf } from './field/people/turn';
import type { Store } from './store/contract';
import { openSeats, type Seats } from './store/devices';
import { openStore } from './store/store';
import type { Account, Session } from './sync/account';
import { engineLater, type LaterEngine } from './sync/later';
import { Boundary, Notice } from './ui/boundary';
import { startLanguage, words } from './ui/language';
import { language } from './ui/locale';
import { go, inviteInFragment, path, startRouter } from './ui/router';
import { startTheme } from './ui/theme';
import { loadTroubles, trouble } from './ui/trouble';
import { applyUpdate, onOpen, startWorker, updateReady } from './worker/bridge';
import './ui/app.css';

type AppKind = 'enrol' | 'signIn' | 'people' | 'lock' | 'desk' | 'counter' | 'field';

type InstallOffer = Event & { prompt(): Promise<unknown> };

const deskRoles: readonly Role[] = ['reporter', 'commune', 'district', 'admin'];
const root = document.getElementById('app') as HTMLElement;
const offerInstall = signal<(() => Promise<void>) | null>(null);
const update = signal(false);

let seats: Seats;
let device: Device | null = null;
let store: Store | null = null;
let session: Promise<Session> | null = null;
let field: Field | null = null;
let counting: LaterEngine | null = null;
let invite: string | null = null;
/** People with a seat on this phone; from the second one on each turn begins with a PIN. */
let people = 0;
let locked = false;
let hiddenAt: number | null = null;

/** A shared phone that was put away for longer than this asks again. */
const AWAY_MS = 5 * 60_000;

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

let account: Promise<Account> | null = null;

/** The parts that talk to the server, loaded when first asked for. */
function openAccount(): Promise<Account> {
  account ??= Promise.all([import('./sync/account'), import('./sync/schedule')]).then(
    ([sync, schedule]) =>
      sync.openAccount({
        app: __GOCUA_APP__,
        language: language.value,
        around: schedule.pageSurroundings(),
        seats,
      }),
  );
  account.catch(() => {
    account = null;
  });
  return account;
}

async function openSession(opened: Store): Promise<Session> {
  const found = await (await openAccount()).open(opened);
  if (!found) throw new Error('the seat in use has gone');
  return found;
}

function host(current: Store): PhoneHost {
  return {
    version: __GOCUA_APP__,
    updateReady: computed(() => update.value && !field?.visit.open()),
    applyUpdate,
    offerInstall,
    askReceipt: async (day) => {
      const failed = { ok: false as const, error: { code: 'transport.offline' } };
      if (!session) return failed;
      try {
        const [{ askReceipt }, { transport }] = await Promise.all([
          import('./sync/receipts'),
          session,
        ]);
        return await askReceipt(transport, day);
      } catch {
        return failed;
      }
    },
    notify: async () => {
      if (!session) throw new Error('nobody is signed in');
      const [{ openNotify }, opened] = await Promise.all([import('./notify'), session]);
      return openNotify(opened);
    },
    writeHandover: async () => (await import('./sync/handover')).writeHandover(current, Date.now()),
    signOut,
  };
}

async function signOut(): Promise<void> {
  if (device && onPhone(device)) await (await shared()).signOut(device.deviceId);
  if (session) {
    const opened = await session;
    // What rings here is for who leaves: it must not show to the next person.
    const { openNotify } = await import('./notify');
    await openNotify(opened).push.turnOff();
    await (await openAccount()).signOut(opened);
  }
  setTurn(null);
  session = null;
  store = null;
  await enter('/');
}

let sharing: Promise<Sharing> | null = null;

/** The screens of a shared phone, loaded when there is more than one person or somebody leaves. */
function shared(): Promise<Sharing> {
  sharing ??= Promise.all([import('./store/locks'), import('./field/people/sharing')]).then(
    async ([locks, screens]) => screens.openSharing(seats, await locks.openLocks()),
  );
  sharing.catch(() => {
    sharing = null;
  });
  return sharing;
}

/** Who this tab is for, and whether they have shown so. */
async function seat(): Promise<void> {
  const all = await seats.list();
  const current = await seats.current();
  let mine = all.find((one) => one.deviceId === turnOf());
  if (mine && mine.deviceId !== current?.deviceId && (await hasLeft(mine))) {
    setTurn(null);
    mine = undefined;
  }
  people = peopleOf(all);
  device = mine ?? current;
  locked = false;
  if (people < 2 || !device || !onPhone(device)) return;
  locked = !mine || !(await (await shared()).hasPin(device.deviceId));
}

/** Signed out in another tab. */
async function hasLeft(seated: Device): Promise<boolean> {
  return onPhone(seated) && (await (await shared()).hasLeft(seated.deviceId));
}

/** Which app an address belongs to, for who is here. */
function kindOf(at: string): AppKind {
  if (invite !== null || at === '/them-nguoi') return 'enrol';
  if (at === '/dang-nhap') return 'signIn';
  if (people > 0 && (at === '/nguoi' || (!device && !at.startsWith('/huyen')))) return 'people';
  if (locked) return 'lock';
  const role = device?.person.role;
  if (role === undefined) return at.startsWith('/huyen') ? 'signIn' : 'enrol';
  if (deskRoles.includes(role)) return 'desk';
  if (role === 'teller' && (at === '/' || at === '/quay')) return 'counter';
  return 'field';
}

/** The form: a chunk of its own, since a counter and a desk never show it. */
const fieldPart = () => import('./field/first');

async function fieldView(opened: Store): Promise<ComponentChild> {
  const { FieldApp, openField } = await fieldPart();
  const engine = engineLater();
  field ??= await openField({ store: opened, engine, host: host(opened), now: Date.now });
  return h(FieldApp, { field });
}

/** Taps count before the way to the server is there, as they do without one. */
async function counterView(opened: Store): Promise<ComponentChild> {
  const { CounterApp } = await import('./counter/app');
  counting = engineLater();
  return h(CounterApp, { store: opened, engine: counting, others: otherTellers });
}

async function viewOf(kind: AppKind): Promise<ComponentChild> {
  if (kind === 'enrol') {
    const [{ EnrolApp }, opened] = await Promise.all([import('./field/enrol/app'), openAccount()]);
    return h(EnrolApp, {
      invite,
      enrol: (code, name) => opened.enrol(code, name),
      onDone: (enrolled) => {
        invite = null;
        setTurn(enrolled.deviceId);
        // Asked here, after a tap: some browsers refuse it without one.
        void navigator.storage?.persist?.();
        void renewed(enrolled)
          .catch(() => undefined)
          .then(() => enter('/'));
      },
    });
  }
  if (kind === 'signIn') {
    const [{ SignInApp }, opened] = await Promise.all([import('./desk/sign-in'), openAccount()]);
    // A notice may have led here: after the sign-in it is shown.
    const wanted = location.pathname.startsWith('/huyen')
      ? location.pathname + location.search
      : '/huyen';
    const onDone = () => {
      setTurn(null);
      void enter(wanted);
    };
    return h(SignInApp, { account: opened, onDone });
  }
  if (kind === 'people') return (await shared()).people(device?.deviceId ?? null, takeTurn);
  if (store === null) return null;
  if (kind === 'field') return fieldView(store);
  if (kind === 'counter') return counterView(store);
  session ??= openSession(store);
  // Behind the lock everything goes on being sent: a forgotten PIN holds up nothing.
  if (kind === 'lock') return (await shared()).lock(store.device, session, unlocked);
  const [{ DeskApp }, { openNotify }, opened] = await Promise.all([
    import('./desk/app'),
    import('./notify'),
    session,
  ]);
  const notify = openNotify(opened);
  void notify.keep();
  return h(DeskApp, { session: opened, notify, signOut });
}

/** Stores of the other tellers of this machine, for their counts. */
async function otherTellers(): Promise<readonly Store[]> {
  const mine = device;
  const tellers = (await seats.list()).filter(
    (one) =>
      one.person.role === 'teller' &&
      one.campaign.code === mine?.campaign.code &&
      one.deviceId !== mine.deviceId,
  );
  return await Promise.all(tellers.map((one) => openStore(one.deviceId, { seats })));
}

/** Another person's turn in this tab; their PIN first. */
async function takeTurn(deviceId: string): Promise<void> {
  if (deviceId !== device?.deviceId || locked) setTurn(null);
  await seats.choose(deviceId);
  await enter('/');
}

async function unlocked(): Promise<void> {
  if (device) setTurn(device.deviceId);
  locked = false;
  await mount(kindOf(path.value));
}

/** Who comes in by an invite has shown who they are: an old PIN, or having left, is over. */
async function renewed(enrolled: Device): Promise<void> {
  await (await shared()).renew(enrolled.deviceId);
}

let settled = false;

/** What follows the first screen: the way to the server, the other screens, the worker. */
function after(kind: AppKind): void {
  if (!settled) {
    settled = true;
    loadTroubles();
    void startWorker();
  }
  if ((kind !== 'field' && kind !== 'counter') || store === null) return;
  if (kind === 'field') void fieldPart().then(({ loadRest }) => loadRest());
  session ??= openSession(store);
  session.then(
    (opened) => {
      counting?.attach(opened.engine);
      field?.attach(opened.engine);
      if (kind === 'counter') return;
      void import('./notify').then(
        ({ openNotify }) => openNotify(opened).keep(),
        () => undefined,
      );
      void import('./sync/progress').then(
        ({ followProgress }) => followProgress({ ...opened, now: Date.now }),
        () => undefined,
      );
    },
    // Offline before the worker has the files: capture goes on, the next start sends.
    () => {
      session = null;
    },
  );
}

let shown: AppKind | null = null;
let turn = 0;

async function mount(kind: AppKind): Promise<void> {
  if (kind === shown) return;
  shown = kind;
  turn += 1;
  const mine = turn;
  const view = await viewOf(kind);
  if (mine !== turn) return;
  show(view);
  after(kind);
}

function fail(error: unknown): void {
  const code = (error as { code?: unknown } | null)?.code;
  const { title, text } = typeof code === 'string' ? trouble(code) : words.value.broken;
  show(
    h(Notice, {
      title,
      text,
      action: words.value.broken.reload,
      onAction: () => location.reload(),
    }),
  );
}

/** Opens the seat in use and goes to an address. */
async function enter(at: string): Promise<void> {
  field?.stop();
  field = null;
  counting = null;
  if (session) (await session).close();
  else store?.close();
  session = null;
  store = null;
  shown = null;
  await seat();
  // Fetched beside the store's opening: the form needs both.
  if (device && kindOf(at) === 'field') void fieldPart().catch(() => undefined);
  if (device) store = await openStore(device.deviceId, { seats });
  if (invite === null) {
    const start =
      device && deskRoles.includes(device.person.role) && !at.startsWith('/huyen') ? '/huyen' : at;
    if (location.hash !== '' || location.pathname !== start) go(start, { replace: true });
  }
  await mount(kindOf(path.value));
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
  seats = await openSeats();
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
  document.addEventListener('visibilitychange', () => {
    const away = hiddenAt === null ? 0 : Date.now() - hiddenAt;
    hiddenAt = document.visibilityState === 'hidden' ? Date.now() : null;
    if (away < AWAY_MS || people < 2 || !device || !onPhone(device)) return;
    setTurn(null);
    void enter(path.value).catch(fail);
  });
  onOpen((to) => go(to));
  updateReady.subscribe((ready) => {
    update.value = ready;
  });
}

start().catch(fail);
