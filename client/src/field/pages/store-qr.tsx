/**
 * 07b: the store's QR, as large as the phone allows, drawn here, without network.
 * Keeps the screen awake while shown, where the browser lets it.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { Said } from '../../ui/fields';
import { Empty } from '../../ui/marks';
import { Qr } from '../../ui/qr';
import { useField } from '../context';
import { Actions } from '../foot';
import { stepTo } from '../history';
import { Screen } from '../shell';
import { mainLink, storeLinks } from './help';
import { pageWords } from './words';

/** Holds the screen awake while mounted; refused quietly where it is not allowed. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let over = false;
    navigator.wakeLock?.request('screen').then(
      (held) => {
        if (over) void held.release();
        else lock = held;
      },
      () => undefined,
    );
    return () => {
      over = true;
      void lock?.release();
    };
  }, []);
}

/** An address as people read it: no scheme, no trailing slash. */
export function bareAddress(link: string): string {
  const { host, pathname } = new URL(link);
  return host.replace(/^www\./, '') + (pathname === '/' ? '' : pathname);
}

export function StoreQrScreen() {
  const { directory, visit } = useField();
  const w = pageWords.value.help;
  const links = storeLinks(directory.value?.help ?? []);
  const chosen = useSignal<string | null>(null);
  const copied = useSignal(false);
  const link = links.find((one) => one.code === chosen.value) ?? mainLink(links);
  const warning = directory.value?.help.find((one) => one.code.endsWith('.fake_app'))?.text;
  const names: Record<string, string> = { android: 'CH Play', ios: 'App Store', site: w.site };
  useAwake();

  const share = (address: string) => {
    if (navigator.share) void navigator.share({ url: address }).catch(() => undefined);
    else
      void navigator.clipboard?.writeText(address).then(() => {
        copied.value = true;
      });
  };
  const done = () => {
    visit.choose('done');
    stepTo(null);
    stepTo('reasons');
  };

  if (!link) {
    return (
      <Screen title={w.scan(directory.value?.appName || w.theApp)} back="/huong-dan">
        <Empty icon="qr" title={w.empty} />
      </Screen>
    );
  }
  return (
    <Screen
      title={w.scan(directory.value?.appName || w.theApp)}
      back="/huong-dan"
      actions={
        <Actions>
          <div role="status">{copied.value ? <Said kind="ok">{w.copied}</Said> : null}</div>
          <Btn size="big" icon="share" onClick={() => share(link.text)}>
            {w.share}
          </Btn>
          <Btn kind="main" size="big" icon="check" onClick={done}>
            {w.done}
          </Btn>
        </Actions>
      }
    >
      {links.length > 1 ? (
        <Seg
          label={w.store}
          choices={links.map((one) => ({
            value: one.code,
            text: names[one.code.split('.').pop() ?? ''] ?? one.name,
          }))}
          value={link.code}
          onChoose={(code) => {
            chosen.value = code;
          }}
        />
      ) : null}
      <div class="qr-full">
        <Qr text={link.text} label={w.qrOf(link.text)} />
        <b>
          {new URL(link.text).pathname === '/' ? bareAddress(link.text) : new URL(link.text).host}
        </b>
        <p class="muted">
          {w.how} {warning}
        </p>
      </div>
    </Screen>
  );
}
