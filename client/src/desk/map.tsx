/**
 * The communes as tiles, roughly where they lie; dark means more, the value is printed on each tile.
 * Rests on the campaign's map. Promises: a commune without a denominator is told apart by shape and word.
 */
import type { Totals } from '../sync/contract';
import { decimal } from '../ui/format';
import { useDesk } from './context';
import { anyEstimate, rateOf, stepOf, steps } from './rate';
import { deskWords } from './words';

export function TileMap({ totals }: { totals: Totals }) {
  const { directory } = useDesk();
  const w = deskWords.value;
  const places = directory.value?.map ?? [];
  const tiles = totals.rows.flatMap((row) => {
    const place = places.find((one) => one.code === row.code);
    return place ? [{ row, place }] : [];
  });
  if (tiles.length === 0) return null;
  const limits = steps.map((limit) => decimal(limit * 100, 0));
  return (
    <section class="card c7" aria-label={w.map.title}>
      <div class="card-head">
        <h2>{w.map.title}</h2>
        <a class="no-print" href="#bang">
          {w.map.table}
        </a>
      </div>
      <div class="tiles">
        {tiles.map(({ row, place }) => {
          const rate = rateOf(row, 'smartphones');
          return (
            <a
              key={row.code}
              class={`tile q${stepOf(rate)}`}
              href={`/huyen/xa/${row.code}`}
              ref={(tile) => {
                tile?.style.setProperty('--col', String(place.col + 1));
                tile?.style.setProperty('--row', String(place.row + 1));
              }}
            >
              {row.name.replace(/^(Xã|Thị trấn) /, '')}
              <b>{rate?.text ?? w.page.noRatio}</b>
              {rate?.estimate ? <span class="xs">{w.page.estimate}</span> : null}
            </a>
          );
        })}
      </div>
      <div class="ramp" aria-hidden="true">
        {[1, 2, 3, 4, 5].map((step) => (
          <i key={step} class={`q${step}`} />
        ))}
        {['', ...limits].map((limit, at) => (
          <span key={limit}>{at === 0 ? `< ${limits[0]}` : `≥ ${limit}`}</span>
        ))}
      </div>
      <p class="src">
        {w.map.legend}
        {anyEstimate(totals.rows) ? ` ${w.page.estimates}` : null}
      </p>
    </section>
  );
}
