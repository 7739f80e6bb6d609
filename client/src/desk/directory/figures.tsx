/** What was published about an area: households, population, smartphones, installed; each with its day and source. */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Tickbox } from '../../ui/choices';
import { Field, Said } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { useDesk } from '../context';
import { todayIn } from '../day';
import { useLoaded } from '../load';
import { areasBelow } from '../places';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import { DayField, Select } from '../select';
import { TablePanel } from '../tables/panel';
import { readWhole } from '../whole';
import { type FigureRow, listFigures, type Measure, measures, putFigure } from './wire';
import { directoryWords } from './words';

export function FiguresPart({ place }: { place: string }) {
  const desk = useDesk();
  const w = directoryWords.value.figures;
  const { value, problem, reload } = useLoaded(`figures ${place}`, () =>
    listFigures(desk.session.transport, place),
  );
  const name = desk.area(place)?.name ?? place;
  return (
    <div class="cols cols-free">
      <section class="card card-flush c7">
        <div class="card-head">
          <h2>{w.list(name)}</h2>
        </div>
        {problem && !value ? (
          <Refused failure={{ code: problem, status: null, retryAfter: null }} />
        ) : null}
        {value && value.length === 0 ? <p class="pad muted">{w.none}</p> : null}
        {value?.length ? <FigureTable rows={value} caption={w.list(name)} /> : null}
      </section>
      <div class="c5 stack-4">
        <FigureForm place={place} onSaved={reload} />
        <section class="card stack">
          <h2>{w.tableTitle}</h2>
          <TablePanel kind="figures" hint={w.tableHint} onDone={reload} />
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
  const area = useSignal(props.place);
  const measure = useSignal<Measure>('households');
  const value = useSignal('');
  const asOf = useSignal('');
  const source = useSignal('');
  const estimate = useSignal(false);
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const saved = useSignal(false);
  const role = desk.me.value?.person.role ?? desk.session.device.person.role;
  const allowed = measures.filter((one) => one !== 'installed' || role !== 'commune');
  const save = async () => {
    if (busy.value) return;
    const faults: Record<string, string> = {};
    const number = readWhole(value.value);
    if (value.value.trim() === '') faults.value = w.needValue;
    else if (number === null) faults.value = w.number;
    if (asOf.value === '') faults.asOf = w.needDay;
    else if (asOf.value > today) faults.asOf = w.future;
    if (source.value.trim() === '') faults.source = w.needSource;
    wrong.value = faults;
    failed.value = null;
    saved.value = false;
    const first = Object.keys(faults)[0];
    if (first || number === null) {
      document.getElementById(`figure-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const reply = await putFigure(desk.session.transport, {
      area: area.value,
      measure: measure.value,
      value: number,
      asOf: asOf.value,
      source: source.value.trim(),
      estimate: estimate.value,
    });
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    saved.value = true;
    value.value = '';
    props.onSaved();
  };
  return (
    <section class="card stack">
      <h2>{w.addTitle}</h2>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="form-grid">
          <Select
            label={w.area}
            value={area.value}
            options={areasBelow(desk, props.place)}
            onChoose={(code) => {
              area.value = code;
            }}
          />
          <Select
            label={w.measure}
            value={measure.value}
            options={allowed.map((one) => ({ value: one, text: w.measures[one] }))}
            onChoose={(one) => {
              measure.value = one as Measure;
            }}
          />
          <Field
            id="figure-value"
            label={w.value}
            value={value.value}
            inputMode="numeric"
            maxLength={13}
            error={wrong.value.value ?? null}
            onInput={(text) => {
              value.value = text;
            }}
          />
          <DayField
            id="figure-asOf"
            label={w.asOf}
            value={asOf.value}
            max={today}
            error={wrong.value.asOf ?? null}
            onInput={(day) => {
              asOf.value = day;
            }}
          />
        </div>
        <Field
          id="figure-source"
          label={w.source}
          hint={w.sourceHint}
          value={source.value}
          maxLength={300}
          error={wrong.value.source ?? null}
          onInput={(text) => {
            source.value = text;
          }}
        />
        <Tickbox
          on={estimate.value}
          onChange={(on) => {
            estimate.value = on;
          }}
        >
          {w.estimate}
        </Tickbox>
        <Refused failure={failed.value} />
        <div role="status">{saved.value ? <Said kind="ok">{w.saved}</Said> : null}</div>
        <div>
          <Btn kind="main" type="submit" locked={busy.value}>
            {w.save}
          </Btn>
        </div>
      </form>
    </section>
  );
}
