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
  const told = factsOf(one.sent, directory.value);
  const place = one.area ? (area(one.area)?.name ?? one.area) : w.noPlace;
  return (
    <li class="card waiting-card" data-on={props.on ? '' : undefined}>
      <div class="waiting-head">
        <label class="check-pick">
          <input
            type="checkbox"
            checked={props.on}
            aria-label={w.pick(one.personName, one.message)}
            onChange={(event) => props.onPick(event.currentTarget.checked)}
          />
        </label>
        <div class="stack-1">
          <h2>{one.message}</h2>
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
          {one.detail ? (
            <div>
              <dt>{w.detail}</dt>
              <dd>{one.detail}</dd>
            </div>
          ) : null}
        </dl>
      ) : null}
      <p class="sm muted">{w.what[one.status]}</p>
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
        <p class="src">{w.code(one.code, shortId(one))}</p>
      </details>
      {props.children}
    </li>
  );
}
