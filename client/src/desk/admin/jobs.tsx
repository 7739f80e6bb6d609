/** What the worker does by the clock, and what waits to be sent. Asked again every minute while it is looked at. */
import { useEffect } from 'preact/hooks';
import { count } from '../../ui/format';
import { Banner, State } from '../../ui/marks';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { Scroll } from '../scroll';
import { TableHead } from '../table-head';
import { when } from '../when';
import { AdminFrame, Late } from './page';
import { type JobRow, type Jobs, readJobs } from './wire';
import { adminWords } from './words';

const EVERY_MS = 60_000;

export function JobsPage() {
  const { session } = useDesk();
  const w = adminWords.value.jobs;
  const loaded = useLoaded('jobs', () => readJobs(session.transport));
  const { reload } = loaded;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const found = loaded.value;
  const { tz } = session.device.campaign;
  return (
    <AdminFrame title={w.title} lead={w.lead} problem={loaded.problem}>
      <Late loaded={loaded} />
      {found ? (
        <>
          <Beat jobs={found} tz={tz} />
          <div class="cols cols-free">
            <Table jobs={found.items} tz={tz} />
            <Queue jobs={found} tz={tz} />
          </div>
        </>
      ) : null}
    </AdminFrame>
  );
}

function Beat({ jobs, tz }: { jobs: Jobs; tz: string }) {
  const w = adminWords.value.jobs;
  if (!jobs.silent && jobs.seenAt)
    return (
      <Banner kind="ok" icon="check2">
        {w.runs}
        <p>{w.seenAt(when(jobs.seenAt, tz, true))}</p>
      </Banner>
    );
  return (
    <Banner kind="bad" icon="alert">
      {jobs.seenAt ? w.silent : w.neverRan}
      <p>
        {jobs.seenAt ? `${w.seenAt(when(jobs.seenAt, tz, true))}. ` : ''}
        {jobs.inServer ? w.silentServer : w.silentWorker}
      </p>
    </Banner>
  );
}

function Table({ jobs, tz }: { jobs: readonly JobRow[]; tz: string }) {
  const w = adminWords.value.jobs;
  return (
    <section class="card card-flush c8">
      <div class="card-head">
        <h2>{w.list}</h2>
      </div>
      <Scroll label={w.list}>
        <table class="t t-wide">
          <TableHead
            caption={w.list}
            heads={[w.name, w.state, w.ranAt, w.lastError, { num: w.took }]}
          />
          <tbody>
            {jobs.map((job) => (
              <tr key={job.name}>
                <th scope="row" class="wrap">
                  {w.names[job.name] ?? job.name}
                </th>
                <td class="states">
                  <JobState job={job} />
                </td>
                <td class="nowrap">{job.ranAt ? when(job.ranAt, tz) : '–'}</td>
                <td class="wrap">
                  {job.failedAt ? (
                    <>
                      {when(job.failedAt, tz, true)}
                      <span class="xs muted below">{job.error}</span>
                    </>
                  ) : (
                    <span class="muted">{w.noError}</span>
                  )}
                </td>
                <td class="num">{job.tookMs === null ? '–' : w.ms(job.tookMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function JobState({ job }: { job: JobRow }) {
  const w = adminWords.value.jobs;
  if (job.ranAt === null)
    return (
      <State kind="none" icon="clock">
        {w.never}
      </State>
    );
  return job.failures > 0 ? (
    <State kind="bad" icon="fail">
      {w.failing(job.failures)}
    </State>
  ) : (
    <State kind="ok" icon="check2">
      {w.ok}
    </State>
  );
}

function Queue({ jobs, tz }: { jobs: Jobs; tz: string }) {
  const w = adminWords.value.jobs;
  const { queue } = jobs;
  return (
    <section class="card c4 stack">
      <h2>{w.queue}</h2>
      <Kv
        facts={[
          { term: w.waiting, value: count(queue.waiting) },
          { term: w.due, value: count(queue.due) },
          { term: w.retried, value: count(queue.retried) },
          { term: w.oldest, value: queue.oldestDueAt ? when(queue.oldestDueAt, tz, true) : w.none },
          { term: w.sent, value: count(queue.sent) },
          { term: w.dropped, value: count(queue.dropped) },
        ]}
      />
    </section>
  );
}
