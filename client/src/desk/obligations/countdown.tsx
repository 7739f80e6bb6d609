/** How long until the due instant that the page is about, and how its squares stand. */
import { instantOf } from '../../core/day';
import type { Order } from '../../sync/protocol-obligations';
import { count, hour } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { words } from '../../ui/language';
import { Sample } from '../../ui/marks';
import { useDesk } from '../context';
import {
  type Column,
  nextDue,
  nextReminder,
  type Row,
  type Sign,
  squaresIn,
  tallyOf,
} from './grid';
import { useServerClock } from './live';
import { Mark } from './mark';
import { dueText, moment, span } from './times';
import { obligationWords, titleOf } from './words';

export function Countdown(props: {
  column: Column;
  orders: readonly Order[];
  rows: readonly Row[];
  serverNow: string;
  tz: string;
}) {
  const { column, tz } = props;
  const squares = squaresIn(props.rows, column.key);
  const reminder = nextReminder(squares);
  // Past and complete is no alarm.
  const over = squares.some((one) => one.status === 'missing');
  const w = obligationWords.value;
  const now = useServerClock(props.serverNow);
  const at = instantOf(now);
  const due = nextDue(column, at);
  const last = column.dueAts[column.dueAts.length - 1];
  const shown = due ?? last;
  const names = column.obligations.map((code) => titleOf(props.orders, code));
  return (
    <section
      class={`card c4 due-card${due ? '' : over ? ' due-over' : ' due-done'}`}
      aria-label={w.countdown.label}
    >
      <p class="sm">
        {names.join(', ')}
        {shown ? `, ${dueText(shown, tz)}` : null}
      </p>
      <p class="due-left" role="timer">
        {due ? span(Date.parse(due) - now) : w.countdown.over}
      </p>
      {due || !last || !over ? null : (
        <p class="sm">{w.countdown.overBy(span(now - Date.parse(last)))}</p>
      )}
      <p class="sm">
        {w.countdown.server(
          `${hour(at, tz)}:${String(Math.floor(now / 1000) % 60).padStart(2, '0')}`,
        )}
      </p>
      {reminder ? (
        <p class="sm line">
          <Icon name="bell" size="sm" />
          {w.countdown.reminder(moment(reminder, at, tz))}
        </p>
      ) : null}
    </section>
  );
}

const order: readonly Sign[] = ['sent', 'zero', 'excused', 'late', 'returned', 'open', 'missing'];

/** The column's squares by sign, and a bar of how many have sent. */
export function Tally({ column, rows }: { column: Column; rows: readonly Row[] }) {
  const { session } = useDesk();
  const w = obligationWords.value;
  const squares = squaresIn(rows, column.key);
  const tally = tallyOf(squares);
  const all = squares.length;
  const sent = all - tally.open - tally.missing - tally.returned;
  return (
    <section class="card c8">
      <div class="card-head">
        <h2>{w.stats.title(all)}</h2>
        {session.device.campaign.sample ? <Sample>{words.value.sample}</Sample> : null}
      </div>
      <ul class="stats">
        {order
          .filter((sign) => tally[sign] > 0 || sign === 'sent' || sign === 'late')
          .map((sign) => (
            <li class="stat" key={sign} data-sign={sign}>
              <b>
                <Mark kind={sign} />
                {count(tally[sign])}
              </b>
              <span aria-hidden="true">{w.signs[sign]}</span>
            </li>
          ))}
      </ul>
      <div class="bar" role="img" aria-label={w.stats.bar(sent, all)}>
        <i ref={(bar) => bar?.style.setProperty('width', `${all ? (100 * sent) / all : 0}%`)} />
      </div>
      <p class="src">{w.stats.bar(sent, all)}</p>
    </section>
  );
}
