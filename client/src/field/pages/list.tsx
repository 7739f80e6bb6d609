/**
 * 04: my list. Three counts, each from its own store and each a filter; rows by day and hamlet.
 *
 * Rests on the store's pages of 50. Promises: a row says what, when, how, and where it is now, in
 * words; the server's time stands in the row once the server has it.
 */
import { useSignal } from '@preact/signals';
import { addDays, dayOf, weekdayOf } from '../../core/day';
import type { FieldRecord, RecordState } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { Search } from '../../ui/fields';
import { count, hour, namedDay, shortDay } from '../../ui/format';
import { Icon, type IconName } from '../../ui/icon';
import { nameOf } from '../../ui/language';
import { Banner, Empty, Sample, State } from '../../ui/marks';
import { GroupHead, Row, Rows } from '../../ui/rows';
import { iconOf } from '../answers';
import { type Field, useField } from '../context';
import { Actions } from '../foot';
import { Screen } from '../shell';
import { useStored } from '../stored';
import { SendNow } from './send';
import { groupRecords, machinesOf } from './sheet';
import { pageWords } from './words';

const pageSize = 50;

type Span = 'today' | 'week' | 'all';

/** First day of a span; the week starts on Monday. */
function startOf(span: Span, today: string): string | undefined {
  if (span === 'today') return today;
  if (span === 'week') return addDays(today, -((weekdayOf(today) + 6) % 7));
  return undefined;
}

export function ListScreen() {
  const field = useField();
  const { store, today, counts } = field;
  const w = pageWords.value;
  const span = useSignal<Span>('today');
  const state = useSignal<RecordState | null>(null);
  const typed = useSignal('');
  const size = useSignal(pageSize);
  const from = startOf(span.value, today.value);
  const search = typed.value.trim() ? typed.value : null;
  const page = useStored(
    () =>
      store.listRecords({
        limit: size.value,
        ...(from ? { from } : {}),
        ...(state.value ? { state: state.value } : {}),
        ...(search ? { search } : {}),
      }),
    [from, state.value, search, size.value],
  );

  const filter = (next: RecordState) => {
    state.value = state.value === next ? null : next;
    // A count is of all days, so its rows are too.
    span.value = state.value ? 'all' : 'today';
    size.value = pageSize;
  };

  const records = page?.records ?? [];
  return (
    <Screen
      title={w.list.title}
      tab="list"
      actions={
        <Actions slim>
          <SendNow
            beside={
              <Btn icon="share" href="/so/phieu">
                {w.list.receipt}
              </Btn>
            }
          />
        </Actions>
      }
    >
      <LostBanner />
      <Seg
        label={w.list.span}
        choices={[
          { value: 'today', text: w.list.today },
          { value: 'week', text: w.list.week },
          { value: 'all', text: w.list.all },
        ]}
        value={span.value}
        onChoose={(next) => {
          span.value = next;
          size.value = pageSize;
        }}
      />
      <div class="tri">
        <CountButton
          icon="clock"
          n={counts.value?.waiting}
          on={state.value === 'waiting'}
          onClick={() => filter('waiting')}
        >
          {w.list.waiting}
        </CountButton>
        <CountButton
          icon="check2"
          n={counts.value?.sent}
          on={state.value === 'sent'}
          onClick={() => filter('sent')}
        >
          {w.list.sent}
        </CountButton>
        <a href="/so/can-xem" class={counts.value?.attention ? 'tri-bad' : undefined}>
          <b>
            <Icon name="alert" size="sm" />
            {count(counts.value?.attention)}
          </b>
          <span>{w.list.attention}</span>
        </a>
      </div>
      <Btn kind="quiet" icon="bars" href="/so/tien-do">
        {w.list.progress}
      </Btn>
      <Search
        label={w.list.search}
        value={typed.value}
        onInput={(text) => {
          typed.value = text;
          size.value = pageSize;
        }}
      />
      {page === undefined ? null : records.length === 0 ? (
        <NothingHere state={state.value} searched={typed.value.trim() !== ''} />
      ) : (
        <Groups records={records} more={page.next !== null} span={span.value} />
      )}
      {page?.next ? (
        <Btn
          onClick={() => {
            size.value += pageSize;
          }}
        >
          {w.list.more}
        </Btn>
      ) : null}
    </Screen>
  );
}

/** The browser threw its databases away: what came back, until the person has read it. */
function LostBanner() {
  const { store } = useField();
  const w = pageWords.value.list;
  const seen = useSignal(false);
  const lost = useStored(() => store.memory())?.lost ?? null;
  if (lost === null || seen.value) return null;
  const read = () => {
    seen.value = true;
    // Told once more at the next visit to the list, no worse.
    store.remember({ lost: null }).catch(() => undefined);
  };
  return (
    <Banner kind="wait" icon="info">
      {w.lost(lost.waiting)}
      <p>
        <Btn onClick={read}>{w.lostRead}</Btn>
      </p>
    </Banner>
  );
}

