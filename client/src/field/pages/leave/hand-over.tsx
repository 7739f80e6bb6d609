/**
 * Unsent visits as a file: to the share sheet where there is one, else saved.
 * Promises: everything stays in the outbox; the file may be made as often as one likes.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Btn } from '../../../ui/buttons';
import { Said } from '../../../ui/fields';
import { giveFile } from '../../../ui/give-file';
import { type Field, useField } from '../../context';
import { leaveWords } from './words';

/** A text file: share sheets and chat apps take those, and the office can open it to look. */
export async function handOver(field: Field): Promise<'shared' | 'saved' | 'dropped'> {
  const text = await field.host.writeHandover();
  const name = `go-cua-${field.device.deviceId.slice(0, 8)}.txt`;
  return await giveFile(new File([text], name, { type: 'text/plain' }));
}

export function HandOver({ big }: { big?: boolean }) {
  const field = useField();
  const { store, status, changed } = field;
  const w = leaveWords.value;
  const said = useSignal<{ kind: 'ok' | 'wait' | 'bad'; text: string } | null>(null);
  const unsent = useSignal(status.value.waiting ?? 0);
  const turn = changed.value;
  const waiting = status.value.waiting ?? 0;
  useEffect(() => {
    void turn;
    // The engine's own count is not there before its first pass.
    store.queue().then(
      (queue) => {
        unsent.value = Math.max(queue.length, waiting);
      },
      // What was counted last stays; a store that fails says so at the next save.
      () => undefined,
    );
  }, [store, turn, waiting, unsent]);
  if (unsent.value === 0) return null;

  const give = () => {
    said.value = null;
    handOver(field).then(
      (given) => {
        said.value = { kind: given === 'dropped' ? 'wait' : 'ok', text: w[given] };
      },
      (error: { code?: unknown }) => {
        const unkeyed = error.code === 'handover.no_key';
        said.value = { kind: unkeyed ? 'wait' : 'bad', text: unkeyed ? w.noKey : w.failed };
      },
    );
  };
  return (
    <section class="stack-2">
      {big ? <p class="sm muted">{w.handOverText}</p> : null}
      <Btn icon="share" onClick={give}>
        {w.handOverAll(unsent.value)}
      </Btn>
      <div role="status">
        {said.value ? <Said kind={said.value.kind}>{said.value.text}</Said> : null}
      </div>
    </section>
  );
}
