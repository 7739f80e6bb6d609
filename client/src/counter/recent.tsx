/**
 * What was just tapped, each with its undo, and the counts of the days before.
 *
 * Rests on what the counter has read. Promises: any tap of today can be undone, however many there were.
 */
import { useSignal } from '@preact/signals';
import type { FieldRecord, Outcome } from '../core/types';
import { Btn } from '../ui/buttons';
import { count, hour, namedDay } from '../ui/format';
import { Icon } from '../ui/icon';
import { buttonIcons, buttonIn, daysOf, others } from './tally';
import { buttonName, counterWords } from './words';
import '../ui/css/table.css';
import '../ui/css/rows.css';

export function Recent(props: {
  /** Today's taps that were not undone, newest first. */
  standing: readonly FieldRecord[];
  /** Those of the days before. */
  before: readonly FieldRecord[];
  outcomes: readonly Outcome[];
  tz: string;
  onUndo: (recordId: string) => void;
}) {
  const { standing, outcomes, tz, onUndo } = props;
  const w = counterWords.value;
  const all = useSignal(false);
  const before = daysOf(props.before, outcomes);
  const shown = all.value ? standing : standing.slice(0, 5);
  return (
    <section class="recent">
      <h2 class="group-head">{w.recent}</h2>
      {standing.length === 0 ? <p class="muted">{w.nothing}</p> : null}
      <ul class="rows">
        {shown.map((record) => {
          const button = buttonIn(outcomes, record);
          const time = hour(record.happenedAt, tz);
          return (
            <li key={record.recordId} class="row">
              <Icon name={buttonIcons[button]} />
              <span>
                <span class="row-title">{buttonName(button)}</span>
                <span class="row-sub">{time}</span>
              </span>
              <button
                type="button"
                class="btn btn-quiet"
                aria-label={w.undoThat(time, buttonName(button))}
                onClick={() => onUndo(record.recordId)}
              >
                {w.undo}
              </button>
            </li>
          );
        })}
      </ul>
      {standing.length > shown.length ? (
        <Btn
          onClick={() => {
            all.value = true;
          }}
        >
          {w.more}
        </Btn>
      ) : null}
      {before.length ? (
        <>
          <h2 class="group-head">{w.days}</h2>
          <table class="t">
            <thead>
              <tr>
                <th>{w.day}</th>
                <th class="num">{w.helpedShort}</th>
                {others.map((button) => (
                  <th key={button} class="num">
                    {w[button]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {before.map(({ day, tally }) => (
                <tr key={day}>
                  <th scope="row">{namedDay(day)}</th>
                  <td class="num">{count(tally.helped)}</td>
                  {others.map((button) => (
                    <td key={button} class="num">
                      {count(tally[button])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </section>
  );
}
