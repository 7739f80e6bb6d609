/**
 * 09: becoming part of a campaign, from a link or a code.
 *
 * Rests on the account. Promises: opening never redeems, only a tap on "Bắt đầu" does; an in-app browser
 * and an iPhone outside its home screen are told what to do first; each error is one clear sentence; who
 * comes in anew hears what an older phone of theirs had not sent.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { groupInvite as grouped, readInvite } from '../../core/invite';
import type { Result } from '../../core/result';
import type { Device } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { Phone, PhoneHead, PhoneMain, Title } from '../../ui/frame';
import { Icon } from '../../ui/icon';
import { setLanguage, words } from '../../ui/language';
import { language } from '../../ui/locale';
import { Logo } from '../../ui/logo';
import { Banner } from '../../ui/marks';
import { Kv } from '../../ui/rows';
import { Actions, PhoneFoot } from '../foot';
import { OldPhoneSteps, oldPhoneTitle } from '../old-phone/app';
import { oldPhoneWords } from '../old-phone/words';
import { inAppName, isApple, isStandalone } from '../phone-kind';
import { Failed } from '../trouble';
import { CodeEntry } from './code';
import { HomeScreenFirst, OpenInBrowser } from './elsewhere';
import { enrolWords } from './words';
import '../../ui/css/rows.css';
import '../../ui/css/pages.css';

export type EnrolProps = {
  /** From the fragment of the link, or null. */
  invite: string | null;
  enrol: (invite: string, deviceName: string) => Promise<Result<Device, { code: string }>>;
  /** The person is in: main opens the app. */
  onDone: (device: Device) => void;
};

/** A name by which staff tell phones apart; the person never has to think of one. */
export function deviceName(userAgent: string): string {
  const model = /Android [^;]*; ([^;)]+?)(?: Build|\))/.exec(userAgent)?.[1];
  if (model && model !== 'K') return `Android ${model}`.slice(0, 60);
  if (/Android/.test(userAgent)) return 'Android';
  if (/iPhone/.test(userAgent)) return 'iPhone';
  if (/iPad/.test(userAgent)) return 'iPad';
  if (/Windows/.test(userAgent)) return 'Windows';
  return /Mac/.test(userAgent) ? 'Mac' : 'Máy khác';
}

export function EnrolApp({ invite, enrol, onDone }: EnrolProps) {
  const code = useSignal(invite);
  const app = inAppName();
  if (app) return <OpenInBrowser app={app} />;
  if (isApple() && !isStandalone()) return <HomeScreenFirst />;
  if (code.value !== null && readInvite(code.value) !== null) {
    return (
      <Invited
        code={code.value}
        enrol={enrol}
        onDone={onDone}
        onOther={() => {
          code.value = null;
        }}
      />
    );
  }
  return (
    <CodeEntry
      wrong={code.value}
      onCode={(next) => {
        code.value = next;
      }}
    />
  );
}

/** The frame of these screens: the logo and the other language in the head. */
export function EnrolScreen({
  actions,
  children,
}: {
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <Phone>
      <PhoneHead>
        <Logo />
        <span class="push" lang={language.value === 'vi' ? 'en' : 'vi'}>
          <Btn kind="quiet" onClick={() => void setLanguage(language.value === 'vi' ? 'en' : 'vi')}>
            {words.value.otherLanguage}
          </Btn>
        </span>
      </PhoneHead>
      <PhoneMain>{children}</PhoneMain>
      {actions ? (
        <PhoneFoot>
          <Actions>{actions}</Actions>
        </PhoneFoot>
      ) : null}
    </Phone>
  );
}

function Invited(props: { code: string; onOther: () => void } & Omit<EnrolProps, 'invite'>) {
  const w = enrolWords.value;
  const busy = useSignal(false);
  const failed = useSignal<string | null>(null);
  const notMe = useSignal(false);
  const entered = useSignal<Device | null>(null);

  const begin = async () => {
    busy.value = true;
    failed.value = null;
    const result = await props.enrol(props.code, deviceName(navigator.userAgent));
    busy.value = false;
    if (result.ok && result.value.oldPhones?.length) entered.value = result.value;
    else if (result.ok) props.onDone(result.value);
    else failed.value = result.error.code;
  };

  if (entered.value)
    return <LeftBehind device={entered.value} onGo={() => props.onDone(entered.value as Device)} />;
  return (
    <EnrolScreen
      actions={
        notMe.value ? (
          <Btn size="big" onClick={props.onOther}>
            {w.code}
          </Btn>
        ) : (
          <>
            <Btn
              onClick={() => {
                notMe.value = true;
              }}
            >
              {w.notMe}
            </Btn>
            <Btn kind="main" size="big" locked={busy.value} onClick={() => void begin()}>
              {busy.value ? w.beginning : failed.value ? words.value.retry : w.begin}
            </Btn>
          </>
        )
      }
    >
      <div class="title">
        <Title>{w.title}</Title>
      </div>
      {notMe.value ? (
        <Banner kind="info" icon="info" now>
          {w.notMeText}
        </Banner>
      ) : (
        <>
          {failed.value ? <Failed code={failed.value} offline={w.stillGood} /> : null}
          {failed.value?.startsWith('invite.') ? (
            <Btn icon="edit" onClick={props.onOther}>
              {w.code}
            </Btn>
          ) : null}
          <Kv facts={[{ term: w.code, value: grouped(readInvite(props.code) ?? '') }]} />
          <p class="line-top">
            <Icon name="nowifi" />
            <span>{w.offline}</span>
          </p>
          <p class="line-top">
            <Icon name="lock" />
            <span>{w.noNames}</span>
          </p>
          <p class="sm muted">
            {w.single} {w.needNetwork}
          </p>
        </>
      )}
    </EnrolScreen>
  );
}

/** Already in; what an older phone had not sent is told before the first visit is logged. */
function LeftBehind({ device, onGo }: { device: Device; onGo: () => void }) {
  const phones = device.oldPhones ?? [];
  return (
    <EnrolScreen
      actions={
        <Btn kind="main" size="big" onClick={onGo}>
          {oldPhoneWords.value.go}
        </Btn>
      }
    >
      <div class="title">
        <Title>{oldPhoneTitle(phones)}</Title>
      </div>
      <OldPhoneSteps phones={phones} tz={device.campaign.tz} />
    </EnrolScreen>
  );
}
