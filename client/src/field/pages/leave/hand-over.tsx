/**
 * Unsent visits as a file: to the share sheet where there is one, else saved.
 * Promises: everything stays in the outbox; the file may be made as often as one likes.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../../ui/buttons';
import { Said } from '../../../ui/fields';
import { giveFile } from '../../../ui/give-file';
import { type Field, useField } from '../../context';
import { useStored } from '../../stored';
import { leaveWords } from './words';

/** A text file: share sheets and chat apps take those, and the office can open it to look. */
export async function handOver(field: Field): Promise<'shared' | 'saved' | 'dropped'> {
  const text = await field.host.writeHandover();
  const name = `go-cua-${field.device.deviceId.slice(0, 8)}.txt`;
  return await giveFile(new File([text], name, { type: 'text/plain' }));
}

export function HandOver({ big }: { big?: boolean }) {
  const field = useField();
  const { store, status } = field;
  const w = leaveWords.value;
  const said = useSignal<{ kind: 'ok' | 'wait' | 'bad'; text: string } | null>(null);
  const waiting = status.value.waiting ?? 0;
  // The engine's own count is not there before its first pass.
  const unsent = Math.max(useStored(() => store.queue(), [waiting])?.length ?? 0, waiting);
  if (unsent === 0) return null;

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
        {w.handOverAll(unsent)}
      </Btn>
      <div role="status">
        {said.value ? <Said kind={said.value.kind}>{said.value.text}</Said> : null}
      </div>
    </section>
  );
}
