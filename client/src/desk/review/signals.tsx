/** What is unusual, with why and with an innocent explanation; each leads to that person's records of that day. */

import { Btn } from '../../ui/buttons';
import { fullDay } from '../../ui/format';
import { Icon, type IconName } from '../../ui/icon';
import { Empty } from '../../ui/marks';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { Refused } from '../refused';
import { TakeFile } from '../taking/take-file';
import { dayOfPerson, hrefOf } from './address';
import { AskBack } from './ask-back';
import { useFilter, WhereAndWhen } from './filters';
import { listSignals, type SignalKind, signalsFile } from './wire';
import { reviewWords } from './words';

const icons: Record<SignalKind, IconName> = {
  hour: 'clock',
  numbers: 'phone',
  burst: 'clockwarn',
  night: 'clock',
  elsewhere: 'pin',
  duplicates: 'copy',
};

export function SignalsPart() {
  const { session } = useDesk();
  const w = reviewWords.value.signals;
  const { filter, set } = useFilter('signals');
  const { area, since, until } = filter;
  const { value, problem } = useLoaded(`signals ${area} ${since} ${until}`, () =>
    listSignals(session.transport, { area, since, until }),
  );
  return (
    <>
      <form
        class="card form-grid no-print"
        aria-label={reviewWords.value.filter.label}
        onSubmit={(event) => event.preventDefault()}
      >
        <WhereAndWhen filter={filter} set={set} />
      </form>
      <Refused failure={problem ? { code: problem, status: null, retryAfter: null } : null} />
      {value === null ? (
        problem ? null : (
          <div class="card block" role="status" aria-label={w.loading} />
        )
      ) : value.items.length === 0 ? (
        <Empty icon="check2" title={w.empty} text={w.emptyText}>
          <Btn href={hrefOf('samples', { area, since, until })}>
            {reviewWords.value.tabs.samples}
          </Btn>
        </Empty>
      ) : (
        <section class="card stack">
          <div class="card-head">
            <h2>{w.title(value.items.length)}</h2>
            <span class="src">{w.between(fullDay(value.since), fullDay(value.until))}</span>
          </div>
          <TakeFile path={(kind) => signalsFile({ area, since, until }, kind)} />
          <ul class="rows">
            {value.items.map((one) => (
              <li
                key={`${one.kind} ${one.person} ${one.day} ${one.first}`}
                class="signal-row"
                data-signal={one.kind}
                data-person={one.person}
                data-day={one.day}
              >
                <Icon name={icons[one.kind]} size="lg" />
                <div class="check-what">
                  <b>{w.kinds[one.kind]}</b>
                  <span>{one.why}</span>
                  <span class="xs muted">{w.innocent[one.kind]}</span>
                </div>
                <div class="check-who">
                  <b>{one.personName}</b>
                  <time class="xs muted" dateTime={one.day}>
                    {fullDay(one.day)}
                  </time>
                </div>
                <div class="stack-2">
                  <a class="btn" href={dayOfPerson(one.person, one.day)}>
                    {w.see}
                    <span class="sr"> {w.seeOf(one.personName, fullDay(one.day))}</span>
                  </a>
                  <AskBack signal={one} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
