/**
 * Leaving: another person's turn, or the end of one's session.
 * Promises: what has not been sent stays on the phone, and the person is told so before; a queue that
 * cannot be counted is never taken for an empty one.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../../ui/buttons';
import { Banner } from '../../../ui/marks';
import { useField } from '../../context';
import { Pair } from '../../foot';
import { Failed } from '../../trouble';
import { leaveWords } from './words';

export function SignOut() {
  const { store, host, status } = useField();
  const w = leaveWords.value;
  const asked = useSignal<number | 'unknown' | null>(null);
  const failed = useSignal<string | null>(null);
  const waiting = asked.value;
  if (waiting === null) {
    return (
      <Pair>
        <Btn icon="users" href="/nguoi">
          {w.switch}
        </Btn>
        <Btn
          onClick={() =>
            void store.queue().then(
              (queue) => {
                asked.value = Math.max(queue.length, status.value.waiting ?? 0);
              },
              () => {
                asked.value = 'unknown';
              },
            )
          }
        >
          {w.signOut}
        </Btn>
      </Pair>
    );
  }
  const empty = waiting === 0;
  const leave = () => {
    failed.value = null;
    host.signOut().catch(({ code }: { code?: unknown }) => {
      failed.value = typeof code === 'string' ? code : 'transport.offline';
    });
  };
  return (
    <Banner kind="wait" icon="info" now>
      {waiting === 'unknown' ? w.askUnknown : empty ? w.ask : w.askWaiting(waiting)}
      {empty ? null : <p>{w.first}</p>}
      {failed.value ? <Failed code={failed.value} /> : null}
      <Pair>
        <Btn
          onClick={() => {
            asked.value = null;
            failed.value = null;
          }}
        >
          {w.cancel}
        </Btn>
        <Btn onClick={leave}>{empty ? w.signOut : w.anyway}</Btn>
      </Pair>
    </Banner>
  );
}
