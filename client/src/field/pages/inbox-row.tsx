/** The way from "Máy này" to the inbox, with how many are unread when the server can be asked. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Row, Rows } from '../../ui/rows';
import { useField } from '../context';
import { pageWords } from './words';

export function InboxRow() {
  const { host } = useField();
  const w = pageWords.value.inbox;
  const unread = useSignal<number | null>(null);
  useEffect(() => {
    host
      .notify()
      .then(({ inbox }) => inbox.list(null, 1))
      .then(
        (reply) => {
          if (reply.ok) unread.value = reply.value.unread;
        },
        () => undefined,
      );
  }, [host, unread]);
  const sub = unread.value === null ? w.sub : unread.value ? w.unread(unread.value) : w.none;
  return (
    <Rows>
      <Row icon="bell" href="/hop-thu" title={w.title} sub={sub} />
    </Rows>
  );
}
