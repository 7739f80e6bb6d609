/** Spot checks: draw at random, ask again, note what came of it; how many of those asked about are right. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import type { TransportFailure } from '../../sync/contract';
import { Btn, Chip } from '../../ui/buttons';
import { Chips } from '../../ui/choices';
import { Field, Said } from '../../ui/fields';
import { count, percent } from '../../ui/format';
import { Banner, Empty, State, type StateKind } from '../../ui/marks';
import { useDesk } from '../context';
import { usePages } from '../list-pages';
import { ListTrouble } from '../list-trouble';
import { Refused } from '../refused';
import { TakeFile } from '../taking/take-file';
import { when } from '../when';
import { readWhole } from '../whole';
import { dayOfPerson } from './address';
import { drawnText, useDrawing } from './drawing';
import { useFilter, WhereAndWhen } from './filters';
import { MoreOf } from './records';
import { RecordFacts, useShort } from './row';
import {
  type Check,
  type CheckResult,
  type ChecksPage,
  checksFile,
  listChecks,
  putCheck,
  results,
  type Span,
  type Summary,
} from './wire';
import { reviewWords } from './words';

const MOST = 100;

export function SamplesPart() {
  const { session } = useDesk();
  const w = reviewWords.value.samples;
  const { filter, set } = useFilter('samples');
  const open = useSignal(true);
  const span: Span = { area: filter.area, since: filter.since, until: filter.until };
  const key = JSON.stringify([span, open.value]);
  const list = usePages<ChecksPage>(key, (after) =>
    listChecks(session.transport, { ...span, open: open.value }, after),
  );
  const summary = list.page?.summary ?? null;
  return (
    <>
      <div class="cols">
        <DrawForm
          span={span}
          filters={<WhereAndWhen filter={filter} set={set} />}
          onDrawn={() => {
            open.value = true;
            list.reload();
          }}
        />
        {summary ? (
          <SummaryCard summary={summary} />
        ) : list.failure ? null : (
          <div class="card c5 block" />
        )}
      </div>
      <ListTrouble list={list} />
      <section class="card stack" aria-busy={list.busy}>
        <div class="card-head">
          <div>
            <h2>{w.list}</h2>
            <p class="src">{w.how}</p>
          </div>
          <fieldset class="line">
            <legend class="sr">{w.which}</legend>
            <Chip
              on={open.value}
              onClick={() => {
                open.value = true;
              }}
            >
              {w.onlyOpen}
            </Chip>
            <Chip
              on={!open.value}
              onClick={() => {
                open.value = false;
              }}
            >
              {w.every}
            </Chip>
          </fieldset>
        </div>
        {list.items === null ? null : list.items.length === 0 ? (
          <Empty icon="check2" title={summary?.drawn ? w.emptyOpen : w.empty} text={w.emptyText} />
        ) : (
          <>
            <TakeFile path={(kind) => checksFile({ ...span, open: open.value }, kind)} />
            <ul class="rows">
              {list.items.map((check) => (
                <CheckRow key={check.id} check={check} onSaved={list.reload} />
              ))}
            </ul>
            <MoreOf list={list} />
          </>
        )}
      </section>
    </>
  );
}

function DrawForm(props: {
  span: Span;
  filters: ReturnType<typeof WhereAndWhen>;
  onDrawn: () => void;
}) {
  const w = reviewWords.value.samples;
  const many = useSignal('20');
  const wrong = useSignal(false);
  const drawing = useDrawing();
  const number = readWhole(many.value, MOST);
  const go = async () => {
    wrong.value = number === null || number < 1;
    if (number === null || number < 1) document.getElementById('draw-many')?.focus();
    else if (await drawing.draw(number, props.span)) props.onDrawn();
  };
  return (
    <form
      class="card c7 stack no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <h2>{w.title}</h2>
      <p class="hint">{w.hint}</p>
      <div class="form-grid">
        {props.filters}
        <Field
          id="draw-many"
          label={w.many}
          value={many.value}
          inputMode="numeric"
          maxLength={3}
          error={wrong.value ? w.needMany : null}
          onInput={(text) => {
            many.value = text;
            wrong.value = false;
          }}
        />
      </div>
      <Refused failure={drawing.failure} />
      <div role="status">
        {drawing.drawn ? (
          <Banner kind="info" icon="info">
            {drawnText(drawing.drawn)}
          </Banner>
        ) : null}
      </div>
      <div>
        <Btn kind="main" type="submit" locked={drawing.busy}>
          {drawing.busy ? w.drawing : w.draw(number ?? 0)}
        </Btn>
      </div>
    </form>
  );
}

/** Those that could not be reached are in neither number of the share. */
export function askedAbout({ confirmed, wrong }: Summary): number {
  return confirmed + wrong;
}

