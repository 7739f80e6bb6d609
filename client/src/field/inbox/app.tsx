/** The inbox on the phone: a quiet place behind "Máy này", with the switch for notices that ring. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Btn } from '../../ui/buttons';
import { words } from '../../ui/language';
import { Banner } from '../../ui/marks';
import { noticeWords } from '../../ui/notice-words';
import { Inbox, type Notify, PushSwitch } from '../../ui/notices';
import { trouble } from '../../ui/trouble';
import { useField } from '../context';
import { Screen } from '../shell';

export function InboxScreen() {
  const { host, tz } = useField();
  const w = noticeWords.value;
  const notify = useSignal<Notify | null>(null);
  const failed = useSignal(false);
  const open = () => {
    failed.value = false;
    host.notify().then(
      (opened) => {
        notify.value = opened;
      },
      () => {
        failed.value = true;
      },
    );
  };
  useEffect(open, [host]);
  const { title, text } = trouble('transport.offline');
  return (
    <Screen title={w.title} back="/may-nay">
      {notify.value ? (
        <>
          <PushSwitch door={notify.value.push} />
          <Inbox notify={notify.value} tz={tz} />
        </>
      ) : failed.value ? (
        <Banner kind="wait" icon="nowifi" now>
          {title}
          <p>{text}</p>
          <p>
            <Btn onClick={open}>{words.value.retry}</Btn>
          </p>
        </Banner>
      ) : (
        <div class="block late" aria-hidden="true" />
      )}
    </Screen>
  );
}
