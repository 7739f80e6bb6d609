/** Marking the chosen records as right or void, and what came of it with its undo. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Btn } from '../../ui/buttons';
import { TextField } from '../../ui/fields';
import { Banner } from '../../ui/marks';
import { Refused } from '../refused';
import { type Act, type Marking, undoable } from './marking';
import { useShort } from './row';
import { type Step, stepsOf, undoOf, type Verdict } from './verdicts';
import type { ListedRecord } from './wire';
import { reviewWords } from './words';

const REASON_LENGTH = 280;

export function MarkForm(props: {
  chosen: readonly ListedRecord[];
  marking: Marking;
  onCancel: () => void;
}) {
  const { chosen, marking } = props;
  const w = reviewWords.value.mark;
  const reason = useSignal('');
  const missing = useSignal(false);
  const mark = (verdict: Verdict) => {
    missing.value = verdict === 'void' && reason.value.trim() === '';
    if (missing.value) {
      document.getElementById('mark-reason')?.focus();
      return;
    }
    void marking.run(verdict, stepsOf(chosen, verdict, reason.value));
  };
  return (
    <section
      class="card stack mark-form no-print"
      id="mark-form"
      tabIndex={-1}
      aria-label={w.title(chosen.length)}
    >
      <h2>{w.title(chosen.length)}</h2>
      <TextField
        id="mark-reason"
        label={w.reason}
        hint={w.reasonOk}
        value={reason.value}
        maxLength={REASON_LENGTH}
        error={missing.value ? w.needReason : null}
        onInput={(text) => {
          reason.value = text;
          missing.value = false;
        }}
      />
      <div class="line">
        <Btn kind="main" icon="check" locked={marking.busy} onClick={() => mark('ok')}>
          {marking.busy ? w.busy : w.ok}
        </Btn>
        <Btn kind="bad" icon="cross" locked={marking.busy} onClick={() => mark('void')}>
          {w.void}
        </Btn>
        <Btn kind="quiet" locked={marking.busy} onClick={props.onCancel}>
          {w.cancel}
        </Btn>
      </div>
    </section>
  );
}

const told = (act: Act) => {
  const w = reviewWords.value.mark;
  const many = act.outcome.done.length;
  return act.kind === 'undo'
    ? w.undone(many)
    : act.kind === 'void'
      ? w.doneVoid(many)
      : w.doneOk(many);
};

export function MarkOutcome({ marking }: { marking: Marking }) {
  const w = reviewWords.value.mark;
  const short = useShort();
  const { act, busy } = marking;
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: who works by keyboard goes on from what came of it.
  useEffect(() => {
    if (act) box.current?.focus();
  }, [act]);
  if (!act) return null;
  const { done, refused, left } = act.outcome;
  const back = undoable(act);
  const undo = (steps: readonly Step[]) => void marking.run('undo', undoOf(steps, w.undoReason));
  return (
    <div class="stack acted no-print" ref={box} tabIndex={-1}>
      {done.length ? (
        <Banner kind="ok" icon="check2" now>
          {told(act)}
          {back.length ? (
            <div class="stack-2 mark-undo">
              <div class="line">
                <Btn icon="undo" locked={busy} onClick={() => undo(back)}>
                  {back.length === 1 ? w.undoOne : w.undoAll}
                </Btn>
              </div>
              {back.length > 1 ? (
                <details>
                  <summary>{w.each}</summary>
                  <ul class="rows">
                    {back.map((step) => (
                      <li key={`${step.record.person} ${step.record.recordId}`} class="row row-2">
                        <span>{short(step.record)}</span>
                        <button
                          type="button"
                          class="textlink"
                          aria-label={w.undoWhom(short(step.record))}
                          onClick={() => undo([step])}
                        >
                          {w.undoOne}
                        </button>
                      </li>
                    ))}
                  </ul>
                </details>
              ) : null}
            </div>
          ) : null}
        </Banner>
      ) : null}
      {refused.length ? (
        <Banner kind="bad" icon="alert" now>
          {w.refused(refused.length)}
          {[...new Set(refused.map(({ result }) => result.message ?? result.code ?? ''))].map(
            (text) => (
              <p key={text}>{text}</p>
            ),
          )}
        </Banner>
      ) : null}
      {left.length ? (
        <>
          <Refused failure={act.failure} />
          <div class="line">
            <span>{w.left(left.length)}</span>
            <Btn kind="main" icon="sync" locked={busy} onClick={() => void marking.retry()}>
              {busy ? w.busy : w.retry}
            </Btn>
          </div>
        </>
      ) : null}
    </div>
  );
}
