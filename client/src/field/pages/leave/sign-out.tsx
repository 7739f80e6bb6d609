/**
 * Leaving: another person's turn, or the end of one's session.
 * Promises: what has not been sent stays on the phone, and the person is told so before.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../../ui/buttons';
import { Pair } from '../../../ui/frame';
import { Banner } from '../../../ui/marks';
import { useField } from '../../context';
import { leaveWords } from './words';

export function SignOut() {
  const { store, host, status } = useField();
  const w = leaveWords.value;
  const asked = useSignal<number | null>(null);
  const waiting = asked.value;
  if (waiting === null) {
    return (
      <Pair>
        <Btn icon="users" href="/nguoi">
          {w.switch}
        </Btn>
        <Btn
          onClick={() =>
            void store.queue().then((queue) => {
              asked.value = Math.max(queue.length, status.value.waiting);
            })
          }
        >
          {w.signOut}
        </Btn>
      </Pair>
    );
  }
  return (
    <Banner kind="wait" icon="info" now>
      {waiting > 0 ? w.askWaiting(waiting) : w.ask}
      {waiting > 0 ? <p>{w.first}</p> : null}
      <Pair>
        <Btn
          onClick={() => {
            asked.value = null;
          }}
        >
          {w.cancel}
        </Btn>
        <Btn onClick={() => void host.signOut()}>{waiting > 0 ? w.anyway : w.signOut}</Btn>
      </Pair>
    </Banner>
  );
}
