/**
 * What came of a reminder, and texts ready to be copied to Zalo or SMS.
 * Promises: each unit says whether it rang, went to the inbox alone, or has nobody in charge; a text that the browser
 * does not copy can be selected by hand.
 */
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { Reminded, Reminding, Texts } from '../../sync/protocol-obligations';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { hour } from '../../ui/format';
import { Banner, State } from '../../ui/marks';
import { obligationWords } from './words';

export type Way = 'rung' | 'inbox' | 'nobody';

export function wayOf(one: Reminded): Way {
  if (one.people === 0) return 'nobody';
  return one.reachable > 0 ? 'rung' : 'inbox';
}

export function waysOf(items: readonly Reminded[]): Record<Way, number> {
  const ways: Record<Way, number> = { rung: 0, inbox: 0, nobody: 0 };
  for (const one of items) ways[wayOf(one)] += 1;
  return ways;
}

function CopyText(props: { label: string; text: string; name?: string; slim?: boolean }) {
  const { label, text, name } = props;
  const w = obligationWords.value.remind;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const state = useSignal<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      state.value = 'copied';
    } catch {
      state.value = 'refused';
      requestAnimationFrame(() => area.current?.select());
    }
  };
  const button = (
    <Btn icon="copy" onClick={() => void copy()}>
      {w.copyText}
      {name ? <span class="sr"> {name}</span> : null}
    </Btn>
  );
  // The text of a slim one shows when it has to be copied by hand.
  const shown =
    props.slim && state.value !== 'refused' ? null : (
      <textarea
        ref={area}
        class="input copy-text"
        id={id}
        rows={2}
        readOnly
        aria-label={props.slim ? label : undefined}
        value={text}
      />
    );
  return (
    <div class="copy">
      {props.slim ? null : (
        <label class="label" for={id}>
          {label}
        </label>
      )}
      {shown ? (
        <div class="beside">
          {shown}
          {button}
        </div>
      ) : (
        button
      )}
      <div role="status">
        {state.value === null ? null : (
          <Said kind={state.value === 'copied' ? 'ok' : 'wait'}>
            {state.value === 'copied' ? w.copied : w.copyRefused}
          </Said>
        )}
      </div>
    </div>
  );
}

export function TextsPanel({ found, onShut }: { found: readonly Texts[]; onShut: () => void }) {
  const w = obligationWords.value.remind;
  const some = found.filter((one) => one.items.length > 0);
  return (
    <section class="card stack" aria-label={w.texts}>
      <div class="card-head">
        <h2>{w.texts}</h2>
        <Btn kind="quiet" icon="cross" onClick={onShut}>
          {w.shut}
        </Btn>
      </div>
      {some.length === 0 ? <p>{w.nobodyLeft}</p> : null}
      {some.map((one, at) => (
        <CopyText key={at} label={w.forAll} text={one.text} />
      ))}
      <Each items={some.flatMap((one) => one.items)} />
    </section>
  );
}

function Each({ items }: { items: Texts['items'] }) {
  const w = obligationWords.value.remind;
  if (items.length === 0) return null;
  return (
    <details open={items.length === 1}>
      <summary>{w.each}</summary>
      <div class="stack">
        {items.map((one) => (
          <CopyText
            key={one.organisation}
            label={w.forOne(one.name)}
            name={one.name}
            text={one.text}
          />
        ))}
      </div>
    </details>
  );
}

export function RemindedPanel(props: {
  found: readonly Reminding[];
  tz: string;
  onShut: () => void;
}) {
  const w = obligationWords.value.remind;
  const items = props.found.flatMap((one) => one.items);
  const ways = waysOf(items);
  const later = props.found.find((one) => one.later !== null)?.later;
  const asks = ways.nobody > 0;
  return (
    <section class="card stack" aria-label={w.done(items.length)}>
      <Banner kind={asks ? 'wait' : 'ok'} icon={asks ? 'alert' : 'check2'} now>
        {items.length ? w.done(items.length) : w.nobodyLeft}
        <ul class="plain">
          {(['rung', 'inbox', 'nobody'] as const).map((way) =>
            ways[way] ? <li key={way}>{w[way](ways[way])}</li> : null,
          )}
        </ul>
        {later && ways.rung ? <p>{w.later(hour(later, props.tz))}</p> : null}
      </Banner>
      {props.found.map((one, at) =>
        one.items.length > 1 ? <CopyText key={at} label={w.forAll} text={one.text} /> : null,
      )}
      <ul class="stack plain">
        {items.map((one) => (
          <li key={one.organisation} class="reminded">
            <b>{one.name}</b>
            <State kind={wayKind[wayOf(one)]} icon={wayIcon[wayOf(one)]}>
              {wayText(one)}
            </State>
            <CopyText
              slim={items.length > 1}
              label={w.forOne(one.name)}
              name={one.name}
              text={one.text}
            />
          </li>
        ))}
      </ul>
      <div class="line">
        <Btn onClick={props.onShut}>{w.shut}</Btn>
      </div>
    </section>
  );
}

const wayKind = { rung: 'ok', inbox: 'info', nobody: 'bad' } as const;
const wayIcon = { rung: 'check', inbox: 'info', nobody: 'alert' } as const;

function wayText(one: Reminded): string {
  const w = obligationWords.value.remind.ways;
  const way = wayOf(one);
  if (way === 'nobody') return w.nobody;
  return way === 'rung' ? w.rung(one.reachable, one.people) : w.inbox(one.people);
}
