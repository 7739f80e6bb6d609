/**
 * One record: all that the phone knows of it, and the ways to correct or withdraw it.
 * Promises: withdrawing can be undone on the spot; nothing is deleted.
 */
import { useSignal } from '@preact/signals';
import type { FieldRecord } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { hour, namedDay } from '../../ui/format';
import { nameOf } from '../../ui/language';
import { Banner, Empty } from '../../ui/marks';
import { Kv, Problem } from '../../ui/rows';
import { trouble } from '../../ui/trouble';
import { answerOf } from '../answers';
import { type Field, useField } from '../context';
import { Actions, Pair } from '../foot';
import { stepTo } from '../history';
import { Screen } from '../shell';
import { useRecord } from '../stored';
import { Failed } from '../trouble';
import { RecordMark, receivedAt } from './list';
import { pageWords } from './words';

/** A short code that people can read out: the end of the id, where it is random. */
export function shortCode(recordId: string): string {
  const tail = recordId.replace(/-/g, '').slice(-6).toUpperCase();
  return `${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** Why a record needs a person, as title and advice; null when it does not. */
export function problemOf(record: FieldRecord): { title: string; text: string } | null {
  if (record.state !== 'attention' || !record.receipt) return null;
  return trouble(record.receipt.code ?? 'op.unreadable');
}

export function RecordScreen({ recordId }: { recordId: string }) {
  const { visit, store, outcome } = useField();
  const w = pageWords.value;
  const record = useRecord(recordId);
  const failed = useSignal<string | null>(null);

  if (record === undefined)
    return (
      <Screen title={w.record.title} back="/so">
        {null}
      </Screen>
    );
  if (record === null) {
    return (
      <Screen title={w.record.title} back="/so">
        <Empty
          icon="list"
          title={trouble('record.unknown').title}
          text={trouble('record.unknown').text}
        >
          <Btn href="/so">{w.list.title}</Btn>
        </Empty>
      </Screen>
    );
  }

  const result = outcome(record.outcome);
  const edit = (answer = result ? answerOf(result.group) : null) => {
    if (!answer) return;
    visit.correct(record, answer);
    stepTo(null);
    stepTo('reasons');
  };
  const keep = (doing: Promise<{ ok: boolean; error?: { code: string } }>) =>
    doing.then((done) => {
      failed.value = done.ok ? null : (done.error?.code ?? null);
    });
  const problem = problemOf(record);

  return (
    <Screen
      title={w.record.title}
      back="/so"
      actions={
        record.void ? (
          <Actions>
            <Btn
              kind="main"
              size="big"
              icon="undo"
              onClick={() => void keep(store.correctRecord(recordId, { void: false }))}
            >
              {w.record.restore}
            </Btn>
          </Actions>
        ) : (
          <Actions>
            {result?.group === 'partial' || result?.group === 'blocked' ? (
              <Btn size="big" icon="check" onClick={() => edit('done')}>
                {w.record.done}
              </Btn>
            ) : null}
            <Pair>
              <Btn onClick={() => void keep(store.withdrawRecord(recordId))}>
                {w.record.withdraw}
              </Btn>
              <Btn kind="main" icon="edit" onClick={() => edit()}>
                {w.record.edit}
              </Btn>
            </Pair>
          </Actions>
        )
      }
    >
      {failed.value ? <Failed code={failed.value} /> : null}
      {record.void ? (
        <Banner kind="info" icon="undo" now>
          {w.record.withdrawn}
        </Banner>
      ) : null}
      {record.review?.verdict === 'void' ? (
        <Problem title={trouble('review.void').title} text={trouble('review.void').text} />
      ) : null}
      {problem ? <Problem {...problem} /> : null}
      <RecordFacts record={record} />
    </Screen>
  );
}

/** The outcome in words, or its code where the list no longer has it. */
function resultName(field: Field, record: FieldRecord): string {
  const outcome = field.outcome(record.outcome);
  return outcome ? nameOf(outcome) : record.outcome;
}

export function RecordFacts({ record }: { record: FieldRecord }) {
  const field = useField();
  const w = pageWords.value;
  const place = field.areas.value.byCode.get(record.area);
  return (
    <Kv
      facts={[
        { term: w.record.state, value: <RecordMark record={record} /> },
        { term: w.record.result, value: resultName(field, record) },
        {
          term: w.record.when,
          value: `${hour(record.happenedAt, field.tz)}, ${namedDay(record.day)}`,
        },
        { term: w.record.mode, value: w.modes[record.mode] },
        {
          term: w.record.area,
          value: [place?.name ?? record.area, place?.above].filter(Boolean).join(', '),
        },
        record.revisitOn ? { term: w.record.revisit, value: namedDay(record.revisitOn) } : null,
        record.note ? { term: w.record.note, value: record.note } : null,
        { term: w.record.number, value: record.hasNumber ? w.record.hasNumber : w.record.noNumber },
        record.receipt
          ? { term: w.record.received, value: receivedAt(field, record.receipt.receivedAt) }
          : null,
        record.review
          ? {
              term: w.record.review,
              value: record.review.verdict === 'ok' ? w.record.reviewOk : w.record.reviewVoid,
            }
          : null,
        record.review?.reason ? { term: w.record.reason, value: record.review.reason } : null,
        { term: w.record.code, value: shortCode(record.recordId) },
      ]}
    />
  );
}
