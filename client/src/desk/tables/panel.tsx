/**
 * Bringing a table: choose, see what it would do, store. What is wrong stands by row and column.
 * Promises: nothing is stored before the button; a refused file leaves everything as it was.
 */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { TransportFailure } from '../../sync/contract';
import type { TableFaults } from '../../sync/protocol-table';
import type { GivenFile } from '../../sync/transport';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { count } from '../../ui/format';
import { giveFile } from '../../ui/give-file';
import { Banner } from '../../ui/marks';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import {
  emptyTable,
  errorFile,
  importTable,
  newAttempt,
  type TableAnswer,
  type TableKind,
  tryTable,
} from './request';
import { tableWords } from './words';

const MOST_BYTES = 2 * 1024 * 1024;

type Step =
  | { at: 'start' }
  | { at: 'busy'; word: string }
  | { at: 'ready'; file: File; id: string; answer: TableAnswer }
  | { at: 'faults'; file: File; faults: TableFaults }
  | { at: 'failed'; failure: TransportFailure }
  | { at: 'tooBig' }
  | { at: 'done'; answer: TableAnswer };

export function give(file: GivenFile): void {
  void giveFile(new File([file.content], file.name, { type: file.content.type }));
}

export function TablePanel(props: {
  kind: TableKind;
  hint?: string;
  onDone: (answer: TableAnswer) => void;
}) {
  const { session } = useDesk();
  const w = tableWords.value;
  const step = useSignal<Step>({ at: 'start' });
  const input = useRef<HTMLInputElement>(null);
  const { kind } = props;

  const look = async (file: File) => {
    if (file.size > MOST_BYTES) {
      step.value = { at: 'tooBig' };
      return;
    }
    step.value = { at: 'busy', word: w.checking(file.name) };
    const id = newAttempt();
    const reply = await tryTable(session.transport, kind, file, id);
    if (reply.ok) step.value = { at: 'ready', file, id, answer: reply.value };
    else if (reply.error.faults) step.value = { at: 'faults', file, faults: reply.error.faults };
    else step.value = { at: 'failed', failure: reply.error };
  };
  const store = async (file: File, id: string) => {
    step.value = { at: 'busy', word: w.importing };
    const reply = await importTable(session.transport, kind, file, id);
    if (reply.ok) {
      step.value = { at: 'done', answer: reply.value };
      props.onDone(reply.value);
    } else if (reply.error.faults) step.value = { at: 'faults', file, faults: reply.error.faults };
    else step.value = { at: 'failed', failure: reply.error };
  };
  const download = async (ask: ReturnType<typeof emptyTable>) => {
    const reply = await ask;
    if (reply.ok) give(reply.value);
    else step.value = { at: 'failed', failure: reply.error };
  };

  const now = step.value;
  return (
    <div class="stack">
      <p class="hint">{props.hint ?? w.hint}</p>
      <div class="line">
        <Btn icon="save" locked={now.at === 'busy'} onClick={() => input.current?.click()}>
          {w.pick}
        </Btn>
        <Btn kind="quiet" onClick={() => void download(emptyTable(session.transport, kind))}>
          {w.empty}
        </Btn>
      </div>
      <input
        ref={input}
        type="file"
        class="sr"
        tabIndex={-1}
        aria-label={w.pick}
        accept=".xlsx,.csv,.xls"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file chosen again is a change again.
          event.currentTarget.value = '';
          if (file) void look(file);
        }}
      />
      <div role="status" class="stack">
        {now.at === 'busy' ? <p>{now.word}</p> : null}
        {now.at === 'tooBig' ? <Said kind="bad">{w.tooBig}</Said> : null}
        {now.at === 'failed' ? <Refused failure={now.failure} /> : null}
        {now.at === 'ready' ? (
          <>
            <Banner kind="info" icon="info">
              {now.answer.added + now.answer.changed
                ? w.ready(now.answer.added, now.answer.changed, now.answer.unchanged)
                : w.nothing}
            </Banner>
            <div class="line">
              {now.answer.added + now.answer.changed ? (
                <Btn kind="main" onClick={() => void store(now.file, now.id)}>
                  {w.go}
                </Btn>
              ) : null}
              <Btn
                onClick={() => {
                  step.value = { at: 'start' };
                }}
              >
                {w.cancel}
              </Btn>
            </div>
          </>
        ) : null}
        {now.at === 'done' ? (
          <Banner kind="ok" icon="check2">
            {w.done(now.answer.added, now.answer.changed)}
          </Banner>
        ) : null}
      </div>
      {now.at === 'faults' ? (
        <Faults
          faults={now.faults}
          onFile={() => void download(errorFile(session.transport, kind, now.file, newAttempt()))}
        />
      ) : null}
    </div>
  );
}

export function Faults({ faults, onFile }: { faults: TableFaults; onFile: () => void }) {
  const w = tableWords.value;
  const whole = faults.rows.every((one) => one.row === 0);
  const more = faults.count - faults.rows.length;
  return (
    <div class="stack">
      <Banner kind="bad" icon="alert" now>
        {whole ? (faults.rows[0]?.message ?? w.faults(faults.count)) : w.faults(faults.count)}
        {whole ? null : <p>{w.faultsText}</p>}
      </Banner>
      {whole ? null : (
        <>
          <Scroll label={w.caption}>
            <table class="t t-tight">
              <caption class="sr">{w.caption}</caption>
              <thead>
                <tr>
                  <th scope="col" class="num">
                    {w.row}
                  </th>
                  <th scope="col">{w.column}</th>
                  <th scope="col">{w.message}</th>
                </tr>
              </thead>
              <tbody>
                {faults.rows.map((one, at) => (
                  <tr key={at}>
                    <td class="num">{one.row ? count(one.row) : '–'}</td>
                    <td>{one.column ?? (one.row ? w.wholeRow : w.whole)}</td>
                    <td>{one.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {more > 0 ? <p class="sm muted">{w.more(more)}</p> : null}
          <div>
            <Btn icon="save" onClick={onFile}>
              {w.errorFile}
            </Btn>
          </div>
        </>
      )}
    </div>
  );
}
