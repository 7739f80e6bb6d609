/**
 * Composition root: who is at this phone, which app they get, and the parts each app rests on.
 *
 * The form and the counter rest on the store alone and are drawn first; ways.ts and after.ts come after them.
 * Promises: an address outside the person's role leads back to their own start; nothing is recorded in
 * an insecure context; a part that is not needed is not loaded.
 */
import { effect, signal } from '@preact/signals';
import { type ComponentChild, h, render } from 'preact';
import { recallDay } from './core/day';
import type { Device, Role } from './core/types';
import type { Field } from './field/context';
import type { Sharing } from './field/people/sharing';
import { onPhone, peopleOf, setTurn, turnOf } from './field/people/turn';
import type { AppKind, Here } from './here';
import type { Store } from './store/contract';
import { openSeats } from './store/devices';
import { openStore } from './store/store';
import { engineLater, type LaterEngine } from './sync/later';
import { Boundary, Notice } from './ui/boundary';
import { keep, keptOf, lastDay } from './ui/kept';
import { startLanguage, words, wordsReady } from './ui/language';
import { go, inviteInFragment, path, startRouter } from './ui/router';
import { startTheme } from './ui/theme';
import { loadTroubles, trouble } from './ui/trouble';
import './ui/app.css';

type InstallOffer = Event & { prompt(): Promise<unknown> };

const deskRoles: readonly Role[] = ['reporter', 'commune', 'district', 'admin'];
const root = document.getElementById('app') as HTMLElement;
const offerInstall = signal<(() => Promise<void>) | null>(null);
const update = signal(false);

let field: Field | null = null;
let counting: LaterEngine | null = null;
/** People with a seat on this phone; from the second one on each turn begins with a PIN. */
let people = 0;
let hiddenAt: number | null = null;

/** A shared phone that was put away for longer than this asks again. */
const AWAY_MS = 5 * 60_000;

const ways = () => import('./ways');
/** The form: a part of its own, since a counter and a desk never show it. */
const fieldPart = () => import('./volunteer');
const counterPart = () => import('./teller');

/** What this phone showed last is what it will show: its part is fetched before anybody was looked up. */
const lastKind = 'gocua-part';

function fetchPart(kind: string | null): void {
  const part = kind === 'field' ? fieldPart : kind === 'counter' ? counterPart : null;
  part?.().catch(() => undefined);
}

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

async function sharing(here: Here): Promise<Sharing> {
  return await (await ways()).sharingOf(here);
}

/** Who this tab is for, and whether they have shown so. */
async function seat(here: Here): Promise<void> {
  const [all, current] = await Promise.all([here.seats.list(), here.seats.current()]);
  // Whose turn it is in this tab matters only to several; asking the browser for it holds up a slow phone.
  let mine = all.length > 1 || !current ? all.find((one) => one.deviceId === turnOf()) : current;
  if (mine && mine.deviceId !== current?.deviceId && (await hasLeft(here, mine))) {
    setTurn(null);
    mine = undefined;
  }
  people = peopleOf(all);
  here.device = mine ?? current;
  here.locked = false;
  if (people < 2 || !here.device || !onPhone(here.device)) return;
  here.locked = !mine || !(await (await sharing(here)).hasPin(here.device.deviceId));
}

/** Signed out in another tab. */
async function hasLeft(here: Here, seated: Device): Promise<boolean> {
  return onPhone(seated) && (await (await sharing(here)).hasLeft(seated.deviceId));
}

