/** A token just made, to be copied. Promises: it is shown once; the page keeps it nowhere. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { fullDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import type { TokenRow } from './wire';
import { tokenWords } from './words';

export function MadeCard(props: { made: TokenRow; tz: string; onClose: () => void }) {
  const w = tokenWords.value.made;
  const { made, tz } = props;
  const secret = made.secret ?? '';
  const copied = useSignal<'yes' | 'refused' | null>(null);
  const copy = () =>
    navigator.clipboard
      .writeText(secret)
      .then(() => 'yes' as const)
      .catch(() => 'refused' as const)
      .then((what) => {
        copied.value = what;
      });
  return (
    <section class="card stack" aria-live="polite">
      <h2>{w.title(made.name)}</h2>
      <Banner kind="wait" icon="alert">
        {w.once}
      </Banner>
      <code class="secret" data-token>
        {secret}
      </code>
      <div role="status">
        {copied.value === 'yes' ? <Said kind="ok">{w.copied}</Said> : null}
        {copied.value === 'refused' ? <Said kind="wait">{w.refused}</Said> : null}
      </div>
      <div class="line">
        <Btn kind="main" icon="copy" onClick={() => void copy()}>
          {w.copy}
        </Btn>
        <Btn onClick={props.onClose}>{w.close}</Btn>
      </div>
      <p class="sm">
        {w.use} <code>Authorization: Bearer gocua.…</code>{' '}
        <a href="/api/docs" target="_blank" rel="noreferrer">
          {w.documents}
        </a>
      </p>
      <p class="src">{w.until(fullDay(dayOf(made.expiresAt, tz)))}</p>
    </section>
  );
}
