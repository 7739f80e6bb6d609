/** Reports: what a unit writes and sends, and what the district receives. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { query } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { dutyAt, start } from './addresses';
import { FormPage } from './form';
import { InboxPage } from './inbox';
import { MinePage } from './mine';
import { ReadPage } from './read';
import { openRoom, type Room } from './room';
import { weeklyWords } from './words';
import '../../ui/css/weekly.css';

export function WeeklyApp({ at }: { at: string }) {
  const { session, me } = useDesk();
  const room = useSignal<Room | null>(null);
  const failed = useSignal<string | null>(null);
  useEffect(() => {
    let over = false;
    openRoom(session).then(
      (opened) => {
        if (!over) room.value = opened;
      },
      (error: { code?: string }) => {
        if (!over) failed.value = error.code ?? 'store.unavailable';
      },
    );
    return () => {
      over = true;
    };
  }, [session, room, failed]);
  const role = me.value?.person.role ?? session.device.person.role;
  const rest = at.slice(start.length).replace(/^\//, '');
  if (!room.value) {
    return (
      <DeskFrame title={weeklyWords.value.kinds.sent} problem={failed.value}>
        {failed.value ? null : <div class="card block late" aria-hidden="true" />}
      </DeskFrame>
    );
  }
  const duty = dutyAt(rest, query.value);
  if (duty) return <FormPage room={room.value} duty={duty} />;
  if (rest !== '') return <ReadPage key={rest} id={rest} />;
  return role === 'district' || role === 'admin' ? (
    <InboxPage room={room.value} />
  ) : (
    <MinePage room={room.value} />
  );
}
