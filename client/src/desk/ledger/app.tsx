/**
 * 17: what was reported, what it has become, and which records lie between.
 *
 * Rests on the server's ledger. Promises: the two states, the place and the part stand in the address; what does not
 * add up is shown as an error to report; across a restore only figures stand beside each other.
 */
import { useSignal } from '@preact/signals';
import { Seg } from '../../ui/choices';
import { count, inSentence } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { go, query } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { areaOptions } from '../places';
import { Select } from '../select';
import { TakeFile } from '../taking/take-file';
import { when } from '../when';
import { type Asked, readAddress, toQuery, writeAddress } from './address';
import { type Measure, measures, unexplainedIn } from './bridge';
import { StateChoice } from './choose';
import { Flow, signed } from './flow';
import { ChangesCard } from './records';
import { LedgerTable } from './table';
import {
  askLedger,
  type Ledger,
  type LedgerQuery,
  ledgerFile,
  listReports,
  type ReportLine,
} from './wire';
import { ledgerWords } from './words';
import '../../ui/css/checking.css';

export function LedgerApp(_: { at: string }) {
  const desk = useDesk();
  const { session } = desk;
  const w = ledgerWords.value;
  const asked = readAddress(query.value);
  const measure = useSignal<Measure>('assists');
  const reports = useLoaded('reports', () => listReports(session.transport));
  const lines = reports.value?.items ?? [];
  const question = toQuery(asked, lines);
  const key = JSON.stringify(question);
  const { value: ledger, problem } = useLoaded(key, () =>
    question
      ? askLedger(session.transport, question)
      : Promise.resolve({
          ok: false,
          error: {
            code: reports.value ? 'not_found' : 'transport.timeout',
            status: null,
            retryAfter: null,
          },
        } as const),
  );
  const set = (change: Partial<Asked>) =>
    go(writeAddress({ ...asked, part: null, ...change }), { replace: true });
  const waiting = question === null && reports.value === null && !reports.problem;
  // The only question that can be asked wrongly here: the first moment after the second.
  const turned = problem === 'request.invalid';
  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      asOf={ledger?.serverNow ?? null}
      problem={waiting || turned ? null : (problem ?? reports.problem)}
      aside={
        ledger && question ? <TakeFile path={(kind) => ledgerFile(question, kind)} /> : undefined
      }
    >
      <form
        class="card form-grid no-print"
        aria-label={w.choose.label}
        onSubmit={(event) => event.preventDefault()}
      >
        <StateChoice
          id="ledger-from"
          label={w.choose.from}
          end={w.choose.start}
          state={asked.from}
          reports={lines}
          onChoose={(from) => set({ from })}
        />
        <StateChoice
          id="ledger-until"
          label={w.choose.until}
          end={w.choose.now}
          state={asked.until}
          reports={lines}
          onChoose={(until) => set({ until })}
        />
        <Select
          label={w.choose.within}
          value={asked.within}
          empty={w.choose.everywhere}
          options={areaOptions(desk, asked.by === 'hamlet')}
          onChoose={(within) => set({ within })}
        />
        <div>
          <span class="label" aria-hidden="true">
            {w.choose.by}
          </span>
          <Seg
            label={w.choose.by}
            choices={[
              { value: 'commune', text: w.choose.commune },
              { value: 'hamlet', text: w.choose.hamlet },
            ]}
            value={asked.by}
            onChoose={(by) => set({ by })}
          />
        </div>
        <div>
          <span class="label" aria-hidden="true">
            {w.choose.measure}
          </span>
          <Seg
            label={w.choose.measure}
            choices={measures.map((one) => ({ value: one, text: w.measures[one] }))}
            value={measure.value}
            onChoose={(one) => {
              measure.value = one;
            }}
          />
        </div>
      </form>
      {turned ? (
        <Banner kind="wait" icon="info" now>
          {w.choose.turned}
          <p>{w.choose.turnedText}</p>
        </Banner>
      ) : null}
      {ledger && question ? (
        <Shown
          ledger={ledger}
          question={question}
          asked={asked}
          measure={measure.value}
          reports={lines}
        />
      ) : problem && !waiting ? null : (
        <div class="card block" role="status" aria-label={w.loading} />
      )}
      <ReportsCard reports={reports.value?.items ?? null} asked={asked} />
    </DeskFrame>
  );
}

