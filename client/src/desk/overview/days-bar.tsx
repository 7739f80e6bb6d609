/** Which days are looked at: four ready choices, or from one day to another; all stand in the address. */
import { addDays } from '../../core/day';
import { Btn } from '../../ui/buttons';
import { fullDay } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { go } from '../../ui/router';
import { DayField } from '../select';
import { type Where, writeWhere } from './address';
import { AsOfChoice } from './as-of';
import { mondayOf } from './weeks';
import { overviewWords } from './words';

export function DaysBar({ where, today }: { where: Where; today: string }) {
  const w = overviewWords.value.days;
  const choices = [
    { text: w.all, since: null, until: null },
    { text: w.week, since: mondayOf(today), until: today },
    { text: w.seven, since: addDays(today, -6), until: today },
    { text: w.today, since: today, until: today },
  ];
  const custom =
    (where.since !== null || where.until !== null) &&
    !choices.some((one) => one.since === where.since && one.until === where.until);
  const set = (change: Partial<Where>) => go(writeWhere({ ...where, ...change }));
  return (
    <div class="days-bar no-print">
      <nav class="seg" aria-label={w.label}>
        {choices.map((one) => (
          <a
            key={one.text}
            href={writeWhere({ ...where, since: one.since, until: one.until })}
            aria-current={
              one.since === where.since && one.until === where.until ? 'page' : undefined
            }
          >
            {one.text}
          </a>
        ))}
      </nav>
      <details class="take" open={custom}>
        <summary>
          <Icon name="cal" />
          {w.other}
        </summary>
        <div class="days-own">
          <DayField
            label={w.since}
            value={where.since ?? ''}
            max={where.until ?? today}
            onInput={(value) => set({ since: value || null })}
          />
          <DayField
            label={w.until}
            value={where.until ?? ''}
            {...(where.since ? { min: where.since } : {})}
            max={today}
            onInput={(value) => set({ until: value || null })}
          />
        </div>
      </details>
      <AsOfChoice where={where} />
      <Btn icon="print" onClick={() => window.print()}>
        {overviewWords.value.page.print}
      </Btn>
    </div>
  );
}

/** What is left out, said in words: on paper the bar above is gone. */
export function DaysSaid({ where, today }: { where: Where; today: string }) {
  if (!where.since && !where.until) return null;
  const w = overviewWords.value.days;
  return (
    <p class="sm">
      {w.shown(where.since ? fullDay(where.since) : '…', fullDay(where.until ?? today))}
    </p>
  );
}