function SummaryCard({ summary }: { summary: Summary }) {
  const w = reviewWords.value.samples;
  const asked = askedAbout(summary);
  const rate = percent(summary.confirmed, asked);
  return (
    <section class="card c5 stack" data-summary>
      <h2>{w.summary}</h2>
      <p class="strong">{rate ? w.share(summary.confirmed, asked, rate) : w.noShare}</p>
      <div class="stats">
        {(['drawn', 'open', ...results] as const).map((name) => (
          <div key={name} class="stat" data-count={name}>
            <b>{count(summary[name])}</b>
            <span>{w.counts[name]}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

const kindOf: Record<CheckResult, { kind: StateKind; icon: 'check2' | 'cross' | 'no' }> = {
  confirmed: { kind: 'ok', icon: 'check2' },
  wrong: { kind: 'bad', icon: 'cross' },
  unreachable: { kind: 'none', icon: 'no' },
};

function CheckRow({ check, onSaved }: { check: Check; onSaved: () => void }) {
  const { session } = useDesk();
  const w = reviewWords.value.samples;
  const tz = session.device.campaign.tz;
  const short = useShort()(check.record);
  const result = useSignal<CheckResult | null>(check.result);
  const word = useSignal(check.word ?? '');
  const missing = useSignal(false);
  const busy = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  const changed = result.value !== check.result || word.value.trim() !== (check.word ?? '');
  const save = async () => {
    missing.value = result.value === null;
    if (result.value === null || busy.value) return;
    busy.value = true;
    const reply = await putCheck(session.transport, check.id, result.value, word.value.trim());
    busy.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (reply.ok) onSaved();
  };
  const mark = check.result ? kindOf[check.result] : null;
  return (
    <li class="stack-2 sample-row">
      <div class="check-row check-row-3">
        <RecordFacts record={check.record} linked="day">
          <State kind={mark?.kind ?? 'wait'} icon={mark?.icon ?? 'clock'}>
            {check.result ? w.results[check.result] : w.open}
          </State>
        </RecordFacts>
      </div>
      <form
        class="sample-form"
        aria-label={short}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div>
          <Chips
            label={w.result}
            choices={results.map((one) => ({ value: one, text: w.results[one] }))}
            value={result.value}
            onChoose={(one) => {
              result.value = one;
              missing.value = false;
            }}
          />
          {missing.value ? <Said kind="bad">{w.needResult}</Said> : null}
        </div>
        <Field
          label={w.word}
          value={word.value}
          maxLength={280}
          onInput={(text) => {
            word.value = text;
          }}
        />
        <Btn
          type="submit"
          kind={changed ? 'main' : undefined}
          locked={busy.value || (check.result !== null && !changed)}
        >
          {changed || check.result === null ? w.save : w.saved}
          <span class="sr"> {short}</span>
        </Btn>
      </form>
      <Refused failure={failed.value} />
      <p class="src">
        {w.drawnBy(check.drawnBy, when(check.drawnAt, tz))}
        {check.checkedBy && check.checkedAt
          ? ` · ${w.by(check.checkedBy, when(check.checkedAt, tz))}`
          : ''}
      </p>
      {check.result === 'wrong' && check.record.review?.verdict !== 'void' ? (
        <p class="sm">
          {w.toVoid}{' '}
          <a href={dayOfPerson(check.record.person, dayOf(check.record.eff, tz))}>{w.openRecord}</a>
        </p>
      ) : null}
    </li>
  );
}
