/**
 * The ways in and out: an invite, a sign-in, a turn on a shared phone, the lock, signing out; and the desk.
 *
 * A part of the composition root that no form and no counter waits for. Promises: each screen is loaded when it is
 * opened; what a person has not sent stays theirs whoever comes after.
 */
import { type ComponentChild, h } from 'preact';
import type { Device } from './core/types';
import type { PhoneHost } from './field/context';
import type { Sharing } from './field/people/sharing';
import { onPhone, setTurn } from './field/people/turn';
import type { AppKind, Here } from './here';
import type { Store } from './store/contract';
import { openStore } from './store/store';
import type { Account, Session } from './sync/account';
import { language } from './ui/locale';

let account: Promise<Account> | null = null;

/** The parts that talk to the server, loaded when first asked for. */
function openAccount({ seats }: Here): Promise<Account> {
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

async function openSession(here: Here): Promise<Session> {
  const found = await (await openAccount(here)).open(here.store ?? undefined);
  if (!found) throw new Error('the seat in use has gone');
  return found;
}

/** The session of the seat in use, opened when it is not yet. */
export function sessionOf(here: Here): Promise<Session> {
  here.session ??= openSession(here);
  return here.session;
}

let sharing: Promise<Sharing> | null = null;

/** The screens of a shared phone, loaded when there is more than one person or somebody leaves. */
export function sharingOf({ seats }: Here): Promise<Sharing> {
  sharing ??= Promise.all([import('./store/locks'), import('./field/people/sharing')]).then(
    async ([locks, screens]) => screens.openSharing(seats, await locks.openLocks()),
  );
  sharing.catch(() => {
    sharing = null;
  });
  return sharing;
}

let looked = false;

/** Once for a page on which nobody has a seat: the browser may have thrown the seats away (store/kept.ts). */
async function foundAgain({ seats }: Here): Promise<boolean> {
  if (looked || (await seats.list()).length > 0) return false;
  looked = true;
  return await (await import('./store/kept-seats')).takeSeatsBack(seats);
}

/** The screen of whoever has no form and no counter; `unlocked` is called once a PIN was right. */
export async function wayOf(
  kind: Exclude<AppKind, 'field' | 'counter'>,
  here: Here,
  unlocked: () => Promise<void>,
): Promise<ComponentChild> {
  if (await foundAgain(here)) {
    await here.enter(location.pathname);
    return null;
  }
  switch (kind) {
    case 'enrol':
      return await enrolView(here);
    case 'signIn':
      return await signInView(here);
    case 'people':
      return (await sharingOf(here)).people(here.device?.deviceId ?? null, (deviceId) =>
        takeTurn(here, deviceId),
      );
    case 'lock':
      // Behind the lock everything goes on being sent: a forgotten PIN holds up nothing.
      return here.device
        ? (await sharingOf(here)).lock(here.device, sessionOf(here), unlocked)
        : null;
    case 'desk':
      return await deskView(here);
  }
}

async function enrolView(here: Here): Promise<ComponentChild> {
  const [{ EnrolApp }, opened] = await Promise.all([
    import('./field/enrol/app'),
    openAccount(here),
  ]);
  // Needed after the tap: fetched while the invite is read.
  sharingOf(here).catch(() => undefined);
  return h(EnrolApp, {
    invite: here.invite,
    enrol: (code, name) => opened.enrol(code, name),
    onDone: (enrolled) => {
      here.invite = null;
      setTurn(enrolled.deviceId);
      // Asked here, after a tap: some browsers refuse it without one.
      void navigator.storage?.persist?.();
      void renewed(here, enrolled)
        .catch(() => undefined)
        .then(() => here.enter('/'));
    },
  });
}

/** Who comes in by an invite has shown who they are: an old PIN, or having left, is over. */
async function renewed(here: Here, enrolled: Device): Promise<void> {
  await (await sharingOf(here)).renew(enrolled.deviceId);
}

async function signInView(here: Here): Promise<ComponentChild> {
  const [{ SignInApp }, opened] = await Promise.all([import('./desk/sign-in'), openAccount(here)]);
  // A notice may have led here: after the sign-in it is shown.
  const wanted = location.pathname.startsWith('/huyen')
    ? location.pathname + location.search
    : '/huyen';
  const onDone = () => {
    setTurn(null);
    void here.enter(wanted);
  };
  return h(SignInApp, { account: opened, onDone });
}

async function deskView(here: Here): Promise<ComponentChild> {
  const [{ DeskApp }, { openNotify }, opened] = await Promise.all([
    import('./desk/app'),
    import('./notify'),
    sessionOf(here),
  ]);
  const notify = openNotify(opened);
  void notify.keep();
  return h(DeskApp, { session: opened, notify, signOut: () => signOut(here) });
}

/** Another person's turn in this tab; their PIN first. */
async function takeTurn(here: Here, deviceId: string): Promise<void> {
  if (deviceId !== here.device?.deviceId || here.locked) setTurn(null);
  await here.seats.choose(deviceId);
  await here.enter('/');
}

export async function signOut(here: Here): Promise<void> {
  const { device, session } = here;
  if (device && onPhone(device)) await (await sharingOf(here)).signOut(device.deviceId);
  if (session) {
    const opened = await session;
    // What rings here is for who leaves: it must not show to the next person.
    const { openNotify } = await import('./notify');
    await openNotify(opened).push.turnOff();
    await (await openAccount(here)).signOut(opened);
  }
  setTurn(null);
  here.session = null;
  here.store = null;
  await here.enter('/');
}

/** What the server has of a day, for the page of that day. */
export async function askReceipt(here: Here, day: string): ReturnType<PhoneHost['askReceipt']> {
  const failed = { ok: false as const, error: { code: 'transport.offline' } };
  if (!here.session) return failed;
  try {
    const [receipts, { transport }] = await Promise.all([import('./sync/receipts'), here.session]);
    return await receipts.askReceipt(transport, day);
  } catch {
    return failed;
  }
}

export async function notifyOf(here: Here): ReturnType<PhoneHost['notify']> {
  if (!here.session) throw new Error('nobody is signed in');
  const [{ openNotify }, opened] = await Promise.all([import('./notify'), here.session]);
  return openNotify(opened);
}

export async function writeHandover(store: Store): Promise<string> {
  return (await import('./sync/handover')).writeHandover(store, Date.now());
}

/** Stores of the other tellers of this machine, for their counts. */
export async function otherTellers({ seats, device }: Here): Promise<readonly Store[]> {
  const tellers = (await seats.list()).filter(
    (one) =>
      one.person.role === 'teller' &&
      one.campaign.code === device?.campaign.code &&
      one.deviceId !== device.deviceId,
  );
  return await Promise.all(tellers.map((one) => openStore(one.deviceId, { seats })));
}
