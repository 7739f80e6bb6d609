/**
 * The lines of "this phone": each one thing that keeps the log safe, and what to do when it is not fine.
 * Rests on the engine's status and the browser's storage. Promises: what is not known is not called fine.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clockIsWrong } from '../../core/clock';
import { instantOf } from '../../core/day';
import { askPersistence, type Persistence, readPersistence } from '../../store/persistence';
import { Btn } from '../../ui/buttons';
import { age, ago } from '../../ui/facts';
import { space } from '../../ui/format';
import { Check } from '../../ui/rows';
import { useField } from '../context';
import { OldPhoneSteps, oldPhoneTitle } from '../old-phone/app';
import { inAppName, isApple, isStandalone } from '../phone-kind';
import { useStored } from '../stored';
import { receivedAt } from './list';
import { pageWords } from './words';

function howTo(): string {
  const w = pageWords.value.device;
  const app = inAppName();
  if (app) return w.howInApp(app);
  return isApple() ? w.howApple : w.howAndroid;
}

export function HomeCheck() {
  const { host } = useField();
  const w = pageWords.value.device;
  const how = useSignal(false);
  if (isStandalone()) return <Check kind="ok" icon="phone" title={w.home} sub={w.homeYes} />;
  const offer = host.offerInstall.value;
  return (
    <Check kind="wait" icon="phone" title={w.home} sub={how.value ? howTo() : w.homeNo}>
      <Btn
        onClick={() => {
          if (offer) void offer();
          else how.value = !how.value;
        }}
      >
        {offer ? w.install : w.how}
      </Btn>
    </Check>
  );
}

export function QueueCheck() {
  const { store, status, now } = useField();
  const w = pageWords.value.device;
  const waiting = status.value.waiting;
  const oldest = useStored(() => store.queue(), [waiting])?.oldestAt ?? null;
  if (waiting === null) return <Check kind="none" icon="clock" title={w.counting} />;
  if (waiting === 0) return <Check kind="ok" icon="clock" title={w.noneWaiting} />;

  const lines = [
    oldest ? w.oldest(ago(now() - Date.parse(oldest))) : null,
    status.value.nextTryAt !== null && status.value.nextTryAt > now()
      ? w.nextTry(age(status.value.nextTryAt - now()))
      : null,
  ];
  return (
    <Check
      kind="wait"
      icon="clock"
      title={w.waiting(waiting)}
      sub={lines.filter(Boolean).join(' · ')}
    />
  );
}

/** Another phone of this person that had not sent all: the first line here, the rest on wish. */
export function OldPhoneCheck() {
  const { store, tz, changed } = useField();
  const w = pageWords.value.device;
  const shown = useSignal(false);
  void changed.value;
  const phones = store.device.oldPhones ?? [];
  if (phones.length === 0) return null;
  return (
    <>
      <Check kind="wait" icon="phone" title={oldPhoneTitle(phones)}>
        <Btn
          onClick={() => {
            shown.value = !shown.value;
          }}
        >
          {shown.value ? w.oldHide : w.oldShow}
        </Btn>
      </Check>
      {shown.value ? <OldPhoneSteps phones={phones} tz={tz} /> : null}
    </>
  );
}

export function AnswerCheck() {
  const field = useField();
  const w = pageWords.value.device;
  const last = field.status.value.lastAnswerAt;
  return (
    <Check
      kind={last === null ? 'none' : 'ok'}
      icon="check2"
      title={w.lastAnswer}
      sub={last === null ? w.never : receivedAt(field, instantOf(last))}
    />
  );
}

export function StorageCheck() {
  const w = pageWords.value.device;
  const found = useSignal<Persistence | null>(null);
  const refused = useSignal(false);
  const read = async () => {
    found.value = await readPersistence();
  };
  useEffect(() => {
    void read();
  }, []);
  if (found.value === null) return null;
  const { persisted, free } = found.value;
  const sub = free === null ? w.freeUnknown : w.free(space(free));
  if (persisted === null) return <Check kind="none" icon="disk" title={w.keptUnknown} sub={sub} />;
  if (persisted) return <Check kind="ok" icon="disk" title={w.kept} sub={sub} />;
  const keep = async () => {
    refused.value = !(await askPersistence());
    await read();
  };
  return (
    <Check kind="wait" icon="disk" title={w.notKept} sub={refused.value ? w.keepRefused : sub}>
      <Btn onClick={() => void keep()}>{w.keep}</Btn>
    </Check>
  );
}

export function ClockCheck() {
  const { status } = useField();
  const w = pageWords.value.device;
  const error = status.value.clockError;
  if (error === null) return <Check kind="none" icon="clock" title={w.clockUnknown} />;
  if (Math.abs(error) < 60_000) return <Check kind="ok" icon="clock" title={w.clockFine} />;
  return (
    <Check
      kind={clockIsWrong(error) ? 'wait' : 'ok'}
      icon="clock"
      title={error < 0 ? w.clockFast(age(error)) : w.clockSlow(age(error))}
      sub={clockIsWrong(error) ? w.clockWrong : w.clockText}
    />
  );
}
