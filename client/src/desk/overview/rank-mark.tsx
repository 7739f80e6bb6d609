/** A place in a ranking and how it moved against a week ago: number, arrow and word. */
import { count } from '../../ui/format';
import { overviewWords } from './words';

export function RankMark({ rank, rose }: { rank: number | null; rose: number | null }) {
  const w = overviewWords.value.ahead;
  if (rank === null) return <span class="muted">–</span>;
  return (
    <span class="rank">
      <span class="rank-no">{rank}</span>
      {rose === null ? null : rose === 0 ? (
        <span class="muted">
          <span aria-hidden="true">=</span>
          <span class="sr">{w.same}</span>
        </span>
      ) : (
        <span class={rose > 0 ? 'rose' : 'fell'}>
          <span aria-hidden="true">
            {rose > 0 ? '▲' : '▼'}
            {count(Math.abs(rose))}
          </span>
          <span class="sr">{rose > 0 ? w.up(rose) : w.down(-rose)}</span>
        </span>
      )}
    </span>
  );
}
