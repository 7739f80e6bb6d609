/** Phones helped along the days or weeks; each column leads to its days. */
import type { Totals, TotalsQuery } from '../../../sync/contract';
import { count, fullDay, shortDay } from '../../../ui/format';
import { Picture } from '../../pictures/picture';
import { columnsScene } from '../../pictures/scenes';
import { Trend } from '../../pictures/trend';
import { pictureWords } from '../../pictures/words';
import { type Where, writeWhere } from '../address';
import { series } from '../weeks';
import { totalsFile } from '../wire';
import { overviewWords } from '../words';
import { fileQuery, SmallTable, useNotes } from './source';

export function TrendPicture(props: {
  days: Totals;
  where: Where;
  query: TotalsQuery;
  today: string;
}) {
  const w = overviewWords.value;
  const { where, days, today } = props;
  const notes = [...useNotes(days), w.pictures.once];
  // Where the phones are kept back from the caller, the assists are not.
  const what = days.total.unique === null ? 'assists' : 'unique';
  const points = series(days.rows, what, where.weekly, today);
  const title = where.weekly ? w.pictures.trendWeek : w.pictures.trendDay;
  const named = (since: string) =>
    where.weekly ? w.pictures.weekFrom(shortDay(since)) : fullDay(since);
  const columns = points.map((point) => ({
    key: point.since,
    label: shortDay(point.since),
    value: point.value ?? 0,
    text: count(point.value),
    spoken: w.pictures.spoken(named(point.since), count(point.value)),
    href: writeWhere({ ...where, by: 'day', since: point.since, until: point.until }),
  }));
  const some = days.rows.length > 0;
  return (
    <Picture
      title={title}
      file={where.weekly ? 'theo-tuan' : 'theo-ngay'}
      notes={notes}
      data={(kind) => totalsFile(fileQuery(props.query), kind)}
      scene={(marked) => columnsScene({ title, notes: marked }, columns)}
      table={
        some ? (
          <SmallTable
            caption={title}
            name={w.table.place.day}
            rows={points.map((point) => ({
              key: point.since,
              name: named(point.since),
              text: count(point.value),
            }))}
          />
        ) : undefined
      }
      aside={
        <nav class="seg" aria-label={w.pictures.trendLabel}>
          {[false, true].map((weekly) => (
            <a
              key={String(weekly)}
              href={writeWhere({ ...where, weekly })}
              aria-current={weekly === where.weekly ? 'page' : undefined}
            >
              {weekly ? w.pictures.weekly : w.pictures.daily}
            </a>
          ))}
        </nav>
      }
    >
      {some ? (
        <Trend columns={columns} label={title} />
      ) : (
        <p class="sm muted">{pictureWords.value.none}</p>
      )}
    </Picture>
  );
}
