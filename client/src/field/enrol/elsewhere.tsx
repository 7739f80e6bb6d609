/**
 * Where a log cannot be kept: inside another app's browser, or on an iPhone outside the home screen.
 * Promises: says what to do, offers the link to carry over, and redeems nothing.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { Title } from '../../ui/frame';
import { Banner } from '../../ui/marks';
import { Step } from '../../ui/rows';
import { isApple } from '../phone-kind';
import { EnrolScreen } from './app';
import { enrolWords } from './words';

/** Copies the address of this page, invite included. */
function CopyLink() {
  const w = enrolWords.value;
  const copied = useSignal<'yes' | 'refused' | null>(null);
  const copy = () =>
    navigator.clipboard
      ? navigator.clipboard.writeText(location.href).then(
          () => {
            copied.value = 'yes';
          },
          () => {
            copied.value = 'refused';
          },
        )
      : Promise.resolve().then(() => {
          copied.value = 'refused';
        });
  return (
    <>
      <div role="status">
        {copied.value === 'yes' ? <Said kind="ok">{w.copied}</Said> : null}
        {copied.value === 'refused' ? (
          <>
            <Said kind="wait">{w.copyRefused}</Said>
            <p class="sm">{location.href}</p>
          </>
        ) : null}
      </div>
      <Btn kind="main" size="big" icon="copy" onClick={() => void copy()}>
        {w.copyLink}
      </Btn>
    </>
  );
}

export function OpenInBrowser({ app }: { app: string }) {
  const w = enrolWords.value;
  return (
    <EnrolScreen actions={<CopyLink />}>
      <div class="title">
        <Title>{w.inApp}</Title>
      </div>
      <Banner kind="wait" icon="info">
        {w.inAppText(app)}
      </Banner>
      <ol class="rows">
        <Step at={1} title={isApple() ? w.inAppApple : w.inAppAndroid} />
        <Step at={2} title={w.inAppElse} />
      </ol>
    </EnrolScreen>
  );
}

export function HomeScreenFirst() {
  const w = enrolWords.value;
  return (
    <EnrolScreen actions={<CopyLink />}>
      <div class="title">
        <Title>{w.homeFirst}</Title>
      </div>
      <p>{w.homeFirstText}</p>
      <ol class="rows">
        <Step at={1} title={w.homeStep1} />
        <Step at={2} title={w.homeStep2} />
        <Step at={3} title={w.homeStep3} />
        <Step at={4} title={w.homeStep4} />
      </ol>
    </EnrolScreen>
  );
}
