/**
 * 08: this phone. What is to be done first (square mark), then what is fine (round mark), each in a sentence.
 *
 * Rests on the engine's status, the browser's storage and what main knows. Promises: a session is not
 * ended before the person has been told what waits here.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clockIsWrong } from '../../core/clock';
import { instantOf } from '../../core/day';
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { age, ago } from '../../ui/facts';
import { space } from '../../ui/format';
import { Actions } from '../../ui/frame';
import { setLanguage } from '../../ui/language';
import { language } from '../../ui/locale';
import { Banner } from '../../ui/marks';
import { Check, Kv, Rows } from '../../ui/rows';
import { setTheme, type Theme, theme } from '../../ui/theme';
import { useField } from '../context';
import { isApple, isStandalone } from '../phone-kind';
import { blockedBy, Screen } from '../shell';
import { Failed } from '../trouble';
import { HandOver } from './leave/hand-over';
import { Revoked } from './leave/revoked';
import { SignOut } from './leave/sign-out';
import { receivedAt } from './list';
import { SendNow } from './send';
import { pageWords } from './words';

export function DeviceScreen() {
  const field = useField();
  const { host, device } = field;
  const w = pageWords.value;
  const blocked = blockedBy(field);
  return (
    <Screen
      title={w.device.title}
      back="/so"
      actions={
        <Actions>
          <SendNow big />
        </Actions>
      }
    >
      {blocked === 'device.revoked' ? <Revoked /> : blocked ? <Failed code={blocked} /> : null}
      {host.updateReady.value ? (
        <Banner kind="info" icon="info">
          {w.update.ready}
          <p>
            <Btn onClick={() => host.applyUpdate()}>{w.update.now}</Btn>
          </p>
        </Banner>
      ) : null}
      {isStandalone() ? null : (
        <Banner kind="wait" icon="info">
          {w.device.doFirst}
        </Banner>
      )}
      <Rows>
        <HomeCheck />
        <QueueCheck />
        <AnswerCheck />
        <StorageCheck />
        <ClockCheck />
        <Check
          kind={host.updateReady.value ? 'wait' : 'ok'}
          icon="sync"
          title={w.device.version(host.version)}
          sub={host.updateReady.value ? w.device.updateReady : w.device.newest}
        />
      </Rows>
      <HandOver big />
      <Kv
        facts={[
          { term: w.facts.name, value: device.person.name },
          { term: w.facts.work, value: w.roles[device.person.role] },
          { term: w.facts.campaign, value: device.campaign.name },
        ]}
      />
      <Options />
      <SignOut />
    </Screen>
  );
}

function HomeCheck() {
  const { host } = useField();
  const w = pageWords.value.device;
  const how = useSignal(false);
  if (isStandalone()) return <Check kind="ok" icon="phone" title={w.home} sub={w.homeYes} />;
  const offer = host.offerInstall.value;
  return (
    <Check
      kind="wait"
      icon="phone"
      title={w.home}
      sub={how.value ? (isApple() ? w.howApple : w.howAndroid) : w.homeNo}
    >
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

function QueueCheck() {
  const { store, status, changed, now } = useField();
  const w = pageWords.value.device;
  const oldest = useSignal<string | null>(null);
  const waiting = status.value.waiting;
  const turn = changed.value;
  useEffect(() => {
    void turn;
    void store.queue().then((queue) => {
      oldest.value = queue.oldestAt;
    });
  }, [store, turn, waiting, oldest]);
  if (waiting === 0) return <Check kind="ok" icon="clock" title={w.noneWaiting} />;

  const lines = [
    oldest.value ? w.oldest(ago(now() - Date.parse(oldest.value))) : null,
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

function AnswerCheck() {
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

function StorageCheck() {
  const w = pageWords.value.device;
  const kept = useSignal<boolean | null>(null);
  const free = useSignal<number | null>(null);
  const refused = useSignal(false);
  useEffect(() => {
    void navigator.storage?.persisted?.().then((yes) => {
      kept.value = yes;
    });
    void navigator.storage?.estimate?.().then(({ quota, usage }) => {
      if (quota !== undefined && usage !== undefined) free.value = quota - usage;
    });
  }, [kept, free]);
  const sub = free.value === null ? w.freeUnknown : w.free(space(free.value));
  if (kept.value !== false)
    return <Check kind={kept.value ? 'ok' : 'none'} icon="disk" title={w.kept} sub={sub} />;
  return (
    <Check kind="wait" icon="disk" title={w.notKept} sub={refused.value ? w.keepRefused : sub}>
      <Btn
        onClick={() =>
          void navigator.storage.persist().then((yes) => {
            kept.value = yes;
            refused.value = !yes;
          })
        }
      >
        {w.keep}
      </Btn>
    </Check>
  );
}

function ClockCheck() {
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
      sub={w.clockText}
    />
  );
}

function Options() {
  const w = pageWords.value;
  return (
    <section class="stack-2" aria-label={w.device.options}>
      <Seg<Theme>
        label={w.device.theme}
        choices={[
          { value: 'auto', text: w.device.themeAuto },
          { value: 'light', text: w.device.themeLight },
          { value: 'dark', text: w.device.themeDark },
        ]}
        value={theme.value}
        onChoose={setTheme}
      />
      <Seg
        label={w.device.language}
        choices={[
          { value: 'vi', text: 'Tiếng Việt' },
          { value: 'en', text: 'English' },
        ]}
        value={language.value}
        onChoose={(next) => void setLanguage(next)}
      />
    </section>
  );
}
