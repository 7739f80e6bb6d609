/**
 * Hamlets by paste: one a line, seen beforehand as new, known or odd, then added all at once.
 * Promises: what is odd is never added; the text stays until it was added.
 */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Area } from '../../core/types';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Said, TextField } from '../../ui/fields';
import { inSentence } from '../../ui/format';
import { State } from '../../ui/marks';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import { csvOf, importTable, newAttempt } from '../tables/request';
import { type Known, type Line, readPaste } from './paste';
import { directoryWords } from './words';

export function PasteCard(props: {
  commune: Area;
  open: readonly Known[];
  closed: readonly Known[];
  onAdded: () => void;
}) {
  const { session } = useDesk();
  const w = directoryWords.value.paste;
  const { commune } = props;
  const text = useSignal('');
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const added = useSignal<number | null>(null);
  const attempt = useRef(newAttempt());
  const lines = readPaste(text.value, commune, props.open, props.closed);
  const fresh = lines.flatMap((line) => (line.kind === 'new' ? [line] : []));
  const odd = lines.filter((line) => line.kind === 'odd').length;
  const usual = commune.type.toLocaleLowerCase('vi') === 'thị trấn' ? 'Khu phố' : 'Ấp';

  const add = async () => {
    if (busy.value || fresh.length === 0) return;
    busy.value = true;
    failed.value = null;
    const table = csvOf([
      ['code', 'name', 'type', 'parent'],
      ...fresh.map((line) => [line.code, line.name, line.type, commune.code]),
    ]);
    const reply = await importTable(session.transport, 'areas', table, attempt.current);
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    attempt.current = newAttempt();
    added.value = reply.value.added;
    text.value = '';
    props.onAdded();
  };
  return (
    <section class="card stack">
      <h2>{w.title}</h2>
      <TextField
        id="paste"
        label={w.label(inSentence(commune.name))}
        hint={w.hint(usual)}
        value={text.value}
        onInput={(typed) => {
          text.value = typed;
          added.value = null;
        }}
      />
      <div role="status">
        {lines.length ? (
          <p class="strong">{w.counts(fresh.length, lines.length - fresh.length - odd, odd)}</p>
        ) : null}
        {added.value === null ? null : <Said kind="ok">{w.added(added.value)}</Said>}
      </div>
      {lines.length ? <Preview lines={lines} /> : null}
      {odd && fresh.length ? <p class="sm muted">{w.skipped}</p> : null}
      <Refused failure={failed.value} />
      {failed.value?.faults ? (
        <ul>
          {failed.value.faults.rows.map((one, at) => (
            <li key={at}>{one.message}</li>
          ))}
        </ul>
      ) : null}
      {fresh.length ? (
        <div>
          <Btn kind="main" locked={busy.value} onClick={() => void add()}>
            {busy.value ? w.busy : w.add(fresh.length)}
          </Btn>
        </div>
      ) : null}
    </section>
  );
}

function Preview({ lines }: { lines: readonly Line[] }) {
  const w = directoryWords.value.paste;
  const why = (line: Extract<Line, { kind: 'odd' }>) =>
    line.why === 'similar' ? w.why.similar(line.like ?? '') : w.why[line.why];
  return (
    <Scroll label={w.caption}>
      <table class="t t-tight">
        <caption class="sr">{w.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.name}</th>
            <th scope="col">{w.result}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at}>
              <th scope="row" class="wrap">
                {line.name}
              </th>
              <td>
                {line.kind === 'new' ? (
                  <State kind="ok" icon="plus">
                    {w.fresh}
                  </State>
                ) : line.kind === 'known' ? (
                  <State kind="none" icon="check2">
                    {w.known}
                  </State>
                ) : (
                  <>
                    <State kind="wait" icon="alert">
                      {w.odd}
                    </State>
                    <span class="sm below">{why(line)}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