/** Which app an address belongs to, for who is here. */
function kindOf(at: string, { device, invite, locked }: Here): AppKind {
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

async function fieldView(here: Here, store: Store): Promise<ComponentChild> {
  const { openVolunteer, volunteerView } = await fieldPart();
  field ??= await openVolunteer(here, store, { update, offerInstall });
  return volunteerView(field);
}

async function counterView(here: Here, store: Store): Promise<ComponentChild> {
  const { tellerView } = await counterPart();
  counting = engineLater();
  return tellerView(here, store, counting);
}

async function viewOf(kind: AppKind, here: Here): Promise<ComponentChild> {
  if (kind !== 'field' && kind !== 'counter') {
    return (await ways()).wayOf(kind, here, async () => {
      here.locked = false;
      if (here.device) setTurn(here.device.deviceId);
      await mount(kindOf(path.value, here), here);
    });
  }
  if (here.store === null) return null;
  return kind === 'field' ? fieldView(here, here.store) : counterView(here, here.store);
}

/** What the first screen did not wait for. On a slow line the files for later come last. */
async function settle(kind: AppKind, here: Here): Promise<void> {
  keep(lastKind, kind);
  // Most who come by an invite will be at the form next: what follows it is fetched while they read.
  const form = kind === 'field' || kind === 'enrol';
  const rest = form ? fieldPart().then(({ loadRest }) => loadRest()) : null;
  const part = await import('./after');
  part.startRest();
  await part.serve(here, kind === 'field' ? field : kind === 'counter' ? counting : null, kind);
  await rest;
  // Who has an invite open is about to come in: that must not wait for the files of every screen.
  if (kind === 'enrol') return;
  part.keepOffline(kind, (ready) => {
    update.value = ready;
  });
}

let shown: AppKind | null = null;
let turn = 0;

async function mount(kind: AppKind, here: Here): Promise<void> {
  if (kind === shown) return;
  shown = kind;
  turn += 1;
  const mine = turn;
  const view = await viewOf(kind, here);
  await wordsReady();
  if (mine !== turn) return;
  show(view);
  // Offline before the worker has the files: what is shown works, the next start does the rest.
  settle(kind, here).catch(() => undefined);
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

async function enter(here: Here, at: string): Promise<void> {
  field?.stop();
  field = null;
  counting = null;
  if (here.session) (await here.session).close();
  else here.store?.close();
  here.session = null;
  here.store = null;
  shown = null;
  await seat(here);
  const { device } = here;
  // Fetched beside the store's opening: both are needed.
  fetchPart(kindOf(at, here));
  if (device) here.store = await openStore(device.deviceId, { seats: here.seats });
  if (here.invite === null) {
    const start =
      device && deskRoles.includes(device.person.role) && !at.startsWith('/huyen') ? '/huyen' : at;
    if (location.hash !== '' || location.pathname !== start) go(start, { replace: true });
  }
  await mount(kindOf(path.value, here), here);
}

async function start(): Promise<void> {
  // Begun before anything is read from local storage, for which the browser makes a page wait.
  const opening = isSecureContext && openSeats();
  startTheme();
  startRouter();
  fetchPart(keptOf(lastKind));
  recallDay(keptOf(lastDay));
  await startLanguage();
  if (!opening) {
    await loadTroubles();
    show(h(Notice, trouble('page.insecure')));
    return;
  }
  const here: Here = {
    seats: await opening,
    device: null,
    store: null,
    session: null,
    invite: inviteInFragment(location.hash),
    locked: false,
    enter: (at) => enter(here, at),
  };
  await here.enter(location.pathname);
  effect(() => {
    const at = path.value;
    if (shown !== null) void mount(kindOf(at, here), here).catch(fail);
  });
  addEventListener('hashchange', () => {
    const next = inviteInFragment(location.hash);
    if (next === null) return;
    here.invite = next;
    shown = null;
    void mount('enrol', here).catch(fail);
  });
  document.addEventListener('visibilitychange', () => {
    const away = hiddenAt === null ? 0 : Date.now() - hiddenAt;
    hiddenAt = document.visibilityState === 'hidden' ? Date.now() : null;
    if (away < AWAY_MS || people < 2 || !here.device || !onPhone(here.device)) return;
    setTurn(null);
    void here.enter(path.value).catch(fail);
  });
}

start().catch(fail);
