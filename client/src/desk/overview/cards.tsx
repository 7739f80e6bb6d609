/**
 * The cards of a place: two ratios of the same size, never summed; what was logged, its parts apart.
 * Promises: every percentage has its numerator, denominator, sources and days beside it.
 */
import type { Totals, TotalsFigures } from '../../sync/contract';
import { count, fullDay, inSentence, percent, shortDay } from '../../ui/format';
import { State } from '../../ui/marks';
import { type Rate, rateOf } from './rate';
import type { Week } from './weeks';
import { overviewWords } from './words';

function Sources({ figures, of }: { figures: TotalsFigures; of: 'smartphones' | 'population' }) {
  const w = overviewWords.value.page;
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

type Tick = { at: number; text: string; kind: 'goal' | 'ceiling' };

/** Bar of a whole ratio: the track means 100 %. */
function RatioBar({ rate, ticks }: { rate: Rate; ticks: readonly Tick[] }) {
  const w = overviewWords.value.page;
  return (
    <>
      <div class="barbox" role="img" aria-label={rate.text}>
        <div class="bar">
          <i
            ref={(bar) => bar?.style.setProperty('width', `${Math.min(100, rate.value * 100)}%`)}
          />
        </div>
        {ticks.map((tick) => (
          <span
            key={tick.kind}
            class={tick.kind === 'goal' ? 'tick' : 'tick tick-2'}
            ref={(mark) => mark?.style.setProperty('left', `${Math.min(100, tick.at * 100)}%`)}
          />
        ))}
      </div>
      <p class="legend">
        <span>
          <i />
          {w.done} {rate.text}
        </span>
        {ticks.map((tick) => (
          <span key={tick.kind}>
            <i class={tick.kind === 'goal' ? 'key-target' : 'key-ceiling'} />
            {tick.text}
          </span>
        ))}
      </p>
    </>
  );
}

export function RatioCard({
  figures,
  of,
  goal,
  place,
}: {
  figures: TotalsFigures;
  of: 'smartphones' | 'population';
  /** Phones to be installed, where such a target is set. */
  goal: number | null;
  /** Of what the ratio is, where that is not what the page is about. */
  place: string | null;
}) {
  const w = overviewWords.value.page;
  const rate = rateOf(figures, of);
  const whole = figures[of];
  const phones = figures.smartphones;
  const ticks: Tick[] = [];
  if (rate && whole && goal !== null) {
    ticks.push({
      kind: 'goal',
      at: goal / whole.value,
      text: w.goal(percent(goal, whole.value) ?? ''),
    });
  }
  if (rate && whole && phones && of === 'population') {
    const text = w.ceiling(percent(phones.value, whole.value) ?? '');
    ticks.push({ kind: 'ceiling', at: phones.value / whole.value, text });
  }
  return (
    <section class="card c4 ratio" data-ratio={of}>
      <h2>
        {of === 'smartphones' ? w.smartphones : w.population}
        {place ? `, ${inSentence(place)}` : ''}
      </h2>
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
        <b class="nowrap">{count(whole?.value)}</b>{' '}
        {of === 'smartphones' ? w.smartphonesOf : w.peopleOf}
        {whole?.estimate ? ` ${w.estimate}` : ''}
      </p>
      {rate ? <RatioBar rate={rate} ticks={ticks} /> : null}
      <Sources figures={figures} of={of} />
    </section>
  );
}

/** How this week stands against the same days of last week, in one sentence. */
function weekSentence(week: Week): string | null {
  const w = overviewWords.value.logged;
  if (week.change === null) return null;
  const days = [shortDay(week.beforeSince), shortDay(week.beforeUntil)] as const;
  if (week.change === 0) return w.same(...days);
  return (week.change > 0 ? w.more : w.less)(count(Math.abs(week.change)), ...days);
}

function Stat(props: { figure: string; value: number | null; text: string }) {
  const w = overviewWords.value.page;
  return (
    <div class="stat">
      <b data-figure={props.figure}>{count(props.value)}</b>
      <span>{props.value === null ? w.hidden : props.text}</span>
    </div>
  );
}

export function LoggedCard({
  totals,
  week,
  told,
}: {
  totals: Totals;
  week: Week | null;
  /** Assists told by mouth or on paper; null while not known. */
  told: number | null;
}) {
  const w = overviewWords.value.logged;
  const { total } = totals;
  const sentence = week && weekSentence(week);
  return (
    <section class="card" data-logged>
      <h2>{w.title}</h2>
      <div class="stats stats-wide">
        <Stat figure="assists" value={total.assists} text={w.assists} />
        <Stat figure="unique" value={total.unique} text={w.unique} />
        <Stat figure="unchecked" value={total.unchecked} text={w.unchecked} />
        <Stat figure="in-use" value={total.uniqueInUse} text={w.inUse} />
        {week ? <Stat figure="week" value={week.value} text={w.week} /> : null}
        {told === null ? null : <Stat figure="told" value={told} text={w.told} />}
      </div>
      <p class="src">
        {w.records(total.records)} {sentence}
      </p>
    </section>
  );
}
