/**
 * Moving one due instant, of all units or of one, with a reason; and the list of those that were moved.
 * Promises: nothing is sent without a reason; the sentence below the fields says from when on it is late.
 */
import { useSignal } from '@preact/signals';
import { addDays, dayOf } from '../../core/day';
import type { TransportFailure } from '../../sync/contract';
import { askBoard, moveDue } from '../../sync/obligations';
import type { Board, Square } from '../../sync/protocol-obligations';
import { Btn } from '../../ui/buttons';
import { Field, Said } from '../../ui/fields';
import { hour, namedDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { NotLoaded, Refused } from '../refused';
import { DayField, Select } from '../select';
import { dueShort, dueText, instantAt, moment } from './times';
import { obligationWords, titleOf } from './words';

/** What may be moved: each obligation and period once, with the due instant that was ordered. */
export function movable(
  board: Board,
): { key: string; obligation: string; period: string; ordered: string; squares: Square[] }[] {
  const found = new Map<string, ReturnType<typeof movable>[number]>();
  for (const square of board.squares) {
    const ordered = square.moved ? square.moved.fromAt : square.dueAt;
    if (ordered === null) continue;
    const key = `${square.obligation}|${square.period}`;
    const one = found.get(key) ?? {
      key,
      obligation: square.obligation,
      period: square.period,
      ordered,
      squares: [],
    };
    one.squares.push(square);
    found.set(key, one);
  }
  return [...found.values()].sort((one, other) => one.ordered.localeCompare(other.ordered));
}

type FormProps = {
  tz: string;
  /** The column that the page is about, as obligation and period. */
  first: string | null;
  onMoved: (said: string) => void;
  onShut: () => void;
};

export function MoveForm(props: FormProps) {
  const { session } = useDesk();
  const loaded = useLoaded('ahead', () => askBoard(session.transport, true));
  const { value, problem } = loaded;
  if (!value) {
    return problem ? (
      <NotLoaded loaded={loaded} />
    ) : (
      <div class="card block late" aria-hidden="true" />
    );
  }
  return <Form {...props} board={value} />;
}

function Form({ board, tz, first, onMoved, onShut }: FormProps & { board: Board }) {
  const { session } = useDesk();
  const w = obligationWords.value.move;
  const choices = movable(board);
  const which = useSignal(choices.find((one) => one.key === first)?.key ?? choices[0]?.key ?? '');
  const chosen = choices.find((one) => one.key === which.value);
  const ordered = chosen?.ordered ?? board.serverNow;
  const whose = useSignal('');
  const day = useSignal(addDays(dayOf(ordered, tz), 1));
  const time = useSignal(hour(ordered, tz));
  const reason = useSignal('');
  const faults = useSignal<{ reason?: string; time?: string }>({});
  const failure = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const dueAt = instantAt(day.value, time.value, tz);

  const send = async (to: string | null) => {
    if (!chosen || busy.value) return;
    faults.value = {
      ...(reason.value.trim() ? {} : { reason: w.needReason }),
      ...(to === '' ? { time: w.needTime } : {}),
    };
    if (faults.value.reason || faults.value.time) return;
    busy.value = true;
    const reply = await moveDue(session.transport, {
      obligation: chosen.obligation,
      period: chosen.period,
      dueAt: to,
      reason: reason.value.trim(),
      organisation: whose.value || null,
    });
    busy.value = false;
    failure.value = reply.ok ? null : reply.error;
    if (reply.ok) onMoved(to === null ? w.putBack : w.done(dueText(to, tz)));
  };

  return (
    <form
      class="card stack"
      aria-label={w.title}
      onSubmit={(event) => {
        event.preventDefault();
        void send(dueAt ?? '');
      }}
    >
      <div>
        <h2>{w.title}</h2>
        <p class="muted sm">{w.lead}</p>
      </div>
      <Refused failure={failure.value} />
      <div class="form-grid">
        <Select
          label={w.which}
          value={which.value}
          options={choices.map((one) => ({
            value: one.key,
            text: `${titleOf(board.orders, one.obligation)}: ${dueShort(one.ordered, tz)}`,
          }))}
          onChoose={(key) => {
            which.value = key;
            whose.value = '';
            const next = choices.find((one) => one.key === key)?.ordered;
            if (!next) return;
            day.value = addDays(dayOf(next, tz), 1);
            time.value = hour(next, tz);
          }}
        />
        <Select
          label={w.whose}
          value={whose.value}
          empty={w.everybody}
          options={(chosen?.squares ?? []).map((one) => ({
            value: one.unit.code,
            text: one.unit.name,
          }))}
          onChoose={(code) => {
            whose.value = code;
          }}
        />
        <DayField
          label={w.day}
          value={day.value}
          error={faults.value.time ?? null}
          onInput={(next) => {
            day.value = next;
          }}
        />
        <TimeField
          label={w.time}
          value={time.value}
          onInput={(next) => {
            time.value = next;
          }}
        />
      </div>
      {dueAt ? <Said kind="wait">{w.says(namedDay(day.value, true), time.value)}</Said> : null}
      <Field
        label={w.reason}
        hint={w.reasonHint}
        value={reason.value}
        maxLength={300}
        error={faults.value.reason ?? null}
        onInput={(next) => {
          reason.value = next;
        }}
      />
      <div class="line">
        <Btn kind="main" type="submit" locked={busy.value}>
          {busy.value ? w.busy : w.submit}
        </Btn>
        {chosen?.squares.some((one) => one.moved) ? (
          <Btn icon="undo" onClick={() => void send(null)}>
            {w.back}
          </Btn>
        ) : null}
        <Btn kind="quiet" onClick={onShut}>
          {w.cancel}
        </Btn>
      </div>
    </form>
  );
}

function TimeField(props: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <label>
      <span class="label">{props.label}</span>
      <input
        class="input"
        type="time"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}

/** Each move that stands, once: of everybody, or of one unit. */
export function MovedList({ board, tz }: { board: Board; tz: string }) {
  const w = obligationWords.value.move;
  const lines = new Map<string, Square>();
  for (const square of board.squares) {
    if (!square.moved) continue;
    const whose = square.moved.everybody ? '' : square.unit.code;
    lines.set(`${square.obligation}|${square.period}|${whose}`, square);
  }
  if (lines.size === 0) return null;
  return (
    <section class="card">
      <h2>{w.list}</h2>
      <ul class="plain moved">
        {[...lines].map(([key, square]) =>
          square.moved ? (
            <li key={key}>
              <b>
                {w.line(
                  titleOf(board.orders, square.obligation),
                  square.moved.fromAt ? dueShort(square.moved.fromAt, tz) : '–',
                  dueText(square.moved.dueAt, tz),
                )}
                {square.moved.everybody ? '' : ` (${w.one(square.unit.name)})`}
              </b>
              <span>{square.moved.reason}</span>
              <span class="muted">
                {w.by(square.moved.by, moment(square.moved.at, board.serverNow, tz))}
              </span>
            </li>
          ) : null,
        )}
      </ul>
    </section>
  );
}

export function MovedNotice({ said }: { said: string | null }) {
  return said ? (
    <Banner kind="ok" icon="check2" now>
      {said}
    </Banner>
  ) : null;
}
