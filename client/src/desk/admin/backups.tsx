/**
 * The last backup, the last test of one, the last export of the trail, the last restore.
 * Promises: what never happened is a warning with the command that ends it, never an empty place.
 */
import { count, fullDay, space } from '../../ui/format';
import type { IconName } from '../../ui/icon';
import { Banner, State, type StateKind } from '../../ui/marks';
import { type Fact, Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { when } from '../when';
import { AdminFrame, Command, Late } from './page';
import { type UpkeepKind, type Verdict, verdictOf } from './upkeep-state';
import { type Backups, readBackups, type UpkeepLine } from './wire';
import { adminWords } from './words';

const marks: Record<Verdict, { kind: StateKind; icon: IconName }> = {
  ok: { kind: 'ok', icon: 'check2' },
  due: { kind: 'late', icon: 'clockwarn' },
  never: { kind: 'bad', icon: 'alert' },
  failed: { kind: 'bad', icon: 'fail' },
};

/** What ends each warning, as docs/operations.md spells it. */
const commands: Record<UpkeepKind, string> = {
  backup: 'gocua backup /backups/gocua-$(date +%F).backup',
  test: 'gocua restore /backups/gocua-….backup --test',
  trail: 'gocua audit export',
};

export function BackupsPage() {
  const { session } = useDesk();
  const w = adminWords.value.backups;
  const loaded = useLoaded('backups', () => readBackups(session.transport));
  const { tz } = session.device.campaign;
  const found = loaded.value;
  return (
    <AdminFrame title={w.title} lead={w.lead} problem={loaded.problem}>
      <Late loaded={loaded} />
      {found ? (
        <>
          <div class="cols">
            {(['backup', 'test', 'trail'] as const).map((kind) => (
              <Kind key={kind} kind={kind} found={found} tz={tz} />
            ))}
          </div>
          <div class="cols">
            <section class="card c4 stack">
              <h2>{w.kinds.restore}</h2>
              {found.restore ? (
                <Kv facts={factsOf(found.restore, tz)} />
              ) : (
                <p class="muted">{w.neverRestored}</p>
              )}
            </section>
            <Recent found={found} tz={tz} />
          </div>
        </>
      ) : null}
    </AdminFrame>
  );
}

function Kind({ kind, found, tz }: { kind: UpkeepKind; found: Backups; tz: string }) {
  const w = adminWords.value.backups;
  const verdict = verdictOf(found, kind, Date.now());
  const last = found[kind];
  return (
    <section class="card c4 stack" aria-label={w.kinds[kind]}>
      <h2>{w.kinds[kind]}</h2>
      {verdict === 'ok' ? (
        <div>
          <State {...marks.ok}>{w.verdicts[kind].ok}</State>
        </div>
      ) : (
        <Banner kind={verdict === 'due' ? 'late' : 'bad'} icon={marks[verdict].icon}>
          {w.verdicts[kind][verdict]}
          <p>{w.why[kind]}</p>
        </Banner>
      )}
      {last ? <Kv facts={factsOf(last, tz)} /> : null}
      {verdict === 'ok' ? null : (
        <p class="sm">
          {w.run} <Command>{commands[kind]}</Command>
        </p>
      )}
    </section>
  );
}

function Recent({ found, tz }: { found: Backups; tz: string }) {
  const w = adminWords.value.backups;
  return (
    <section class="card c8 stack">
      <h2>{w.recent}</h2>
      {found.recent.length === 0 ? <p class="muted">{w.recentNone}</p> : null}
      <ul class="rows">
        {found.recent.map((line) => {
          const failed = line.details.ok === false;
          return (
            <li key={`${line.at} ${line.act}`} class="spread recent">
              <span>
                <span class="row-title">{w.acts[line.act]}</span>
                <span class="row-sub cut">
                  {when(line.at, tz, true)} ·{' '}
                  {line.act === 'audit.export' ? fullDay(line.subject) : line.subject}
                </span>
              </span>
              <State kind={failed ? 'bad' : 'ok'} icon={failed ? 'fail' : 'check2'}>
                {failed ? w.failed : w.done}
              </State>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function factsOf({ at, act, subject, details }: UpkeepLine, tz: string): (Fact | null)[] {
  const w = adminWords.value.backups;
  const number = (name: string) =>
    typeof details[name] === 'number' ? (details[name] as number) : null;
  const text = (name: string) =>
    typeof details[name] === 'string' ? (details[name] as string) : null;
  const fact = (term: string, value: string | null): Fact | null =>
    value === null ? null : { term, value };
  const bytes = number('bytes');
  const seconds = number('seconds');
  const head = act === 'backup.restore' ? null : number('head');
  const lines = number('lines');
  const days = number('days');
  const madeAt = act === 'backup.make' ? null : text('made_at');
  return [
    { term: w.at, value: when(at, tz, true) },
    act === 'audit.export'
      ? { term: w.upTo, value: fullDay(subject) }
      : act === 'backup.restore'
        ? null
        : { term: w.file, value: <span class="cut">{subject}</span> },
    fact(w.madeAt, madeAt && when(madeAt, tz, true)),
    fact(w.size, bytes === null ? null : space(bytes)),
    fact(w.head, head === null ? null : count(head)),
    fact(w.took, seconds === null ? null : w.seconds(seconds)),
    fact(w.days, days === null ? null : count(days)),
    fact(w.lines, lines === null ? null : count(lines)),
    fact(w.problem, text('problem')),
  ];
}
