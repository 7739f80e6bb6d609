/**
 * The desk: which page an address shows, and for whom.
 * Rests on a signed-in session. Promises: a commune officer starts at the commune; an unknown address leads back; who has
 * yet to set up a second factor that the role needs is led there from everywhere.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Session } from '../sync/account';
import { Btn } from '../ui/buttons';
import { words } from '../ui/language';
import { Empty } from '../ui/marks';
import type { Notify } from '../ui/notices';
import { go, path } from '../ui/router';
import { type Desk, DeskProvider, openDesk, useDesk } from './context';
import { followDue } from './due';
import { DeskFrame } from './frame';
import { pageAt, pagesOf } from './pages';
import { followUnread } from './unread';
import { deskWords } from './words';
import './sheets';

const OWN_ACCOUNT = '/huyen/tai-khoan';

function Route() {
  const { me, session } = useDesk();
  const at = path.value.replace(/\/+$/, '');
  const role = me.value?.person.role ?? session.device.person.role;
  const own = me.value?.membership.area;
  // A reporter states first: an enterprise owes nothing else.
  const firstOf =
    role === 'reporter' ? '/huyen/ke-khai' : role === 'commune' && own ? `/huyen/xa/${own}` : null;
  const start = firstOf ?? pagesOf(role)[0]?.href;
  useEffect(() => {
    if (at === '/huyen' && start && start !== at) go(start, { replace: true });
  }, [at, start]);
  const owes = me.value?.owesFactor === true && at !== OWN_ACCOUNT;
  useEffect(() => {
    if (owes) go(OWN_ACCOUNT, { replace: true });
  }, [owes]);
  if (owes || (at === '/huyen' && start && start !== at)) return null;
  const page = pageAt(at, role);
  if (page) {
    const { View, ready } = page.part;
    if (ready.value) return <View at={at} />;
    return (
      <DeskFrame title={deskWords.value.nav[page.text]}>
        <View at={at} />
      </DeskFrame>
    );
  }
  const w = words.value.notFound;
  return (
    <DeskFrame title={w.title}>
      <Empty icon="search" title={w.title} text={w.text}>
        <Btn kind="main" href="/huyen">
          {w.home}
        </Btn>
      </Empty>
    </DeskFrame>
  );
}

export function DeskApp({
  session,
  notify,
  signOut,
}: {
  session: Session;
  notify: Notify;
  signOut: () => Promise<void>;
}) {
  const desk = useSignal<Desk | null>(null);
  useEffect(() => {
    let over = false;
    void openDesk(session, notify, signOut).then((opened) => {
      if (!over) desk.value = opened;
    });
    // Reports that wait for a network go out whichever page is open.
    const room = import('./weekly/room');
    void room.then(({ openRoom }) => openRoom(session)).catch(() => undefined);
    // Opened without a network: the lists come when it is back.
    const online = () => {
      const opened = desk.peek();
      if (opened?.me.peek() === null) void opened.refresh();
    };
    addEventListener('online', online);
    return () => {
      over = true;
      removeEventListener('online', online);
      void room.then(({ closeRoom }) => closeRoom()).catch(() => undefined);
    };
  }, [session, notify, signOut, desk]);
  useEffect(() => followUnread(notify), [notify]);
  useEffect(() => followDue(session.transport, session.device.person.role), [session]);
  return desk.value ? (
    <DeskProvider value={desk.value}>
      <Route />
    </DeskProvider>
  ) : null;
}
