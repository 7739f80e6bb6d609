/** The inbox at the desk, with the switch for notices that ring on this machine. */
import { noticeWords } from '../../ui/notice-words';
import { Inbox, PushSwitch } from '../../ui/notices';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { unread } from '../unread';

export function InboxApp(_: { at: string }) {
  const { session, notify } = useDesk();
  const w = noticeWords.value;
  return (
    <DeskFrame title={w.title} lead={w.lead}>
      <PushSwitch door={notify.push} />
      <Inbox
        notify={notify}
        tz={session.device.campaign.tz}
        onUnread={(n) => {
          unread.value = n;
        }}
      />
    </DeskFrame>
  );
}
