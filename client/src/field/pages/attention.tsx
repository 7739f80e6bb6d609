/**
 * 05: records that need a person. The green line first: the rest still goes, nothing is lost.
 * Promises: each problem is one sentence of fact and one of what to do; "Sửa" opens the very field.
 */
import { useSignal } from '@preact/signals';
import type { FieldRecord } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { hour, namedDay } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { nameOf } from '../../ui/language';
import { Banner, Empty } from '../../ui/marks';
import { Kv, Problem } from '../../ui/rows';
import { trouble } from '../../ui/trouble';
import { answerOf } from '../answers';
import { useField } from '../context';
import { Actions, Pair } from '../foot';
import { stepTo } from '../history';
import { Screen } from '../shell';
import { useStored } from '../stored';
import { Failed } from '../trouble';
import { HandOver } from './leave/hand-over';
import { problemOf, shortCode } from './record';
import { pageWords } from './words';

const shown = 50;

/** The field that a code is about, where it is one that the form can open. */
const fieldOf: Record<string, 'area' | 'outcome' | 'note' | 'number'> = {
  'area.unknown': 'area',
  'area.out_of_scope': 'area',
  'outcome.unknown': 'outcome',
  'op.too_large': 'note',
  'phone.invalid': 'number',
  'phone.no_consent': 'number',
};

export function AttentionScreen() {
  const { store } = useField();
  const w = pageWords.value;
  const found = useStored(() => store.listRecords({ state: 'attention', limit: shown }))?.records;
  return (
    <Screen
      title={w.attention.title}
      back="/so"
      aside={found?.length ? <span class="muted sm">{w.list.count(found.length)}</span> : undefined}
    >
      {found === undefined ? null : found.length === 0 ? (
        <Empty icon="check2" title={w.attention.empty} text={w.attention.emptyText} />
      ) : (
        <Banner kind="ok" icon="check2">
          <p>{w.attention.fine}</p>
        </Banner>
      )}
      <HandOver />
      {found?.map((record) => (
        <AttentionCase key={record.recordId} record={record} />
      ))}
    </Screen>
  );
}

function AttentionCase({ record }: { record: FieldRecord }) {
  const field = useField();
  const { visit, store } = field;
  const failed = useSignal<string | null>(null);
  const w = pageWords.value;
  const problem = problemOf(record) ?? trouble('op.unreadable');
  const outcome = field.outcome(record.outcome);
  const place = field.areas.value.byCode.get(record.area);
  const about = fieldOf[record.receipt?.code ?? ''];
  const code = shortCode(record.recordId);
  const marked = (text: string, mine: boolean) =>
    mine ? (
      <span class="said-bad">
        <Icon name="alert" size="sm" /> {text} <span class="sr">({w.attention.field})</span>
      </span>
    ) : (
      text
    );

  const edit = () => {
    visit.correct(record, outcome ? answerOf(outcome.group) : 'failed');
    stepTo(null);
    stepTo('reasons');
    // The hamlet lies over the rest: once it is chosen, only "Lưu" is left to tap.
    if (about === 'area') stepTo('place');
  };
  const withdraw = async () => {
    const done = await store.withdrawRecord(record.recordId);
    failed.value = done.ok ? null : done.error.code;
  };
  const ask = () => {
    const text = w.attention.askText(code, problem.title);
    if (navigator.share) void navigator.share({ text }).catch(() => undefined);
    else void navigator.clipboard?.writeText(text);
  };

  return (
    <Problem title={problem.title} text={problem.text}>
      {failed.value ? <Failed code={failed.value} /> : null}
      <Kv
        facts={[
          {
            term: w.record.when,
            value: `${hour(record.happenedAt, field.tz)}, ${namedDay(record.day)}`,
          },
          {
            term: w.record.result,
            value: marked(
              `${outcome ? nameOf(outcome) : record.outcome} · ${w.modes[record.mode]}`,
              about === 'outcome',
            ),
          },
          { term: w.record.area, value: marked(place?.name ?? record.area, about === 'area') },
          about === 'note' ? { term: w.record.note, value: marked(record.note ?? '', true) } : null,
          about === 'number'
            ? { term: w.record.number, value: marked(w.record.hasNumber, true) }
            : null,
          { term: w.record.code, value: code },
        ]}
      />
      <Actions>
        <p class="sm muted">{w.attention.code(code)}</p>
        <Pair>
          <Btn onClick={() => void withdraw()}>{w.record.withdraw}</Btn>
          <Btn icon="share" onClick={ask}>
            {w.attention.ask}
          </Btn>
        </Pair>
        <Btn kind="main" size="big" icon="edit" onClick={edit}>
          {w.record.edit}
        </Btn>
      </Actions>
    </Problem>
  );
}
