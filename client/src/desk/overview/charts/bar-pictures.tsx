/** Bars of a place: why phones were not installed, who helped, how people were met; each bar leads to its records. */
import type { Outcome } from '../../../core/types';
import type { Totals, TotalsQuery, TotalsRow } from '../../../sync/contract';
import { count } from '../../../ui/format';
import { language } from '../../../ui/locale';
import { type BarRow, Bars, inOrder } from '../../pictures/bars';
import { Picture } from '../../pictures/picture';
import { barsScene } from '../../pictures/scenes';
import { pictureWords } from '../../pictures/words';
import { type Where, writeRecords } from '../address';
import { totalsFile } from '../wire';
import { overviewWords } from '../words';
import { fileQuery, SmallTable, useNotes } from './source';

const FAILED = ['blocked', 'other', 'revisit', 'refused', 'not_eligible'];

function BarsPicture(props: {
  title: string;
  file: string;
  name: string;
  rows: readonly BarRow[];
  notes: readonly string[];
  query: TotalsQuery;
  legend?: boolean;
}) {
  const w = overviewWords.value;
  const { title, notes } = props;
  const rows = inOrder(props.rows);
  return (
    <Picture
      title={title}
      file={props.file}
      notes={notes}
      data={(kind) => totalsFile(fileQuery(props.query), kind)}
      scene={(marked) =>
        barsScene(
          { title, notes: marked },
          rows.map((row) => ({
            name: row.second
              ? `${row.name} (${w.pictures.cannot.toLocaleLowerCase('vi')})`
              : row.name,
            value: row.value,
            text: count(row.value),
            second: row.second ?? false,
          })),
        )
      }
      table={
        rows.length > 0 ? (
          <SmallTable
            caption={title}
            name={props.name}
            rows={rows.map((row) => ({ key: row.key, name: row.name, text: count(row.value) }))}
          />
        ) : undefined
      }
    >
      {rows.length > 0 ? (
        <Bars rows={rows} label={title} />
      ) : (
        <p class="sm muted">{pictureWords.value.none}</p>
      )}
      {props.legend && rows.length > 0 ? (
        <p class="legend">
          <span>
            <i />
            {w.pictures.canReturn}
          </span>
          <span>
            <i class="bar-second" />
            {w.pictures.cannot}
          </span>
        </p>
      ) : null}
    </Picture>
  );
}

/** The filters of a page as those of its records. */
const recordsOf = (where: Where, area: string | null) => ({
  area,
  unit: where.unit,
  since: where.since,
  until: where.until,
});

export function ReasonsPicture(props: {
  totals: Totals;
  outcomes: readonly Outcome[];
  where: Where;
  area: string | null;
  query: TotalsQuery;
}) {
  const w = overviewWords.value;
  const counted = props.totals.total.outcomes;
  const rows = props.outcomes
    .filter((one) => FAILED.includes(one.group) && (counted[one.code] ?? 0) > 0)
    .map((one) => ({
      key: one.code,
      name: language.value === 'en' ? (one.nameEn ?? one.name) : one.name,
      value: counted[one.code] ?? 0,
      second: one.group === 'not_eligible',
      href: writeRecords({ ...recordsOf(props.where, props.area), outcome: one.code }),
    }));
  const sum = rows.reduce((all, row) => all + row.value, 0);
  return (
    <BarsPicture
      title={w.pictures.reasons}
      file="ly-do"
      name={w.records.outcome}
      rows={rows}
      notes={[w.pictures.reasonsOf(sum), ...useNotes(props.totals)]}
      query={{ ...props.query, by: 'outcome' }}
      legend
    />
  );
}

const MOST_UNITS = 20;

export function UnitsPicture(props: {
  totals: Totals;
  rows: readonly TotalsRow[];
  hrefOf: (row: TotalsRow) => string | undefined;
  query: TotalsQuery;
}) {
  const w = overviewWords.value;
  const rows = props.rows
    .filter((row) => (row.unique ?? 0) > 0)
    .map((row) => ({
      key: row.code,
      name: row.name,
      value: row.unique ?? 0,
      href: props.hrefOf(row),
    }));
  return (
    <BarsPicture
      title={w.pictures.units}
      file="to-chuc"
      name={w.table.place.organisation}
      rows={inOrder(rows).slice(0, MOST_UNITS)}
      notes={[...useNotes(props.totals), w.pictures.once]}
      query={props.query}
    />
  );
}

export function ModesPicture(props: {
  totals: Totals;
  where: Where;
  area: string | null;
  query: TotalsQuery;
}) {
  const w = overviewWords.value;
  const rows = props.totals.rows.map((row) => ({
    key: row.code,
    name: row.name,
    value: row.assists,
    href: writeRecords({ ...recordsOf(props.where, props.area), mode: row.code }),
  }));
  return (
    <BarsPicture
      title={w.pictures.modes}
      file="cach-gap"
      name={w.records.mode}
      rows={rows}
      notes={useNotes(props.totals)}
      query={props.query}
    />
  );
}
