/** Recovery codes just made: to copy, to save as a file, to write down. Promises: shown once; the page keeps them nowhere. */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { giveFile } from '../../ui/give-file';
import { Banner } from '../../ui/marks';
import { accountWords } from './words';

export function FactorCodes(props: { codes: readonly string[]; onClose: () => void }) {
  const w = accountWords.value.factor.codes;
  const text = `${w.file}\n\n${props.codes.join('\n')}\n`;
  const said = useSignal<'copied' | 'refused' | null>(null);
  const copy = () =>
    navigator.clipboard
      .writeText(text)
      .then(() => 'copied' as const)
      .catch(() => 'refused' as const)
      .then((what) => {
        said.value = what;
      });
  return (
    <div class="stack" aria-live="polite">
      <Banner kind="ok" icon="shield">
        {w.done}
      </Banner>
      <h3>{w.title}</h3>
      <p>{w.once}</p>
      <ul class="factor-codes" data-codes>
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div role="status">
        {said.value === 'copied' ? <Said kind="ok">{w.copied}</Said> : null}
        {said.value === 'refused' ? <Said kind="wait">{w.refused}</Said> : null}
      </div>
      <div class="line">
        <Btn icon="copy" onClick={() => void copy()}>
          {w.copy}
        </Btn>
        <Btn
          icon="save"
          onClick={() => void giveFile(new File([text], w.fileName, { type: 'text/plain' }))}
        >
          {w.save}
        </Btn>
        <Btn kind="main" onClick={props.onClose}>
          {w.close}
        </Btn>
      </div>
    </div>
  );
}
