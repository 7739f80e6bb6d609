/**
 * Documents of a report, made by the server and given to the person.
 * Promises: one is made at a time; a long one shows that it goes on; a failure is a sentence, and nothing is lost.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Reply } from '../../sync/contract';
import { makeDocument, type Signing, signings } from '../../sync/reports';
import type { GivenFile } from '../../sync/transport';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { giveFile } from '../../ui/give-file';
import { Banner } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { weeklyWords } from './words';

export function useMaking() {
  const since = useSignal<number | null>(null);
  const now = useSignal(0);
  const done = useSignal<string | null>(null);
  const failed = useSignal<string | null>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      if (since.value !== null) now.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, [since, now]);
  const make = async (ask: () => Reply<GivenFile>) => {
    if (since.value !== null) return;
    [since.value, now.value, done.value, failed.value] = [Date.now(), Date.now(), null, null];
    const reply = await ask();
    since.value = null;
    if (!reply.ok) {
      failed.value = reply.error.code;
      return;
    }
    const { name, content } = reply.value;
    await giveFile(new File([content], name, { type: content.type }));
    done.value = name;
  };
  const busy =
    since.value === null ? null : Math.max(0, Math.round((now.value - since.value) / 1000));
  return { make, busy, done: done.value, failed: failed.value };
}

export function MakingState({ busy, done, failed }: ReturnType<typeof useMaking>) {
  const w = weeklyWords.value.documents;
  return (
    <div role="status">
      {busy === null ? null : (
        <div class="stack-1">
          <progress class="making" aria-label={w.busy(0)} />
          <p class="sm muted">{w.busy(busy)}</p>
        </div>
      )}
      {done ? <Said kind="ok">{w.done(done)}</Said> : null}
      {failed ? (
        <Banner kind="bad" icon="alert">
          {trouble(failed).title}
          <p>{trouble(failed).text}</p>
        </Banner>
      ) : null}
    </div>
  );
}

/** A commune has no office whose head could sign by order. */
export function signingsOf(kind: string): readonly Signing[] {
  if (kind === 'authority') return signings;
  return kind === 'commune_authority' ? ['TM', 'KT'] : [];
}

export function SignerChoice(props: {
  kind: string;
  value: Signing;
  onChoose: (value: Signing) => void;
}) {
  const w = weeklyWords.value.documents;
  const choices = signingsOf(props.kind);
  if (choices.length === 0) return null;
  return (
    <div>
      <label class="label" for="signer">
        {w.signer}
      </label>
      <select
        class="input"
        id="signer"
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value as Signing)}
      >
        {choices.map((one) => (
          <option key={one} value={one}>
            {w.signings[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Documents({ id, kind: unit }: { id: string; kind: string }) {
  const { session } = useDesk();
  const w = weeklyWords.value.documents;
  const signing = useSignal<Signing>('TM');
  const making = useMaking();
  const get = (kind: 'docx' | 'xlsx') =>
    void making.make(() => makeDocument(session.transport, id, kind, signing.value));
  return (
    <section class="card stack no-print">
      <h2>{w.title}</h2>
      <SignerChoice
        kind={unit}
        value={signing.value}
        onChoose={(value) => {
          signing.value = value;
        }}
      />
      <div class="line">
        <Btn icon="save" locked={making.busy !== null} onClick={() => get('docx')}>
          {w.word}
        </Btn>
        <Btn icon="save" locked={making.busy !== null} onClick={() => get('xlsx')}>
          {w.excel}
        </Btn>
      </div>
      <MakingState {...making} />
      <p class="src">{w.hint}</p>
    </section>
  );
}
