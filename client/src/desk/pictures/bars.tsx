/** Horizontal bars, ordered by value, the value at the end; the first bar fills the track. */
import { count } from '../../ui/format';

export type BarRow = {
  key: string;
  name: string;
  value: number;
  href?: string | undefined;
  /** Of the second kind: hatched, so that it is told apart without colour. */
  second?: boolean;
};

export function inOrder(rows: readonly BarRow[]): readonly BarRow[] {
  return [...rows].sort((a, b) => b.value - a.value);
}

export function Bars({ rows, label }: { rows: readonly BarRow[]; label: string }) {
  const ordered = inOrder(rows);
  const most = Math.max(1, ...ordered.map((row) => row.value));
  return (
    <ul class="bars" aria-label={label}>
      {ordered.map((row) => (
        <li key={row.key} data-code={row.key}>
          <div class="spread sm">
            <span>{row.href ? <a href={row.href}>{row.name}</a> : row.name}</span>
            <b>{count(row.value)}</b>
          </div>
          <div class="bar bar-sm" aria-hidden="true">
            <i
              class={row.second ? 'bar-second' : undefined}
              ref={(bar) => bar?.style.setProperty('width', `${(100 * row.value) / most}%`)}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
