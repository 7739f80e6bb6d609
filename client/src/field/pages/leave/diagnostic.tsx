/**
 * A diagnostic for whoever helps with this phone: read on the screen first, then shared or saved.
 * Promises: exactly what was shown is given away, on a tap; nothing is sent by itself.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../../ui/buttons';
import { Said } from '../../../ui/fields';
import { giveFile } from '../../../ui/give-file';
import { GroupHead } from '../../../ui/rows';
import { useField } from '../../context';
import { isStandalone } from '../../phone-kind';
import { lookAround, tell } from './diagnosis';
import { leaveWords } from './words';

export function Diagnostic() {
  const { store, status, host, now } = useField();
  const w = leaveWords.value.diagnostic;
  const text = useSignal<string | null>(null);
  const said = useSignal<{ kind: 'ok' | 'wait' | 'bad'; text: string } | null>(null);

  const look = async () => {
    said.value = null;
    try {
      const { version } = host;
      const standalone = isStandalone();
      const found = await lookAround({ store, status: status.value, version, standalone, now });
      text.value = tell(found);
    } catch {
      said.value = { kind: 'bad', text: w.failed };
    }
  };
  const give = async (shown: string) => {
    const given = await giveFile(new File([shown], 'go-cua-chan-doan.txt', { type: 'text/plain' }));
    said.value = { kind: given === 'dropped' ? 'wait' : 'ok', text: w[given] };
  };
  const shown = text.value;
  return (
    <section class="stack-2" aria-label={w.title}>
      {shown === null ? (
        <Btn icon="info" onClick={() => void look()}>
          {w.look}
        </Btn>
      ) : (
        <>
          <GroupHead title={w.title} />
          <p class="sm muted">{w.lead}</p>
          <pre class="diagnostic">{shown}</pre>
          <Btn icon="share" onClick={() => void give(shown)}>
            {w.give}
          </Btn>
        </>
      )}
      <div role="status">
        {said.value ? <Said kind={said.value.kind}>{said.value.text}</Said> : null}
      </div>
    </section>
  );
}
