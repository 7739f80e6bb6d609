/** The list of the admin's pages, each with how things stand there where that can be said in a word. */
import type { ComponentChildren } from 'preact';
import { State } from '../../ui/marks';
import { Row, Rows } from '../../ui/rows';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { inGroup, stateOf } from './device-state';
import { type AdminKey, adminPagesOf } from './pages';
import { backupsVerdict, jobsVerdict, keysDue, type Verdict } from './upkeep-state';
import { listDevices, listKeys, readBackups, readJobs } from './wire';
import { adminWords } from './words';

const nothing = () => Promise.resolve({ ok: true as const, value: null });

export function PagesList() {
  const { me, session } = useDesk();
  const w = adminWords.value;
  const role = me.value?.person.role ?? session.device.person.role;
  const channel = session.transport;
  const admin = role === 'admin';
  const devices = useLoaded(role, () => listDevices(channel));
  const backups = useLoaded(role, () => (admin ? readBackups(channel) : nothing()));
  const keys = useLoaded(role, () => (admin ? listKeys(channel) : nothing()));
  const jobs = useLoaded(role, () => (admin ? readJobs(channel) : nothing()));
  const now = Date.now();
  const look = devices.value?.filter((one) => inGroup(stateOf(one, now), 'look')).length ?? null;
  const job = jobs.value && jobsVerdict(jobs.value);
  const marks: Partial<Record<AdminKey, ComponentChildren>> = {
    devices: look ? (
      <State kind="wait" icon="alert">
        {w.states.look(look)}
      </State>
    ) : null,
    backups: backups.value ? <Told verdict={backupsVerdict(backups.value, now)} /> : null,
    keys: keys.value ? (
      keysDue(keys.value, now) ? (
        <State kind="wait" icon="clock">
          {w.states.keysDue}
        </State>
      ) : (
        <Told verdict="ok" />
      )
    ) : null,
    jobs:
      job === 'never' || job === 'due' ? (
        <State kind="bad" icon="alert">
          {job === 'never' ? w.states.neverRan : w.states.silent}
        </State>
      ) : job ? (
        <Told verdict={job} />
      ) : null,
  };
  const problem = devices.problem ?? backups.problem ?? keys.problem ?? jobs.problem;
  return (
    <DeskFrame title={w.title} lead={w.lead} problem={problem}>
      <section class="card admin-list" aria-label={w.title}>
        <Rows>
          {adminPagesOf(role).map((page) => (
            <Row
              key={page.key}
              icon={page.icon}
              href={page.href}
              title={w.pages[page.key]}
              sub={w.about[page.key]}
            >
              {marks[page.key] ?? null}
            </Row>
          ))}
        </Rows>
      </section>
    </DeskFrame>
  );
}

function Told({ verdict }: { verdict: Verdict }) {
  const w = adminWords.value.states;
  if (verdict === 'ok')
    return (
      <State kind="ok" icon="check2">
        {w.ok}
      </State>
    );
  return (
    <State kind={verdict === 'due' ? 'wait' : 'bad'} icon="alert">
      {w[verdict]}
    </State>
  );
}
