/**
 * 03: saved on the phone. Shown only after the write is durable.
 * Promises: undo and edit stay until the next record; nothing goes away by itself.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { helps } from '../../core/outcome';
import { Btn } from '../../ui/buttons';
import { nameOf } from '../../ui/language';
import { Kv } from '../../ui/rows';
import { answerOf } from '../answers';
import { useField } from '../context';
import { Actions, Pair } from '../foot';
import { stepTo } from '../history';
import { isOffline, Screen } from '../shell';
import { useRecord, useStored } from '../stored';
import { Failed } from '../trouble';
import type { Saved } from '../visit';
import { Doorway } from './doorway';
import { stepWords } from './words';
import '../../ui/css/saved.css';

/** What was logged today: visits that stand, and phones that were helped. */
function useToday() {
  const { store, today, outcome } = useField();
  const day = today.value;
  const records = useStored(() => store.recordsOf(day), [day]);
  if (!records) return null;
  const standing = records.filter((record) => !record.void);
  const done = standing.filter((record) => {
    const found = outcome(record.outcome);
    return found !== null && helps(found.group);
  });
  return { visits: standing.length, done: done.length };
}

export function SavedStep({ saved }: { saved: Saved }) {
  const field = useField();
  const { visit, store, outcome } = field;
  const w = stepWords.value;
  const failed = useSignal<string | null>(null);
  const undone = useSignal(false);
  const tally = useToday();
  const { corrected } = saved;
  const record = useRecord(saved.record.recordId) ?? saved.record;
  const result = outcome(record.outcome);

  useEffect(() => {
    navigator.vibrate?.(20);
  }, []);

  const next = (same: boolean) => {
    if (same) visit.sameHouse();
    else visit.otherHouse();
    stepTo(null, true);
  };
  const undo = async () => {
    const withdrawn = await store.withdrawRecord(record.recordId);
    if (withdrawn.ok) undone.value = true;
    else failed.value = withdrawn.error.code;
  };
  const edit = () => {
    if (!result) return;
    visit.correct(record, answerOf(result.group));
    stepTo('reasons', true);
  };

  return (
    <Screen
      title={undone.value ? w.saved.undone : corrected ? w.saved.corrected : w.saved.title}
      titleHidden
      head={<span class="strong">{w.form.title}</span>}
      actions={
        <Actions>
          {undone.value ? null : (
            <Pair>
              <Btn icon="undo" onClick={() => void undo()}>
                {w.saved.undo}
              </Btn>
              <Btn icon="edit" onClick={edit}>
                {w.saved.edit}
              </Btn>
            </Pair>
          )}
          <Btn size="big" icon="house" onClick={() => next(false)}>
            {w.saved.nextHouse}
          </Btn>
          <Btn kind="main" size="huge" icon="plus" onClick={() => next(true)}>
            <span>
              {w.saved.sameHouse}
              <small>{w.form.machine(undone.value ? saved.machine : saved.next)}</small>
            </span>
          </Btn>
        </Actions>
      }
    >
      {failed.value ? <Failed code={failed.value} /> : null}
      <section class="saved" role="status">
        {undone.value ? null : <Doorway />}
        <p class="title strong">
          {undone.value ? w.saved.undone : corrected ? w.saved.corrected : w.saved.title}
        </p>
        <p class="muted">
          {record.state === 'sent'
            ? w.saved.sent
            : isOffline(field)
              ? w.saved.willSend
              : w.saved.sending}
        </p>
        <Kv
          facts={[
            {
              term: corrected ? w.saved.result : w.form.machine(saved.machine),
              value: result ? nameOf(result) : record.outcome,
            },
            tally
              ? { term: w.saved.today, value: w.saved.todayCount(tally.visits, tally.done) }
              : null,
          ]}
        />
      </section>
    </Screen>
  );
}
