/**
 * The frame of the desk: rail, top bar (scope, time of the data, sample mark), page.
 * Promises: the sample bar is on every page of a sample campaign.
 */
import type { ComponentChildren } from 'preact';
import { dayOf } from '../core/day';
import { hour, namedDay } from '../ui/format';
import { SampleBar, Title } from '../ui/frame';
import { Icon } from '../ui/icon';
import { words } from '../ui/language';
import { Banner, Sample } from '../ui/marks';
import { useDesk } from './context';
import { Rail } from './rail';
import { deskTrouble, SignInAgain } from './refused';
import { deskWords } from './words';

export function DeskFrame(props: {
  title: string;
  crumb?: ComponentChildren;
  lead?: string;
  aside?: ComponentChildren;
  /** The server's time of the figures on the page. */
  asOf?: string | null;
  problem?: string | null;
  children: ComponentChildren;
}) {
  const { session, me, home, problem } = useDesk();
  const w = deskWords.value;
  const { campaign } = session.device;
  const sample = me.value?.campaign.sample ?? campaign.sample;
  const shown = props.problem ?? problem.value;
  // The sentence for a phone speaks of visits that wait; a desk has none.
  const away = shown?.startsWith('transport.') ?? false;
  const refused = shown !== null && !away;
  return (
    <>
      {sample ? <SampleBar /> : null}
      <div class="desk">
        <Rail />
        <div>
          <header class="top">
            <b>{home()?.name ?? campaign.name}</b>
            {props.asOf === undefined || (props.asOf === null && refused) ? null : (
              <span class="fresh" role="status">
                <Icon name="sync" size="sm" />
                {props.asOf
                  ? w.top.updated(
                      hour(props.asOf, campaign.tz),
                      namedDay(dayOf(props.asOf, campaign.tz), true),
                    )
                  : away
                    ? w.top.away
                    : w.top.loading}
              </span>
            )}
            {sample ? <Sample>{words.value.sample}</Sample> : null}
          </header>
          <main class="page">
            <div class="page-head">
              <div>
                {props.crumb ? <p class="crumb">{props.crumb}</p> : null}
                <Title>{props.title}</Title>
                {props.lead ? <p>{props.lead}</p> : null}
              </div>
              {props.aside}
            </div>
            {shown ? (
              <Banner kind={away ? 'wait' : 'bad'} icon="alert" now>
                {deskTrouble(shown).title}
                <p>{props.asOf ? w.top.stale : away ? w.top.none : deskTrouble(shown).text}</p>
                <SignInAgain code={shown} />
              </Banner>
            ) : null}
            {props.children}
          </main>
        </div>
      </div>
    </>
  );
}
