/**
 * 09b: the PIN of a shared phone; chosen at the first turn, asked for at each one after.
 *
 * Rests on store/locks. Promises: unlocking needs no network; the pill shows that records wait safely and
 * go on being sent behind the lock; a forgotten PIN says what to do.
 */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Device } from '../../core/types';
import type { Locks } from '../../store/locks';
import { Btn } from '../../ui/buttons';
import { age, factWords } from '../../ui/facts';
import { Said } from '../../ui/fields';
import { Phone, PhoneHead, PhoneMain, SyncPill, type SyncView, Title } from '../../ui/frame';
import { Icon } from '../../ui/icon';
import { Logo } from '../../ui/logo';
import { Banner } from '../../ui/marks';
import { Actions, PhoneFoot } from '../foot';
import { peopleWords } from './words';
import '../../ui/css/rows.css';
import '../../ui/css/pages.css';
import '../../ui/css/lock.css';

const length = 4;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

type Stage = 'enter' | 'choose' | 'again';

export function LockApp(props: {
  device: Device;
  locks: Locks;
  /** Whether there is a PIN already. */
  has: boolean;
  /** Still to wait from tries before, ms. */
  waitMs: number;
  view: ReadonlySignal<SyncView>;
  onOpen: () => void;
}) {
  const { device, locks } = props;
  const w = peopleWords.value;
  const stage = useSignal<Stage>(props.has ? 'enter' : 'choose');
  const typed = useSignal('');
  const first = useSignal('');
  const busy = useSignal(false);
  const said = useSignal<string | null>(null);
  const until = useSignal(performance.now() + props.waitMs);
  const left = useSignal(props.waitMs);
  const forgotten = useSignal(false);

  // The wait is told as it shrinks, and the pad opens by itself.
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = Math.max(0, until.value - performance.now());
    }, 1000);
    return () => clearInterval(timer);
  }, [left, until]);

  const finish = async (pin: string) => {
    typed.value = '';
    if (stage.value === 'choose') {
      first.value = pin;
      stage.value = 'again';
      said.value = null;
      return;
    }
    if (stage.value === 'again' && pin !== first.value) {
      stage.value = 'choose';
      said.value = w.differ;
      return;
    }
    busy.value = true;
    try {
      if (stage.value === 'again') {
        await locks.setPin(device.deviceId, pin);
        props.onOpen();
        return;
      }
      const opened = await locks.tryPin(device.deviceId, pin);
      if (opened.ok) {
        props.onOpen();
        return;
      }
      until.value = performance.now() + opened.waitMs;
      left.value = opened.waitMs;
      said.value = opened.waitMs > 0 ? null : w.wrong(opened.left);
    } finally {
      busy.value = false;
    }
  };
  const press = (digit: string) => {
    if (busy.value || left.value > 0) return;
    typed.value += digit;
    if (typed.value.length === length) void finish(typed.value);
  };
  const erase = () => {
    typed.value = typed.value.slice(0, -1);
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') erase();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });

  const title = { enter: w.enter, choose: w.choose, again: w.again }[stage.value];
  const hint = { enter: w.noNetwork, choose: w.chooseText, again: w.againText }[stage.value];
  return (
    <Phone>
      <PhoneHead>
        <Logo />
        <SyncPill view={props.view.value} />
      </PhoneHead>
      {forgotten.value ? (
        <Forgotten
          onBack={() => {
            forgotten.value = false;
          }}
        />
      ) : (
        <>
          <PhoneMain>
            <div class="lock">
              <p class="muted">
                {device.person.name} · {factWords.value.roles[device.person.role]}
              </p>
              <Title>{title}</Title>
              <div class="pin" role="img" aria-label={w.digits(typed.value.length)}>
                {[0, 1, 2, 3].map((at) => (
                  <i key={at} class={at < typed.value.length ? 'on' : undefined} />
                ))}
              </div>
              <div role="status">
                {left.value > 0 ? (
                  <Said kind="wait">{w.wait(age(left.value))}</Said>
                ) : busy.value ? (
                  <p class="sm muted">{w.checking}</p>
                ) : said.value ? (
                  <Said kind="bad">{said.value}</Said>
                ) : (
                  <p class="sm muted">{hint}</p>
                )}
              </div>
            </div>
          </PhoneMain>
          <PhoneFoot>
            <Actions>
              <div class="pad">
                {keys.map((digit) => (
                  <button key={digit} type="button" onClick={() => press(digit)}>
                    {digit}
                  </button>
                ))}
                <a class="flat" href="/nguoi">
                  {w.other}
                </a>
                <button type="button" onClick={() => press('0')}>
                  0
                </button>
                <button type="button" class="flat" aria-label={w.erase} onClick={erase}>
                  <Icon name="bksp" size="lg" />
                </button>
              </div>
              {stage.value === 'enter' ? (
                <Btn
                  kind="quiet"
                  onClick={() => {
                    forgotten.value = true;
                  }}
                >
                  {w.forgotten}
                </Btn>
              ) : (
                <p class="sm muted">{w.onlyScreen}</p>
              )}
            </Actions>
          </PhoneFoot>
        </>
      )}
    </Phone>
  );
}

function Forgotten({ onBack }: { onBack: () => void }) {
  const w = peopleWords.value;
  return (
    <>
      <PhoneMain>
        <div class="title">
          <Title>{w.forgottenTitle}</Title>
        </div>
        <Banner kind="ok" icon="check2">
          {w.forgottenSafe}
        </Banner>
        <p>{w.forgottenHow}</p>
      </PhoneMain>
      <PhoneFoot>
        <Actions>
          <Btn onClick={onBack}>{w.back}</Btn>
          <Btn kind="main" size="big" href="/them-nguoi">
            {w.withInvite}
          </Btn>
        </Actions>
      </PhoneFoot>
    </>
  );
}
