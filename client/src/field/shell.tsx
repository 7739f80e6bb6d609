/**
 * The frame of every field screen: sample bar, head with the sync pill, main, foot with the tabs.
 * Rests on the field context. Promises: the sample bar and the pill are on each of them.
 */
import type { ComponentChildren } from 'preact';
import {
  Phone,
  PhoneHead,
  PhoneMain,
  SampleBar,
  SyncPill,
  type SyncView,
  Title,
} from '../ui/frame';
import { type Field, useField } from './context';
import { Back, PhoneFoot } from './foot';
import { type TabKey, Tabs } from './tabs';

const blocking = new Set([
  'session.missing',
  'session.expired',
  'person.changed',
  'device.revoked',
  'campaign.purged',
]);

export function syncView(field: Field): SyncView {
  const { sending, waiting, problem } = field.status.value;
  return {
    online: !isOffline(field),
    sending,
    // Before the engine is here: what is known to wait is said, that nothing does is not.
    waiting: waiting ?? (field.counts.value?.waiting || null),
    blocked: problem !== null && blocking.has(problem),
  };
}

/** The last try did not reach the server. Before the first try nothing is known, so nothing is said. */
export function isOffline(field: Field): boolean {
  const { online, problem } = field.status.value;
  return !online && problem?.startsWith('transport.') === true;
}

/** Why nothing more goes out, when that needs a person; null otherwise. */
export function blockedBy(field: Field): string | null {
  const { problem } = field.status.value;
  return problem !== null && blocking.has(problem) ? problem : null;
}

type ScreenProps = {
  title: string;
  titleHidden?: boolean;
  /** Stands in the place of the title: the place button of the form. */
  head?: ComponentChildren;
  aside?: ComponentChildren;
  back?: string | (() => void);
  tab?: TabKey;
  fill?: boolean;
  actions?: ComponentChildren;
  children: ComponentChildren;
};

export function Screen(props: ScreenProps) {
  const field = useField();
  const back =
    props.back === undefined ? null : typeof props.back === 'string' ? (
      <Back href={props.back} />
    ) : (
      <Back onClick={props.back} />
    );
  return (
    <>
      {field.device.campaign.sample ? <SampleBar /> : null}
      <Phone>
        <PhoneHead>
          {back}
          {props.head}
          <Title hidden={props.titleHidden}>{props.title}</Title>
          {props.aside}
          <SyncPill view={syncView(field)} compact={props.back !== undefined} />
        </PhoneHead>
        <PhoneMain fill={props.fill}>{props.children}</PhoneMain>
        {props.actions || props.tab ? (
          <PhoneFoot>
            {props.actions}
            {props.tab ? (
              <Tabs
                current={props.tab}
                counts={{
                  list: field.counts.value?.attention,
                  // Those that are due: a number that cannot be brought down today teaches to overlook it.
                  revisits: field.revisits.value?.filter(
                    ({ revisitOn }) => revisitOn !== null && revisitOn <= field.today.value,
                  ).length,
                }}
              />
            ) : null}
          </PhoneFoot>
        ) : null}
      </Phone>
    </>
  );
}
