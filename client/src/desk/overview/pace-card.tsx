/** Pace towards the targets of a place, the official one first. Rests on goals and pace. */
import { count, decimal, fullDay } from '../../ui/format';
import { Sample, State } from '../../ui/marks';
import type { Aim } from './goals';
import { overviewWords } from './words';

function Standing({ aim }: { aim: Aim }) {
  const w = overviewWords.value.pace;
  const { pace } = aim;
  if (!pace) return null;
  if (pace.missing === 0)
    return (
      <State kind="ok" icon="check2">
        {w.reached}
      </State>
    );
  if (pace.stale)
    return (
      <State kind="none" icon="info">
        {w.stale}
      </State>
    );
  return pace.ahead >= 0 ? (
    <State kind="ok" icon="check2">
      {w.ahead}
    </State>
  ) : (
    <State kind="late" icon="clockwarn">
      {w.behind}
    </State>
  );
}

/** When it will be reached, or why that cannot be told. */
function outlook({ pace, of }: Aim): string | null {
  const w = overviewWords.value.pace;
  if (!pace || pace.missing === 0 || pace.aboveCeiling) return null;
  if (pace.forecast) return w.forecast(fullDay(pace.forecast));
  if (pace.far) return w.farForecast;
  return pace.rate === null && of === 'installed' ? w.oneFigure : w.noForecast;
}

function ceilingText({ pace, ceiling }: Aim): string {
  const w = overviewWords.value.pace;
  if (ceiling === null) return w.noCeiling;
  return pace?.aboveCeiling ? w.aboveCeiling(count(ceiling)) : w.ceiling(count(ceiling));
}

function Details({ aim }: { aim: Aim }) {
  const w = overviewWords.value.pace;
  const { target, pace } = aim;
  const goal = w.goal(
    count(target.value),
    aim.of === 'installed' ? w.installed : w.unique,
    fullDay(target.deadline),
  );
  return (
    <>
      {pace ? (
        <div class="stats stats-two">
          <div class="stat">
            <b data-pace="done">{count(pace.done)}</b>
            <span>{w.done(fullDay(pace.on))}</span>
          </div>
          <div class="stat">
            <b data-pace="expected">{count(pace.expected)}</b>
            <span>{w.expected(fullDay(pace.expectedOn))}</span>
          </div>
          <div class="stat">
            <b data-pace="needed">{pace.needed === null ? '–' : count(pace.needed)}</b>
            <span>{pace.needed === null ? w.over : w.needed(fullDay(target.deadline))}</span>
          </div>
          <div class="stat">
            <b data-pace="rate">
              {pace.rate === null ? '–' : decimal(pace.rate, pace.rate < 10 ? 1 : 0)}
            </b>
            <span>{pace.rate === null ? w.noRate : w.rate}</span>
          </div>
        </div>
      ) : (
        <p class="sm">{w.noFigure}</p>
      )}
      <p class="src">
        {goal} {pace && pace.missing > 0 ? w.missing(count(pace.missing)) : ''} {outlook(aim)}{' '}
        {ceilingText(aim)} {target.source ? `${target.source}.` : ''}{' '}
        {target.sample ? <Sample>{w.sample}</Sample> : null}
      </p>
    </>
  );
}

export function PaceCard(props: {
  /** Null while not known: that there is no target is said only when it is. */
  aims: readonly Aim[] | null;
  failed: boolean;
  mayset: boolean;
}) {
  const w = overviewWords.value.pace;
  if (props.aims === null)
    return (
      <section class="card c4 stack-2" data-pace-card>
        <h2>{w.title}</h2>
        {props.failed ? <p class="sm muted">{w.unread}</p> : <div class="block late" />}
      </section>
    );
  const [first, ...rest] = props.aims;
  return (
    <section class="card c4 stack-2" data-pace-card>
      <div class="card-head">
        <h2>{w.title}</h2>
        {first ? <Standing aim={first} /> : null}
      </div>
      {first ? <Details aim={first} /> : <p class="sm muted">{w.none}</p>}
      {first || !props.mayset ? null : (
        <p>
          <a href="/huyen/danh-muc?muc=chi-tieu">{w.set}</a>
        </p>
      )}
      {rest.map((aim) => (
        <details key={aim.of} class="more">
          <summary>
            <span>{w.goal(count(aim.target.value), w[aim.of], fullDay(aim.target.deadline))}</span>
            <Standing aim={aim} />
          </summary>
          <Details aim={aim} />
        </details>
      ))}
    </section>
  );
}
