/**
 * The notification of a breach: a clock of 72 hours, what to do at once, and a text begun with what is known.
 * Promises: nothing that is typed here is kept or sent.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dayOf, instantOf, msOf } from '../../core/day';
import { Btn } from '../../ui/buttons';
import { Field, TextField } from '../../ui/fields';
import { count, hour } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { NotLoaded } from '../refused';
import { DayField } from '../select';
import { instantAt, when } from '../when';
import { readFacts } from './wire';
import { privacyWords } from './words';

const HOUR_MS = 3_600_000;
export const LIMIT_HOURS = 72;

/** Whole hours until (below 0: since) the end of the 72 hours after an instant. */
export function hoursLeft(found: string, now: number): number {
  return Math.floor((msOf(found) + LIMIT_HOURS * HOUR_MS - now) / HOUR_MS);
}

export function BreachPart() {
  const { session } = useDesk();
  const w = privacyWords.value.breach;
  const { tz, name } = session.device.campaign;
  const facts = useLoaded('facts', () => readFacts(session.transport));
  const now = useSignal(Date.now());
  useEffect(() => {
    const turn = setInterval(() => {
      now.value = Date.now();
    }, 30_000);
    return () => clearInterval(turn);
  }, [now]);
  const begun = instantOf(now.peek());
  const day = useSignal(dayOf(begun, tz));
  const time = useSignal(hour(begun, tz).padStart(5, '0'));
  const what = useSignal('');
  const measures = useSignal('');
  const contact = useSignal('');
  const found = instantAt(day.value, time.value.padStart(5, '0'), tz);
  const left = found === null ? null : hoursLeft(found, now.value);
  const due = found === null ? '' : when(instantOf(msOf(found) + LIMIT_HOURS * HOUR_MS), tz, true);
  const lines: [string, string][] = [
    [w.lines.campaign, name],
    [w.lines.found, found === null ? '' : when(found, tz, true)],
    [w.lines.due, due],
    [w.lines.kinds, w.lines.kindsText],
    [
      w.lines.many,
      facts.value
        ? w.many(count(facts.value.numbers), count(facts.value.notes), count(facts.value.people))
        : '',
    ],
    [w.lines.what, what.value.trim()],
    [w.lines.measures, measures.value.trim()],
    [w.lines.contact, contact.value.trim()],
  ];
  return (
    <>
      <section class="card stack no-print">
        <h2>{w.title}</h2>
        <p class="hint">{w.hint}</p>
        <div class="form-grid">
          <DayField
            label={w.day}
            value={day.value}
            onInput={(text) => {
              day.value = text;
            }}
          />
          <Field
            id="breach-time"
            label={w.time}
            hint={w.timeHint}
            value={time.value}
            maxLength={5}
            error={found === null ? w.badTime : null}
            onInput={(text) => {
              time.value = text;
            }}
          />
        </div>
        {left === null ? null : (
          <Banner kind={left < 0 ? 'bad' : left < 24 ? 'late' : 'wait'} icon="clock">
            {left < 0 ? w.over(-left, due) : w.left(left, due)}
          </Banner>
        )}
        <h3>{w.first}</h3>
        <ol>
          {w.steps.map((step, at) => (
            <li key={step}>
              {at + 1}. {step}
            </li>
          ))}
        </ol>
        <NotLoaded loaded={facts} />
        {(
          [
            [w.what, what],
            [w.measures, measures],
            [w.contact, contact],
          ] as const
        ).map(([label, typed]) => (
          <TextField
            key={label}
            label={label}
            value={typed.value}
            maxLength={2000}
            onInput={(text) => {
              typed.value = text;
            }}
          />
        ))}
      </section>
      <section class="card stack">
        <h2>{w.notice}</h2>
        <dl class="notice-lines">
          {lines.map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text || w.empty}</dd>
            </div>
          ))}
        </dl>
        <div class="no-print">
          <Btn icon="print" onClick={() => print()}>
            {w.printIt}
          </Btn>
        </div>
      </section>
    </>
  );
}
