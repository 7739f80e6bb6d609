/**
 * 16: the Department's figures beside what was logged in the same days.
 *
 * Rests on the server's reconciliation. Promises: the two are never added; an estimate is marked wherever it goes;
 * what is not known is said to be so, never zero.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { count, fullDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Empty, Sample } from '../../ui/marks';
import { go, query } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { areaOptions } from '../places';
import { DayField, Select } from '../select';
import { TablePanel } from '../tables/panel';
import { TakeFile } from '../taking/take-file';
import { type Order, readAddress, sourcesOf, summed, writeAddress } from './rows';
import { ReconciliationTable, signed } from './table';
import { askTable, type Table, tableFile } from './wire';
import { reconciliationWords } from './words';
import '../../ui/css/checking.css';

export function ReconciliationApp(_: { at: string }) {
  const desk = useDesk();
  const { session, me } = desk;
  const w = reconciliationWords.value;
  const asked = readAddress(query.value);
  const bringing = useSignal(false);
  const { within, since, until } = asked;
  const { value, problem, reload } = useLoaded(`${within} ${since} ${until}`, () =>
    askTable(session.transport, { within, since, until }),
  );
  const set = (change: Partial<typeof asked>) =>
    go(writeAddress({ ...asked, ...change }), { replace: true });
  const role = me.value?.person.role ?? session.device.person.role;
  const mayBring = role === 'district' || role === 'admin';
  const campaign = me.value?.campaign ?? session.device.campaign;
  const sample = campaign.sample === true;
  const some = value !== null && (value.latest !== null || value.total.last !== null);
  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      asOf={value?.serverNow ?? null}
      problem={problem}
      aside={
        <div class="line no-print">
          {some && value ? (
            <TakeFile path={(kind) => tableFile({ within, since, until }, kind)} />
          ) : null}
          {mayBring ? (
            <Btn
              kind={bringing.value ? undefined : 'main'}
              onClick={() => {
                bringing.value = !bringing.value;
              }}
            >
              {bringing.value ? w.shutBring : w.bring}
            </Btn>
          ) : null}
        </div>
      }
    >
      {bringing.value ? (
        <section class="card stack no-print">
          <h2>{w.bring}</h2>
          <TablePanel kind="figures" hint={w.bringHint} onDone={reload} />
        </section>
      ) : null}
      <form
        class="card form-grid no-print"
        aria-label={w.filter.label}
        onSubmit={(event) => event.preventDefault()}
      >
        <Select
          label={w.filter.within}
          value={within}
          empty={w.filter.everywhere}
          options={areaOptions(desk, false)}
          onChoose={(place) => set({ within: place })}
        />
        <DayField
          label={w.filter.since}
          hint={w.filter.hint}
          value={since}
          max={until}
          onInput={(day) => set({ since: day })}
        />
        <DayField
          label={w.filter.until}
          value={until}
          min={since}
          onInput={(day) => set({ until: day })}
        />
      </form>
      {value === null ? (
        problem ? null : (
          <div class="card block" role="status" aria-label={w.loading} />
        )
      ) : some ? (
        <>
          <TotalCard table={value} />
          <section class="card card-flush">
            <div class="card-head">
              <h2>{w.table.title[value.by === 'hamlet' ? 'hamlet' : 'commune']}</h2>
              <div class="line">
                {sample ? <Sample>{words.value.sample}</Sample> : null}
                <Seg<Order>
                  label={w.filter.order}
                  choices={[
                    { value: 'gap', text: w.filter.gap },
                    { value: 'name', text: w.filter.name },
                  ]}
                  value={asked.order}
                  onChoose={(order) => set({ order })}
                />
              </div>
            </div>
            <ReconciliationTable table={value} order={asked.order} sources={sourcesOf(value)} />
            <Notes table={value} />
          </section>
        </>
      ) : (
        <Empty icon="scale" title={w.empty.title} text={mayBring ? w.empty.text : w.empty.ask}>
          {mayBring && !bringing.value ? (
            <Btn
              kind="main"
              onClick={() => {
                bringing.value = true;
              }}
            >
              {w.bring}
            </Btn>
          ) : null}
        </Empty>
      )}
    </DeskFrame>
  );
}

function TotalCard({ table }: { table: Table }) {
  const w = reconciliationWords.value;
  const parts = table.total.change === null ? summed(table) : null;
  const shown = parts?.row ?? table.total;
  const { first, last, change, success, partial, gap, estimate } = shown;
  if (!first || !last || change === null) {
    return (
      <section class="card">
        <p>{w.total.none}</p>
      </section>
    );
  }
  const mark = estimate ? <span class="sm muted"> {w.table.estimate}</span> : null;
  return (
    <section class="card reconciled" data-total>
      <div class="stat">
        <b>
          {signed(change)}
          {mark}
        </b>
        <span>
          {w.total.change(
            count(first.installed),
            fullDay(first.asOf),
            count(last.installed),
            fullDay(last.asOf),
          )}
        </span>
      </div>
      <div class="stat">
        <b>{count(success)}</b>
        <span>{w.total.success}</span>
        <span>{w.total.partial(count(partial))}</span>
      </div>
      <div class="stat">
        <b>
          {signed(gap)}
          {mark}
        </b>
        <span>{w.total.gap}</span>
      </div>
      <p class="src">
        {parts ? `${w.total.parts(count(parts.places))} ` : ''}
        {w.total.meaning}
      </p>
    </section>
  );
}

function Notes({ table }: { table: Table }) {
  const w = reconciliationWords.value.notes;
  const sources = sourcesOf(table);
  const estimates = [...table.rows, table.total].some((row) => row.estimate);
  const bare = (source: string) => source.replace(/\.$/, '');
  return (
    <div class="notes src">
      {sources.length === 1 ? (
        <p>{w.source(bare(sources[0] ?? ''))}</p>
      ) : (
        <ol>
          {sources.map((source, at) => (
            <li key={source}>{w.numbered(at + 1, bare(source))}</li>
          ))}
        </ol>
      )}
      <p>
        {table.latest ? `${w.latest(fullDay(table.latest))} ` : ''}
        {w.days} {estimates ? w.estimates : ''}
      </p>
    </div>
  );
}
