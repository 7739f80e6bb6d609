/** The map of the communes, coloured by the measure that the address names. */
import type { Totals, TotalsQuery } from '../../../sync/contract';
import { decimal, fullDay } from '../../../ui/format';
import { go } from '../../../ui/router';
import { useDesk } from '../../context';
import { Picture } from '../../pictures/picture';
import { hueOf, scaleOf, stepOf } from '../../pictures/scale';
import { tilesScene } from '../../pictures/scenes';
import { type MapTile, Ramp, TileMap } from '../../pictures/tile-map';
import { pictureWords } from '../../pictures/words';
import { into, type Where, writeWhere } from '../address';
import { figureOf, type Measure, measures, wordOf } from '../measure';
import { anyEstimate } from '../rate';
import { totalsFile } from '../wire';
import { overviewWords } from '../words';
import { fileQuery, SmallTable, useNotes } from './source';

export function MapPicture(props: {
  totals: Totals;
  where: Where;
  measure: Measure;
  query: TotalsQuery;
}) {
  const { directory } = useDesk();
  const w = overviewWords.value;
  const { totals, measure, where } = props;
  const logged = useNotes(totals);
  const places = directory.value?.map ?? [];
  const found = totals.rows.flatMap((row) => {
    const place = places.find((one) => one.code === row.code);
    return place ? [{ row, place, value: figureOf(row, measure) }] : [];
  });
  if (found.length === 0) return null;
  const official = measure === 'rate' || measure === 'population';
  const whole = measure === 'unique' || measure === 'assists';
  const scale = scaleOf(
    found.flatMap((one) => (one.value ? [one.value.value] : [])),
    whole,
  );
  const limits = scale.limits.map((limit) => decimal(limit, scale.places) + (official ? '%' : ''));
  const ramp = (
    limits.length === 0
      ? [{ step: hueOf(0, scale), text: w.pictures.only }]
      : ['', ...limits].map((limit, at) => ({
          step: hueOf(at, scale),
          text: at === 0 ? w.pictures.under(limits[0] ?? '') : w.pictures.from(limit),
        }))
  ) as { step: 1 | 2 | 3 | 4 | 5; text: string }[];
  const short = (name: string) => name.replace(/^(Xã|Thị trấn) /, '');
  const tiles = found.map(
    ({ row, place, value }): MapTile => ({
      code: row.code,
      name: short(row.name),
      text: value?.text ?? null,
      mark: value?.over ? w.page.over : value?.estimate ? w.page.estimate : null,
      col: place.col,
      row: place.row,
      step: stepOf(value?.value ?? null, scale),
      href: into(where, 'commune', row.code),
    }),
  );
  const sources = new Set(
    found.flatMap(({ row: { official: one } }) =>
      one ? [w.pictures.official(one.source, fullDay(one.asOf))] : [],
    ),
  );
  const estimated = found.some((one) => one.value?.estimate);
  const notes = [
    w.pictures.mapNote,
    ...(official ? sources : logged),
    ...(estimated && anyEstimate(totals.rows) ? [w.page.estimates] : []),
  ];
  const title = w.pictures.map(w.measures[measure]);
  return (
    <Picture
      title={title}
      file="ban-do"
      aside={
        <select
          class="input chosen"
          aria-label={w.measures.label}
          value={measure}
          onChange={(event) => {
            const chosen = measures.find((one) => one === event.currentTarget.value);
            if (chosen) go(writeWhere({ ...where, measure: wordOf(chosen) }));
          }}
        >
          {measures.map((one) => (
            <option key={one} value={one}>
              {w.measures[one]}
            </option>
          ))}
        </select>
      }
      notes={notes}
      data={(kind) => totalsFile(fileQuery(props.query), kind)}
      scene={(marked) =>
        tilesScene(
          { title, notes: marked },
          tiles.map((tile) => ({ ...tile, text: tile.text ?? pictureWords.value.unknown })),
          ramp,
        )
      }
      table={
        <SmallTable
          caption={title}
          name={w.table.place.commune}
          rows={found.map(({ row, value }) => ({
            key: row.code,
            name: row.name,
            text: value
              ? `${value.text}${value.estimate ? ` ${w.page.estimate}` : ''}`
              : pictureWords.value.unknown,
          }))}
        />
      }
    >
      <TileMap tiles={tiles} />
      <Ramp steps={ramp} />
    </Picture>
  );
}
