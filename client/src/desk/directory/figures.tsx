/** What was published about an area: households, population, smartphones, installed; each with its day and source. */
import { useSignal } from '@preact/signals';
import { Tickbox } from '../../ui/choices';
import { Field, Said } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { useDesk } from '../context';
import { todayIn } from '../day';
import { EntryForm, useEntry } from '../entry';
import { useLoaded } from '../load';
import { areasBelow } from '../places';
import { Scroll } from '../scroll';
import { DayField, Select } from '../select';
import { TablePanel } from '../tables/panel';
import { readWhole } from '../whole';
import { ListCard } from './list-card';
import { type FigureRow, listFigures, type Measure, measures, putFigure } from './wire';
import { directoryWords } from './words';

export function FiguresPart({ place }: { place: string }) {
  const desk = useDesk();
  const w = directoryWords.value.figures;
  const loaded = useLoaded(`figures ${place}`, () => listFigures(desk.session.transport, place));
  const rows = loaded.value ?? [];
  const name = desk.area(place)?.name ?? place;
  return (
    <div class="cols cols-free">
      <ListCard title={w.list(name)} loaded={loaded} none={rows.length ? null : w.none}>
        {rows.length ? <FigureTable rows={rows} caption={w.list(name)} /> : null}
      </ListCard>
      <div class="c5 stack-4">
        <FigureForm place={place} onSaved={loaded.reload} />
        <section class="card stack">
          <h2>{w.tableTitle}</h2>
          <TablePanel kind="figures" hint={w.tableHint} onDone={loaded.reload} />
        </section>
      </div>
    </div>
  );
}

/** By name of the area, then measure, the newest first. */
export function inOrder(rows: readonly FigureRow[], name: (code: string) => string): FigureRow[] {
  const collator = new Intl.Collator('vi', { numeric: true });
  return [...rows].sort(
    (a, b) =>
      collator.compare(name(a.area), name(b.area)) ||
      measures.indexOf(a.measure) - measures.indexOf(b.measure) ||
      b.asOf.localeCompare(a.asOf),
  );
}

function FigureTable(props: { rows: readonly FigureRow[]; caption: string }) {
  const desk = useDesk();
  const w = directoryWords.value.figures;
  const name = (code: string) => desk.area(code)?.name ?? code;
  return (
    <Scroll label={props.caption}>
      <table class="t t-wide">
        <caption class="sr">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.area}</th>
            <th scope="col">{w.measure}</th>
            <th scope="col" class="num">
              {w.value}
            </th>
            <th scope="col">{w.asOf}</th>
            <th scope="col">{w.source}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(props.rows, name).map((row) => (
            <tr key={row.id}>
              <th scope="row">{name(row.area)}</th>
              <td>{w.measures[row.measure]}</td>
              <td class="num">
                <b>{count(row.value)}</b>
              </td>
              <td>{fullDay(row.asOf)}</td>
              <td class="wrap">
                {row.source} {row.estimate ? <span class="muted">{w.isEstimate}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function FigureForm(props: { place: string; onSaved: () => void }) {
  const desk = useDesk();
  const w = directoryWords.value.figures;
  const today = todayIn(desk.session.device.campaign.tz);
  const estimate = useSignal(false);
  const role = desk.me.value?.person.role ?? desk.session.device.person.role;
  const allowed = measures.filter((one) => one !== 'installed' || role !== 'commune');
  const measure: Measure = 'households';
  const entry = useEntry({
    prefix: 'figure',
    blank: { area: props.place, measure, value: '', asOf: '', source: '' },
    read({ value, asOf, source, ...chosen }, faults) {
      const number = readWhole(value);
      if (value.trim() === '') faults.value = w.needValue;
      else if (number === null) faults.value = w.number;
      if (asOf === '') faults.asOf = w.needDay;
      else if (asOf > today) faults.asOf = w.future;
      if (source.trim() === '') faults.source = w.needSource;
      if (number === null) return null;
      const from = source.trim();
      return { ...chosen, value: number, asOf, source: from, estimate: estimate.value };
    },
    send: (input) => putFigure(desk.session.transport, input),
    onTaken() {
      entry.type({ value: '' });
      props.onSaved();
    },
  });
  return (
    <section class="card stack">
      <h2>{w.addTitle}</h2>
      <EntryForm
        entry={entry}
        submit={{ text: w.save, kind: 'main' }}
        announce={entry.taken ? <Said kind="ok">{w.saved}</Said> : null}
      >
        <div class="form-grid">
          <Select
            {...entry.choice('area')}
            label={w.area}
            options={areasBelow(desk, props.place)}
          />
          <Select
            {...entry.choice('measure')}
            label={w.measure}
            options={allowed.map((one) => ({ value: one, text: w.measures[one] }))}
          />
          <Field {...entry.field('value')} label={w.value} inputMode="numeric" maxLength={13} />
          <DayField {...entry.field('asOf')} label={w.asOf} max={today} />
        </div>
        <Field {...entry.field('source')} label={w.source} hint={w.sourceHint} maxLength={300} />
        <Tickbox
          on={estimate.value}
          onChange={(on) => {
            estimate.value = on;
          }}
        >
          {w.estimate}
        </Tickbox>
      </EntryForm>
    </section>
  );
}
