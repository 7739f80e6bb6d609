/** Who is ahead and who is behind: the first and the last of a ranking, and how they moved. */
import { decimal } from '../../ui/format';
import { RankMark } from './rank-mark';
import type { Ranked, Ranking } from './ranking';
import { overviewWords } from './words';

const SHOWN = 3;

export function AheadCard(props: {
  ranking: Ranking;
  hrefOf: (code: string) => string;
  measureName: string;
}) {
  const w = overviewWords.value;
  const { rows } = props.ranking;
  const first = rows.slice(0, SHOWN);
  const last = rows.slice(Math.max(SHOWN, rows.length - SHOWN));
  const list = (title: string, found: readonly Ranked[]) =>
    found.length === 0 ? null : (
      <div>
        <h3 class="sm muted">{title}</h3>
        <ol class="ranked">
          {found.map((one) => (
            <li key={one.row.code} class="ranked-row">
              <RankMark rank={one.rank} rose={one.rose} />
              <a href={props.hrefOf(one.row.code)}>{one.row.name}</a>
              <b>{one.value.text}</b>
            </li>
          ))}
        </ol>
      </div>
    );
  const [top, bottom] = [rows[0], rows[rows.length - 1]];
  const ratio = props.ranking.measure === 'rate' || props.ranking.measure === 'population';
  return (
    <section class="card" data-ahead>
      <h2>{w.ahead.title}</h2>
      {top && bottom && rows.length > 1 ? (
        <>
          <div class="halves">
            {list(w.ahead.first, first)}
            {list(w.ahead.last, last)}
          </div>
          <p class="src">
            {w.ahead.by(props.measureName.toLocaleLowerCase('vi'))}{' '}
            {w.ahead.gap(
              decimal(top.value.value - bottom.value.value, ratio ? 2 : 0) +
                (ratio ? w.ahead.points : ''),
            )}
            .
          </p>
        </>
      ) : (
        <p class="sm muted">{w.ahead.none}</p>
      )}
    </section>
  );
}
