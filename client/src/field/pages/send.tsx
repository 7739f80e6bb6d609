/** "Gửi ngay": one tap, and what came of it in a sentence. Never says "sent" for what is not. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { trouble } from '../../ui/trouble';
import { useField } from '../context';
import { Pair } from '../foot';
import { pageWords } from './words';

export function SendNow({ big, beside }: { big?: boolean; beside?: ComponentChildren }) {
  const { engine } = useField();
  const w = pageWords.value;
  const said = useSignal<{ kind: 'ok' | 'wait' | 'bad'; text: string } | null>(null);
  // While this tap is at work, not while anything is sent: a tap during a pass of the phone's own counts.
  const busy = useSignal(false);

  const send = async () => {
    said.value = null;
    busy.value = true;
    const pass = await engine.syncNow();
    busy.value = false;
    if (pass.outcome === 'busy') said.value = { kind: 'wait', text: w.pass.busy };
    else if (pass.outcome === 'failed') {
      const { title, text } = trouble(pass.problem ?? 'transport.offline');
      said.value = { kind: 'bad', text: `${title}. ${text}` };
    } else
      said.value = {
        kind: 'ok',
        text: pass.answered ? w.pass.sent(pass.answered) : w.pass.nothing,
      };
  };

  const button = (
    <Btn
      kind="main"
      size={big ? 'big' : undefined}
      icon="cloud"
      locked={busy.value}
      onClick={() => void send()}
    >
      {w.list.send}
    </Btn>
  );
  return (
    <>
      <div role="status">
        {said.value ? <Said kind={said.value.kind}>{said.value.text}</Said> : null}
      </div>
      {beside ? (
        <Pair>
          {beside}
          {button}
        </Pair>
      ) : (
        button
      )}
    </>
  );
}
