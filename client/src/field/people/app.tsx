/**
 * Who is using this phone: the people on it, and what each has not sent yet.
 *
 * Rests on what main reads of each seat. Promises: no record of anybody is shown here; who signed out
 * comes back by an invite alone, and what they left behind is told.
 */
import { useSignal } from '@preact/signals';
import type { Device } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { Phone, PhoneHead, PhoneMain, Title } from '../../ui/frame';
import { Icon } from '../../ui/icon';
import { Logo } from '../../ui/logo';
import { Banner, State } from '../../ui/marks';
import { Actions, PhoneFoot } from '../foot';
import { peopleWords } from './words';
import '../../ui/css/rows.css';
import '../../ui/css/pages.css';
import '../../ui/css/lock.css';

export type Seated = {
  readonly device: Device;
  /** null when it could not be counted: then nothing is called sent. */
  readonly waiting: number | null;
  readonly signedOut: boolean;
};

export function PeopleApp(props: {
  seated: readonly Seated[];
  current: string | null;
  onChoose: (deviceId: string) => void;
}) {
  const w = peopleWords.value;
  const asked = useSignal<Seated | null>(null);
  return (
    <Phone>
      <PhoneHead>
        <Logo />
      </PhoneHead>
      <PhoneMain>
        <div class="title">
          <Title>{w.title}</Title>
        </div>
        <p class="muted">{w.lead}</p>
        {asked.value ? <Gone seated={asked.value} /> : null}
        <ul class="rows people">
          {props.seated.map((one) => (
            <li key={one.device.deviceId}>
              <button
                type="button"
                class="row person"
                onClick={() => {
                  if (one.signedOut) asked.value = one;
                  else props.onChoose(one.device.deviceId);
                }}
              >
                <Icon name={one.signedOut ? 'lock' : 'users'} />
                <span>
                  <span class="row-title">{one.device.person.name}</span>
                  <span class="row-sub">
                    {factWords.value.roles[one.device.person.role]} · {one.device.campaign.name}
                  </span>
                </span>
                <Mark seated={one} here={one.device.deviceId === props.current} />
              </button>
            </li>
          ))}
        </ul>
        <p class="sm muted">{w.onlyScreen}</p>
      </PhoneMain>
      <PhoneFoot>
        <Actions>
          <Btn size="big" icon="plus" href="/them-nguoi">
            {w.add}
          </Btn>
        </Actions>
      </PhoneFoot>
    </Phone>
  );
}

function Mark({ seated, here }: { seated: Seated; here: boolean }) {
  const w = peopleWords.value;
  if (seated.waiting === null) {
    return (
      <State kind="none" icon="clock">
        {w.uncounted}
      </State>
    );
  }
  if (seated.waiting > 0) {
    return (
      <State kind="wait" icon="clock">
        {w.waiting(seated.waiting)}
      </State>
    );
  }
  if (seated.signedOut) {
    return (
      <State kind="none" icon="lock">
        {w.signedOut}
      </State>
    );
  }
  return (
    <State kind={here ? 'info' : 'ok'} icon={here ? 'phone' : 'check2'}>
      {here ? w.here : w.allSent}
    </State>
  );
}

function Gone({ seated }: { seated: Seated }) {
  const w = peopleWords.value;
  const waiting = seated.waiting ?? 0;
  return (
    <Banner kind={waiting > 0 ? 'wait' : 'info'} icon="lock" now>
      {w.signedOutText(seated.device.person.name)}
      <p>{waiting > 0 ? w.signedOutKept(waiting) : w.signedOutHow}</p>
      <p>
        <Btn href="/them-nguoi">{w.withInvite}</Btn>
      </p>
    </Banner>
  );
}
