/**
 * 08: this phone. What is to be done first (square mark), then what is fine (round mark), each in a sentence.
 *
 * Rests on its checks and on what main knows. Promises: a session is not ended before the person has been
 * told what waits here; a diagnostic is read before it is given away.
 */
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { setLanguage } from '../../ui/language';
import { language } from '../../ui/locale';
import { Banner } from '../../ui/marks';
import { Check, Kv, Rows } from '../../ui/rows';
import { setTheme, type Theme, theme } from '../../ui/theme';
import { useField } from '../context';
import { Actions } from '../foot';
import { isStandalone } from '../phone-kind';
import { blockedBy, Screen } from '../shell';
import { Failed } from '../trouble';
import {
  AnswerCheck,
  ClockCheck,
  HomeCheck,
  OldPhoneCheck,
  QueueCheck,
  StorageCheck,
} from './checks';
import { InboxRow } from './inbox-row';
import { Diagnostic } from './leave/diagnostic';
import { HandOver } from './leave/hand-over';
import { Revoked } from './leave/revoked';
import { SignOut } from './leave/sign-out';
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
        <OldPhoneCheck />
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
      <InboxRow />
      <HandOver big />
      <Kv
        facts={[
          { term: w.facts.name, value: device.person.name },
          { term: w.facts.work, value: w.roles[device.person.role] },
          { term: w.facts.campaign, value: device.campaign.name },
        ]}
      />
      <Options />
      <Diagnostic />
      <SignOut />
    </Screen>
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
