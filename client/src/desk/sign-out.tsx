/**
 * Signing out at the desk. Rests on the reports of this machine.
 * Promises: a finished report that the server has not answered is told of before; what cannot be read is never taken
 * for nothing.
 */
import { useSignal } from '@preact/signals';
import { useDesk } from './context';
import { deskWords } from './words';

export function SignOut() {
  const { session, signOut } = useDesk();
  const w = deskWords.value;
  const waiting = useSignal<number | 'unknown' | null>(null);
  const ask = async () => {
    try {
      const { openRoom } = await import('./weekly/room');
      const drafts = await (await openRoom(session)).reports.list();
      waiting.value = drafts.filter((draft) => draft.sending !== null).length;
    } catch {
      waiting.value = 'unknown';
    }
    if (waiting.value === 0) await signOut();
  };
  if (!waiting.value) {
    return (
      <button type="button" onClick={() => void ask()}>
        {w.nav.signOut}
      </button>
    );
  }
  return (
    <div role="alert">
      <p>{waiting.value === 'unknown' ? w.leaving.unknown : w.leaving.waiting(waiting.value)}</p>
      <div class="line">
        <button
          type="button"
          onClick={() => {
            waiting.value = null;
          }}
        >
          {w.leaving.stay}
        </button>
        <button type="button" onClick={() => void signOut()}>
          {w.leaving.anyway}
        </button>
      </div>
    </div>
  );
}
