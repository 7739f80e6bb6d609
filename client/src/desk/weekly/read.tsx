/**
 * One submitted version: when it came, what it says, what differs from the version before, what staff decided.
 * Promises: what the server received and what the sender claims stand side by side; a version is never changed.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { changedSections } from '../../core/report';
import { askReport, type SentReport } from '../../sync/reports';
import { Btn } from '../../ui/buttons';
import { count, namedDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { formHref, readHref, start } from './addresses';
import { WordsChanged } from './changes';
import { DecideCard } from './decide';
import { Documents } from './documents';
import { issuerOf, PaperSheet } from './paper';
import { newest } from './square';
import { StatusOf } from './status';
import { dueText, moment, titleOf } from './times';
import { weeklyWords } from './words';

export function ReadPage({ id }: { id: string }) {
  const { session, me } = useDesk();
  const w = weeklyWords.value;
  const tz = session.device.campaign.tz;
  const report = useSignal<SentReport | null>(null);
  const before = useSignal<SentReport | null>(null);
  const problem = useSignal<string | null>(null);
  const again = useSignal(0);
  useEffect(() => {
    let over = false;
    const read = async () => {
      const reply = await askReport(session.transport, id);
      if (over) return;
      problem.value = reply.ok ? null : reply.error.code;
      if (!reply.ok) return;
      const corrects = reply.value.corrects;
      const earlier = corrects ? await askReport(session.transport, corrects) : null;
      if (over) return;
      report.value = reply.value;
      before.value = earlier?.ok ? earlier.value : null;
    };
    void read();
    return () => {
      over = true;
    };
  }, [session, id, again.value, report, before, problem]);
  const found = report.value;
  const role = me.value?.person.role ?? session.device.person.role;
  const staff = role === 'district' || role === 'admin';
  return (
    <DeskFrame
      title={found ? w.read.title(found.name) : w.kinds.sent}
      lead={
        found
          ? `${titleOf(found)}, ${w.period(namedDay(found.period, true))}. ${w.read.version(found.version)}.`
          : ''
      }
      crumb={<a href={start}>{w.read.crumb}</a>}
      asOf={found?.serverNow ?? null}
      problem={problem.value}
    >
      {found ? (
        <div class="cols cols-free">
          <div class="c5 stack-4">
            <Notices report={found} />
            {staff && newest(found.square)?.id === found.id ? (
              <DecideCard
                report={found}
                onDone={() => {
                  again.value += 1;
                }}
              />
            ) : null}
            <Facts report={found} tz={tz} />
            {before.value ? <Changes report={found} before={before.value} /> : null}
            <Decisions report={found} tz={tz} />
            <Documents id={found.id} kind={found.square.unit.kind} />
            {newest(found.square)?.id === found.id ? (
              <div class="line">
                <Btn
                  icon="edit"
                  href={formHref({
                    obligation: found.obligation,
                    organisation: found.organisation,
                    period: found.period,
                  })}
                >
                  {w.read.fix}
                </Btn>
              </div>
            ) : null}
          </div>
          <section class="c7 stack">
            {found.paper ? (
              <PaperSheet
                paper={found.paper}
                narrative={found.narrative}
                zero={found.zero}
                version={found.version}
                word={found.word}
                issuer={issuerOf(found.figures.form, found.organisation)}
                sample={session.device.campaign.sample ?? false}
              />
            ) : null}
          </section>
        </div>
      ) : problem.value ? null : (
        <div class="card block late" aria-hidden="true" />
      )}
    </DeskFrame>
  );
}

function Notices({ report }: { report: SentReport }) {
  const w = weeklyWords.value.read;
  const last = newest(report.square);
  return (
    <>
      {last && last.id !== report.id ? (
        <Banner kind="info" icon="info">
          {w.notLatest}
          <p>
            <a href={readHref(last.id)}>{w.latest}</a>
          </p>
        </Banner>
      ) : null}
      {last?.id === report.id && last.verdict === 'returned' && last.text ? (
        <Banner kind="wait" icon="undo">
          {w.returned}
          <p>{last.text}</p>
        </Banner>
      ) : null}
    </>
  );
}

function Facts({ report, tz }: { report: SentReport; tz: string }) {
  const w = weeklyWords.value.read;
  const { square, increment } = report;
  return (
    <section class="card stack">
      <Kv
        facts={[
          { term: w.statusTerm, value: <StatusOf square={square} /> },
          { term: w.received, value: moment(report.receivedAt, tz) },
          {
            term: w.finished,
            value: report.finishedAt ? moment(report.finishedAt, tz) : w.notSaid,
          },
          { term: w.dueTerm, value: dueText(square.dueAt, tz) },
          square.moved ? { term: w.movedTerm, value: square.moved.reason } : null,
          {
            term: w.sender,
            value: report.onBehalf ? w.behalf(report.submittedBy) : report.submittedBy,
          },
          report.onBehalf ? { term: w.saidBy, value: report.saidBy } : null,
          { term: w.more, value: w.moreText(count(increment.assists), count(increment.unique)) },
          { term: w.snapshot, value: count(report.figures.seq) },
        ]}
      />
      {square.versions.length > 1 ? (
        <div class="stack-1">
          <h2>{w.versions}</h2>
          <ul class="stack-1">
            {square.versions.map((one) => (
              <li key={one.id} class="line">
                {one.id === report.id ? (
                  <b>{w.version(one.version)}</b>
                ) : (
                  <a href={readHref(one.id)}>{w.version(one.version)}</a>
                )}
                <span class="sm muted">{moment(one.receivedAt, tz)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

function Changes({ report, before }: { report: SentReport; before: SentReport }) {
  const w = weeklyWords.value;
  const figures = [
    [w.form.assists, before.increment.assists, report.increment.assists],
    [w.form.unique, before.increment.unique, report.increment.unique],
  ] as const;
  const moved = figures.filter(([, old, now]) => old !== now);
  const worded = changedSections(before.narrative, report.narrative).length > 0;
  return (
    <section class="card stack" data-changes>
      <h2>{w.read.changes(before.version)}</h2>
      {worded ? (
        <WordsChanged before={before.narrative} after={report.narrative} />
      ) : (
        <p class="sm muted">{w.read.changesNone}</p>
      )}
      {moved.map(([name, old, now]) => (
        <p key={name} class="sm">
          {w.read.figuresChanged(name, count(old), count(now))}
        </p>
      ))}
    </section>
  );
}

function Decisions({ report, tz }: { report: SentReport; tz: string }) {
  const w = weeklyWords.value.read;
  if (report.decisions.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{w.decisions}</h2>
      <ul class="stack-2">
        {report.decisions.map((one) => (
          <li key={one.at}>
            <b>{one.verdict === 'returned' ? w.returned : one.excused ? w.excused : w.accepted}</b>{' '}
            <span class="xs muted">{w.by(one.by, moment(one.at, tz))}</span>
            {one.text ? <p>{one.text}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
