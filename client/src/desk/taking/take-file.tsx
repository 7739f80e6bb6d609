/**
 * A table of any length as CSV or Excel: two buttons, then how far it is, with a way to stop.
 * Promises: only a whole file is given out; one that was cut or stopped says so and can be taken again.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TransportFailure } from '../../sync/contract';
import { type Progress, percentOf, QUIET_BYTES, reading } from '../../sync/long-file';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { count, space } from '../../ui/format';
import { giveFile } from '../../ui/give-file';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { takingWords } from './words';
import '../../ui/css/taking.css';

/** Short files in KB. */
const sized = (bytes: number) =>
  bytes < 1e6 ? `${count(Math.ceil(bytes / 1000))}\u00a0KB` : space(bytes);

export type FileKind = 'csv' | 'xlsx';

type Step =
  | { at: 'start' | 'cancelled' }
  | { at: 'going'; progress: Progress | null }
  | { at: 'cut'; kind: FileKind; percent: number | null }
  | { at: 'refused'; failure: TransportFailure }
  | { at: 'done'; rows: number | null; bytes: number };

export function TakeFile({ path }: { path: (kind: FileKind) => string }) {
  const { session } = useDesk();
  const w = takingWords.value;
  const step = useSignal<Step>({ at: 'start' });
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);

  const take = async (kind: FileKind) => {
    const stop = new AbortController();
    stopper.current = stop;
    let last: Progress | null = null;
    step.value = { at: 'going', progress: null };
    const reply = await session.transport.file({
      method: 'GET',
      path: path(kind),
      expects: QUIET_BYTES,
      stop: stop.signal,
      read: reading((progress) => {
        last = progress;
        step.value = { at: 'going', progress };
      }),
    });
    if (stop.signal.aborted) {
      step.value = { at: 'cancelled' };
      return;
    }
    const begun = last as Progress | null;
    if (reply.ok) {
      const { name, content } = reply.value;
      await giveFile(new File([content], name, { type: content.type }));
      step.value = { at: 'done', rows: begun?.rows ?? null, bytes: content.size };
    } else if (begun && reply.error.status === null) {
      step.value = { at: 'cut', kind, percent: percentOf(begun) };
    } else step.value = { at: 'refused', failure: reply.error };
  };

  const now = step.value;
  const percent = now.at === 'going' && now.progress ? percentOf(now.progress) : null;
  return (
    <div class="taking no-print">
      <div class="line">
        {now.at === 'going' ? (
          <Btn icon="cross" onClick={() => stopper.current?.abort()}>
            {w.cancel}
          </Btn>
        ) : (
          <>
            <Btn icon="save" onClick={() => void take('csv')}>
              {w.csv}
            </Btn>
            <Btn icon="save" onClick={() => void take('xlsx')}>
              {w.xlsx}
            </Btn>
          </>
        )}
      </div>
      {now.at === 'going' ? (
        <div class="stack-1">
          <progress aria-label={w.bar} max={100} value={percent ?? undefined} />
          <span class="sm">
            {now.progress === null
              ? w.asking
              : percent === null
                ? w.goingUnknown(sized(now.progress.bytes))
                : w.going(percent, now.progress.rows)}
          </span>
        </div>
      ) : null}
      <div role="status" class="stack-2">
        {now.at === 'cancelled' ? <Said kind="wait">{w.cancelled}</Said> : null}
        {now.at === 'done' ? <Said kind="ok">{w.done(now.rows, sized(now.bytes))}</Said> : null}
        {now.at === 'refused' ? <Refused failure={now.failure} /> : null}
        {now.at === 'cut' ? (
          <>
            <Said kind="bad">{w.cut(now.percent)}</Said>
            <Btn kind="quiet" icon="undo" onClick={() => void take(now.kind)}>
              {w.again}
            </Btn>
          </>
        ) : null}
      </div>
    </div>
  );
}
