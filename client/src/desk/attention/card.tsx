/** One op that waits: why, from whom, what it says, and the raw text for those who want it. */
import type { ComponentChildren } from 'preact';
import { State } from '../../ui/marks';
import { useDesk } from '../context';
import { when } from '../when';
import { factsOf, rawOf } from './plain';
import type { Waiting } from './wire';
import { attentionWords } from './words';

/** The code at which a person on the telephone knows which one is meant. */
export function shortId(one: Waiting): string {
  const id = (one.opId ?? one.id).replace(/-/g, '').toUpperCase();
  return `${id.slice(-6, -2)}-${id.slice(-2)}`;
}

/** Why it waits, for staff; a code that came later than this page is told in the server's words. */
export function whyOf(one: Waiting): { title: string; text: string } {
  const w = attentionWords.value;
  const known: Partial<Record<string, { title: string; text: string }>> = w.why;
  return known[one.code.replace('.', '_')] ?? { title: one.message, text: w.what[one.status] };
}

export function WaitingCard(props: {
  one: Waiting;
  on: boolean;
  onPick: (on: boolean) => void;
  children: ComponentChildren;
}) {
  const { one } = props;
  const { session, directory, area } = useDesk();
  const w = attentionWords.value;
  const tz = session.device.campaign.tz;
  const why = whyOf(one);
  const told = factsOf(one.sent, directory.value);
  const place = one.area ? (area(one.area)?.name ?? one.area) : w.noPlace;
  return (
    <li class="card waiting-card" data-on={props.on ? '' : undefined}>
      <div class="waiting-head">
        <label class="check-pick">
          <input
            type="checkbox"
            checked={props.on}
            aria-label={w.pick(one.personName, why.title)}
            onChange={(event) => props.onPick(event.currentTarget.checked)}
          />
        </label>
        <div class="stack-1">
          <h2>{why.title}</h2>
          <p>
            <b>{one.personName}</b> · {place}
          </p>
          <p class="src">
            <time dateTime={one.receivedAt}>{w.received(when(one.receivedAt, tz, true))}</time>
          </p>
        </div>
        <State
          kind={one.status === 'held' ? 'wait' : 'bad'}
          icon={one.status === 'held' ? 'held' : 'alert'}
        >
          {w.statuses[one.status]}
        </State>
      </div>
      {told.length ? (
        <dl class="waiting-facts">
          {told.map(({ fact, value }) => (
            <div key={fact}>
              <dt>{w.facts[fact]}</dt>
              <dd>
                {fact === 'happenedAt' && !Number.isNaN(Date.parse(value))
                  ? when(value, tz, true)
                  : value}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p class="sm muted">{why.text}</p>
      <details>
        <summary>{w.raw}</summary>
        {one.sent ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          <pre class="scroll raw" tabIndex={0}>
            {rawOf(one.sent)}
          </pre>
        ) : (
          <p>{w.noRaw}</p>
        )}
        <p class="src">
          {w.code(one.code, shortId(one))}
          {one.detail ? ` · ${one.detail}` : ''}
        </p>
      </details>
      {props.children}
    </li>
  );
}
