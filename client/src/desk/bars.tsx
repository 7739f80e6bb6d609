/** Horizontal bars, ordered by value, the value at the end; the first bar fills the track. */
import { count } from '../ui/format';

export type BarRow = { key: string; name: string; value: number };

export function Bars({ rows, label }: { rows: readonly BarRow[]; label: string }) {
  const ordered = [...rows].sort((a, b) => b.value - a.value);
  const most = Math.max(1, ...ordered.map((row) => row.value));
  return (
    <ul class="bars" aria-label={label}>
      {ordered.map((row) => (
        <li key={row.key}>
          <div class="spread sm">
            <span>{row.name}</span>
            <b>{count(row.value)}</b>
          </div>
          <div class="bar bar-sm" aria-hidden="true">
            <i ref={(bar) => bar?.style.setProperty('width', `${(100 * row.value) / most}%`)} />
          </div>
        </li>
      ))}
    </ul>
  );
}