function CountButton(props: {
  icon: IconName;
  /** Not known until it was counted. */
  n: number | undefined;
  on: boolean;
  onClick: () => void;
  children: string;
}) {
  return (
    <button type="button" aria-pressed={props.on} onClick={props.onClick}>
      <b>
        <Icon name={props.icon} size="sm" />
        {count(props.n)}
      </b>
      <span>{props.children}</span>
    </button>
  );
}

function NothingHere({ state, searched }: { state: RecordState | null; searched: boolean }) {
  const w = pageWords.value.list;
  if (searched) return <Empty icon="search" title={w.emptyFound} />;
  if (state === 'waiting') return <Empty icon="check2" title={w.emptyWaiting} />;
  if (state === 'sent') return <Empty icon="list" title={w.emptySent} />;
  return (
    <Empty icon="list" title={w.emptyToday} text={w.emptyTodayText}>
      <Btn href="/">{w.log}</Btn>
    </Empty>
  );
}

function Groups({
  records,
  more,
  span,
}: {
  records: readonly FieldRecord[];
  more: boolean;
  span: Span;
}) {
  const field = useField();
  const w = pageWords.value;
  const machines = machinesOf(records, more);
  return (
    <>
      {groupRecords(records).map(({ day, area, records: rows }) => {
        const place = field.areas.value.byCode.get(area)?.name ?? area;
        return (
          <section key={`${day} ${area}`}>
            <GroupHead
              title={
                span === 'today'
                  ? place
                  : `${place}, ${day === field.today.value ? w.list.today.toLocaleLowerCase('vi') : namedDay(day)}`
              }
              aside={
                <>
                  {w.list.count(rows.length)}{' '}
                  {field.device.campaign.sample ? <Sample>{w.sample}</Sample> : null}
                </>
              }
            />
            <Rows>
              {rows.map((record) => (
                <RecordRow
                  key={record.recordId}
                  record={record}
                  machine={machines.get(record.recordId) ?? null}
                />
              ))}
            </Rows>
          </section>
        );
      })}
    </>
  );
}

/** "17:58 · Tại nhà · Máy thứ 2"; the server's time takes the place of the way once it is known. */
function subOf(field: Field, record: FieldRecord, machine: number | null): string {
  const w = pageWords.value;
  const parts = [hour(record.happenedAt, field.tz)];
  if (record.receipt && record.state === 'sent')
    parts.push(w.list.received(receivedAt(field, record.receipt.receivedAt)));
  else parts.push(w.modes[record.mode]);
  if (record.revisitOn) parts.push(w.list.appointment(shortDay(record.revisitOn)));
  else if (machine !== null && record.state !== 'sent') parts.push(w.form.machine(machine));
  return parts.join(' · ');
}

/** The hour, with the day when it is not today. */
export function receivedAt(field: Field, instant: string): string {
  const day = dayOf(instant, field.tz);
  const time = hour(instant, field.tz);
  return day === field.today.value ? time : `${time} ${shortDay(day)}`;
}

export function RecordRow({ record, machine }: { record: FieldRecord; machine: number | null }) {
  const field = useField();
  const outcome = field.outcome(record.outcome);
  return (
    <Row
      icon={iconOf(outcome)}
      href={`/so/${record.recordId}`}
      title={outcome ? nameOf(outcome) : record.outcome}
      sub={subOf(field, record, machine)}
    >
      <RecordMark record={record} />
    </Row>
  );
}

/** Where the record is now: a shape and a word. */
export function RecordMark({ record }: { record: FieldRecord }) {
  const w = pageWords.value.list;
  if (record.state === 'attention') {
    return record.receipt?.status === 'held' ? (
      <State kind="none" icon="held">
        {w.held}
      </State>
    ) : (
      <State kind="bad" icon="alert">
        {w.attention}
      </State>
    );
  }
  if (record.state === 'waiting') {
    return (
      <State kind="wait" icon="clock">
        {w.waiting}
      </State>
    );
  }
  if (record.review) {
    return record.review.verdict === 'void' ? (
      <State kind="bad" icon="alert">
        {w.voided}
      </State>
    ) : (
      <State kind="info" icon="eye">
        {w.checked}
      </State>
    );
  }
  if (record.void) {
    return (
      <State kind="none" icon="undo">
        {w.withdrawn}
      </State>
    );
  }
  return (
    <State kind="ok" icon="check2">
      {w.sent}
    </State>
  );
}
