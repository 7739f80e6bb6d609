/**
 * The cards of a place: two ratios of the same size, never summed; what was logged; how fresh it is.
 * Promises: every percentage has its numerator, denominator, sources and days beside it.
 */
import { dayOf } from '../core/day';
import type { Totals, TotalsFigures } from '../sync/contract';
import { age } from '../ui/facts';
import { count, fullDay, hour, namedDay, percent } from '../ui/format';
import { State } from '../ui/marks';
import { type Rate, rateOf } from './rate';
import { deskWords } from './words';

function Sources({ figures, of }: { figures: TotalsFigures; of: 'smartphones' | 'population' }) {
  const w = deskWords.value.page;
  const part = figures.official;
  const whole = figures[of];
  if (part && whole && part.source === whole.source && part.asOf === whole.asOf) {
    return <p class="src">{w.bothFrom(part.source, fullDay(part.asOf))}</p>;
  }
  return (
    <p class="src">
      {part ? w.numerator(part.source, part.asOf ? fullDay(part.asOf) : '–') : w.noNumerator}{' '}
      {whole ? w.denominator(whole.source, fullDay(whole.asOf)) : w.noDenominator}
    </p>
  );
}

/** Bar of a whole ratio: the track means 100 %. */
function RatioBar({ rate, ceiling }: { rate: Rate; ceiling: string | null }) {
  const w = deskWords.value.page;
  const at = ceiling === null ? null : Number(ceiling);
  return (
    <>
      <div class="barbox" role="img" aria-label={rate.text}>
        <div class="bar">
          <i
            ref={(bar) => bar?.style.setProperty('width', `${Math.min(100, rate.value * 100)}%`)}
          />
        </div>
        {at === null ? null : (
          <span
            class="tick tick-2"
            ref={(tick) => tick?.style.setProperty('left', `${at * 100}%`)}
          />
        )}
      </div>
      <p class="legend">
        <span>
          <i />
          {w.done} {rate.text}
        </span>
        {at === null ? null : (
          <span>
            <i class="key-ceiling" />
            {w.ceiling(percent(at, 1) ?? '')}
          </span>
        )}
      </p>
    </>
  );
}

export function RatioCard({
  figures,
  of,
}: {
  figures: TotalsFigures;
  of: 'smartphones' | 'population';
}) {
  const w = deskWords.value.page;
  const rate = rateOf(figures, of);
  const whole = figures[of];
  const title = of === 'smartphones' ? w.smartphones : w.population;
  const unit = of === 'smartphones' ? w.smartphonesOf : w.peopleOf;
  const phones = figures.smartphones;
  const ceiling =
    of === 'population' && rate && phones && whole ? String(phones.value / whole.value) : null;
  return (
    <section class="card c4 ratio" data-ratio={of}>
      <h2>{title}</h2>
      {rate ? (
        <p class="line">
          <span class="ratio-num">{rate.text}</span>
          {rate.over ? (
            <State kind="late" icon="alert">
              {w.over}
            </State>
          ) : null}
        </p>
      ) : (
        <p class="ratio-none">{w.noRatio}</p>
      )}
      <p class="ratio-of">
        <b class="nowrap">{count(figures.official?.installed)}</b> {w.installed}
        {figures.official?.estimate ? ` ${w.estimate}` : ''} /{' '}
        <b class="nowrap">{count(whole?.value)}</b> {unit}
        {whole?.estimate ? ` ${w.estimate}` : ''}
      </p>
      {rate ? <RatioBar rate={rate} ceiling={ceiling} /> : null}
      <Sources figures={figures} of={of} />
    </section>
  );
}

export function LoggedCard({ totals, tz }: { totals: Totals; tz: string }) {
  const w = deskWords.value.page;
  const { total, freshness, serverNow } = totals;
  const oldest = freshness.oldestUnsentAt;
  return (
    <section class="card c4 stack-2" data-logged>
      <h2>{w.logged}</h2>
      <div class="stats">
        <div class="stat">
          <b data-figure="assists">{count(total.assists)}</b>
          <span>{w.assists}</span>
        </div>
        <div class="stat">
          <b data-figure="unique">{count(total.unique)}</b>
          <span>{total.unique === null ? w.hidden : w.unique}</span>
        </div>
        <div class="stat">
          <b data-figure="unchecked">{count(total.unchecked)}</b>
          <span>{w.unchecked}</span>
        </div>
      </div>
      <p class="src">{w.records(total.records)}</p>
      {total.target ? (
        <p class="sm">
          {w.target(count(total.target.value), fullDay(total.target.deadline))}
          {total.expectedByNow === null ? '' : `, ${w.expected(count(total.expectedByNow))}`}
        </p>
      ) : null}
      <div class="card-line">
        <div class="spread">
          <h2>{w.freshness}</h2>
          {freshness.waitingOnPhones > 0 ? (
            <State kind="wait" icon="clock">
              {w.waiting(freshness.waitingOnPhones)}
            </State>
          ) : (
            <State kind="ok" icon="check2">
              {w.noneWaiting}
            </State>
          )}
        </div>
        <p class="sm">
          {w.synced(freshness.synced24h, freshness.devices)}{' '}
          {oldest ? w.oldest(age(Date.parse(serverNow) - Date.parse(oldest))) : ''}
        </p>
      </div>
      <p class="src">
        {deskWords.value.top.updated(hour(serverNow, tz), namedDay(dayOf(serverNow, tz), true))}
      </p>
    </section>
  );
}
