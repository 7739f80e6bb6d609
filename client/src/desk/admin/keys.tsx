/** The keys: which there are, since when, which are in use, which is next. Promises: never a key. */
import { dayOf } from '../../core/day';
import { fullDay } from '../../ui/format';
import type { IconName } from '../../ui/icon';
import { Banner, State, type StateKind } from '../../ui/marks';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { Scroll } from '../scroll';
import { TableHead } from '../table-head';
import { AdminFrame, Command, Late } from './page';
import { keysDue } from './upkeep-state';
import { type KeyRow, type Keys, listKeys } from './wire';
import { adminWords } from './words';

const marks: Record<KeyRow['state'], { kind: StateKind; icon: IconName }> = {
  active: { kind: 'ok', icon: 'check2' },
  old: { kind: 'none', icon: 'archive' },
  next: { kind: 'info', icon: 'clock' },
  waiting: { kind: 'wait', icon: 'clock' },
};

const DAY_MS = 86_400_000;

export function KeysPage() {
  const { session } = useDesk();
  const w = adminWords.value.keys;
  const loaded = useLoaded('keys', () => listKeys(session.transport));
  return (
    <AdminFrame title={w.title} lead={w.lead} problem={loaded.problem}>
      <Late loaded={loaded} />
      {loaded.value ? <Known keys={loaded.value} tz={session.device.campaign.tz} /> : null}
    </AdminFrame>
  );
}

function Known({ keys, tz }: { keys: Keys; tz: string }) {
  const w = adminWords.value.keys;
  const now = Date.now();
  const day = (instant: string) => fullDay(dayOf(instant, tz));
  const { next } = keys;
  const late = keysDue(keys, now);
  return (
    <>
      {keys.items.some((one) => one.state === 'waiting') ? (
        <Banner kind="wait" icon="clock">
          {w.waiting}
          <p>
            {w.waitingText} <Command>systemctl reload gocua</Command>
          </p>
        </Banner>
      ) : null}
      {next ? (
        <Banner kind={late ? 'late' : 'info'} icon={late ? 'clockwarn' : 'clock'}>
          {late
            ? w.overdue(w.names[next.name], day(next.dueAt))
            : `${w.next}: ${w.nextDue(w.names[next.name], day(next.dueAt))}`}
          {late ? (
            <p>
              {w.overdueText} <Command>{`gocua keys rotate ${next.name}`}</Command>
            </p>
          ) : null}
        </Banner>
      ) : null}
      <section class="card card-flush">
        <div class="card-head">
          <h2>{w.list}</h2>
        </div>
        <Scroll label={w.list}>
          <table class="t t-wide t-keys">
            <TableHead
              caption={w.list}
              heads={[w.name, w.state, w.made, { num: w.age }, w.due, w.use]}
            />
            <tbody>
              {keys.items.map((one) => (
                <tr key={`${one.name}-${one.number}`}>
                  <th scope="row" class="wrap">
                    {w.names[one.name]}
                    <span class="xs muted below">{`${one.name}-${one.number}`}</span>
                  </th>
                  <td class="states">
                    <State {...marks[one.state]}>{w.states[one.state]}</State>
                  </td>
                  <td>{day(one.madeAt)}</td>
                  <td class="num">
                    {w.ageDays(Math.max(0, Math.floor((now - Date.parse(one.madeAt)) / DAY_MS)))}
                  </td>
                  <td class="wrap">
                    {one.state === 'next' ? (
                      <>
                        {w.begin} <Command>{`gocua keys begin ${one.name}`}</Command>
                      </>
                    ) : one.dueAt ? (
                      w.rotateBefore(day(one.dueAt))
                    ) : null}
                    {one.retireAt ? (
                      Date.parse(one.retireAt) > now ? (
                        w.retireFrom(day(one.retireAt))
                      ) : (
                        <>
                          {w.retireNow}{' '}
                          <Command>{`gocua keys retire ${one.name} ${one.number}`}</Command>
                        </>
                      )
                    ) : one.dueAt || one.state === 'next' ? null : (
                      <span class="muted">{w.superseded}</span>
                    )}
                    {one.campaigns.length ? (
                      <span class="xs muted below">{w.countsWith(one.campaigns.join(', '))}</span>
                    ) : null}
                  </td>
                  <td class="wrap">{w.uses[one.name]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <p class="src">
          {w.session} {w.dates}
        </p>
      </section>
    </>
  );
}
