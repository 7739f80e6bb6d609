/** Columns along time: one a day or a week, each a link to its records; the highest fills the height. */
import { everyNth } from './scenes';

export type TrendColumn = {
  key: string;
  label: string;
  value: number;
  text: string;
  href: string;
  /** What a reader hears. */
  spoken: string;
};

const NAMED = 14;

export function Trend({ columns, label }: { columns: readonly TrendColumn[]; label: string }) {
  const most = Math.max(1, ...columns.map((one) => one.value));
  const nth = everyNth(columns.length, NAMED);
  return (
    <ol class="trend" aria-label={label}>
      {columns.map((one, at) => (
        <li key={one.key} class="trend-column" data-named={at % nth === 0 ? '' : undefined}>
          <a href={one.href}>
            <span class="sr">{one.spoken}</span>
            <b aria-hidden="true">{at % nth === 0 ? one.text : ''}</b>
            <i
              aria-hidden="true"
              ref={(bar) => bar?.style.setProperty('height', `${(100 * one.value) / most}%`)}
            />
          </a>
          <span class="trend-day" aria-hidden="true">
            {at % nth === 0 ? one.label : ''}
          </span>
        </li>
      ))}
    </ol>
  );
}