function Shown(props: {
  ledger: Ledger;
  question: LedgerQuery;
  asked: Asked;
  measure: Measure;
  reports: readonly ReportLine[];
}) {
  const { ledger, asked, measure } = props;
  const { session, area } = useDesk();
  const w = ledgerWords.value;
  const tz = session.device.campaign.tz;
  const broken = unexplainedIn([ledger.total, ...ledger.rows]);
  const seqs = [ledger.from.seq, ledger.until.seq].map((seq) => count(seq)) as [string, string];
  const where = inSentence(area(ledger.total.code)?.name ?? ledger.total.name);
  // A report's figures are those of its unit, which a place alone does not say.
  const { from } = asked;
  const of = from.kind === 'report' ? props.reports.find((one) => one.id === from.id) : undefined;
  const place = of ? w.flow.ofReport(where, of.name) : where;
  const unique = (value: number | null) => (value === null ? w.flow.hidden : count(value));
  const seq = (value: number | null) => (value === null ? '' : `, ${w.flow.seq(value)}`);
  const began = ledger.comparable && ledger.from.seq === 0;
  return (
    <>
      {broken.length ? (
        <Banner kind="bad" icon="alert" now>
          {w.broken.title}
          {broken.map((row) => (
            <p key={row.code}>
              {w.broken.row(
                row.name,
                signed(row.unexplained?.assists ?? 0),
                signed(row.unexplained?.records ?? 0),
              )}
            </p>
          ))}
          <p>{w.broken.report(...seqs)}</p>
        </Banner>
      ) : null}
      <section class="card stack" data-ledger>
        <h2>{w.flow.title(w.measures[measure], place)}</h2>
        {ledger.comparable ? (
          <Flow
            row={ledger.total}
            measure={measure}
            asked={asked}
            thenAt={
              began
                ? w.flow.beginning
                : `${w.flow.at(when(ledger.from.at, tz, true))}${seq(ledger.from.seq)}`
            }
            nowAt={`${w.flow.at(when(ledger.until.at, tz, true))}${seq(ledger.until.seq)}`}
            nowName={asked.until.kind === 'end' ? w.flow.nowIs : w.flow.now}
            agrees={broken.length === 0}
          />
        ) : (
          <>
            <Banner kind="wait" icon="info">
              {w.cut.title}
              <p>{w.cut.text}</p>
            </Banner>
            <dl class="stats">
              {(['earlier', 'now'] as const).map((end) => (
                <div key={end} class="stat">
                  <dt class="xs muted">
                    {w.flow[end]}{' '}
                    {w.flow.at(when(ledger[end === 'earlier' ? 'from' : 'until'].at, tz, true))}
                  </dt>
                  <dd>
                    <b>{count(ledger.total[end][measure])}</b>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p class="src">
          {w.flow.unique(unique(ledger.total.earlier.unique), unique(ledger.total.now.unique))}
        </p>
      </section>
      {ledger.comparable ? (
        <section class="card card-flush">
          <div class="card-head">
            <h2>{w.table.caption}</h2>
          </div>
          <LedgerTable ledger={ledger} measure={measure} asked={asked} />
          <p class="src">{w.table.bracket}</p>
        </section>
      ) : null}
      {ledger.comparable && asked.part ? (
        <ChangesCard
          query={props.question}
          part={asked.part}
          place={place}
          exact={asked.exact ? asked.within : null}
          shutHref={writeAddress({ ...asked, part: null })}
        />
      ) : null}
    </>
  );
}

const SHOWN = 6;

function ReportsCard({ reports, asked }: { reports: readonly ReportLine[] | null; asked: Asked }) {
  const { session } = useDesk();
  const w = ledgerWords.value.reports;
  const all = useSignal(false);
  if (reports === null) return null;
  const tz = session.device.campaign.tz;
  return (
    <section class="card stack">
      <h2>{w.title}</h2>
      {reports.length === 0 ? (
        <p class="muted">{w.none}</p>
      ) : (
        <>
          <p class="src">{w.text}</p>
          <ul class="rows">
            {reports.slice(0, all.value ? reports.length : SHOWN).map((one) => (
              <li key={one.id} class="row row-2">
                <a
                  href={writeAddress({
                    from: { kind: 'report', id: one.id },
                    until: { kind: 'end' },
                    by: asked.by,
                    within: '',
                    part: null,
                    exact: false,
                  })}
                  // The page stays the same one, so the router leaves it where it was scrolled to.
                  onClick={() => scrollTo(0, 0)}
                  aria-current={
                    asked.from.kind === 'report' && asked.from.id === one.id ? 'true' : undefined
                  }
                >
                  {one.name}
                </a>
                <span class="xs muted">
                  {w.received(when(one.receivedAt, tz, true))}
                  {one.version > 1 ? `, ${w.version(one.version)}` : ''}
                </span>
              </li>
            ))}
          </ul>
          {reports.length > SHOWN && !all.value ? (
            <button
              type="button"
              class="textlink"
              onClick={() => {
                all.value = true;
              }}
            >
              {w.more(reports.length)}
            </button>
          ) : null}
        </>
      )}
    </section>
  );
}
