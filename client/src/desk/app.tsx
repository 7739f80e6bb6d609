/**
 * The desk: which page an address shows, and for whom.
 * Rests on a signed-in session. Promises: a commune officer starts at the commune; an unknown address leads back.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Session } from '../sync/account';
import { Btn } from '../ui/buttons';
import { words } from '../ui/language';
import { lazily } from '../ui/lazy';
import { Empty } from '../ui/marks';
import { go, path } from '../ui/router';
import { type Desk, DeskProvider, openDesk, useDesk } from './context';
import { DeskFrame } from './frame';
import { OverviewPage } from './overview';
import { PeoplePage } from './people';
import '../ui/css/desk.css';

const handed = lazily(() => import('./handed/app').then((part) => part.HandedApp));

function Route() {
  const { me } = useDesk();
  const at = path.value.replace(/\/+$/, '');
  const role = me.value?.person.role;
  const own = me.value?.membership.area;
  useEffect(() => {
    if (at === '/huyen' && role === 'commune' && own) go(`/huyen/xa/${own}`, { replace: true });
  }, [at, role, own]);
  if (at === '/huyen') return <OverviewPage commune={null} />;
  if (at === '/huyen/nguoi') return <PeoplePage />;
  if (at === '/huyen/nap-tep' || at === '/huyen/phieu') return <handed.View at={at} />;
  const commune = /^\/huyen\/xa\/([^/]+)$/.exec(at)?.[1];
  if (commune) return <OverviewPage key={commune} commune={decodeURIComponent(commune)} />;
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

export function DeskApp({ session, signOut }: { session: Session; signOut: () => Promise<void> }) {
  const desk = useSignal<Desk | null>(null);
  useEffect(() => {
    let over = false;
    void openDesk(session, signOut).then((opened) => {
      if (!over) desk.value = opened;
    });
    return () => {
      over = true;
    };
  }, [session, signOut, desk]);
  return desk.value ? (
    <DeskProvider value={desk.value}>
      <Route />
    </DeskProvider>
  ) : null;
}
