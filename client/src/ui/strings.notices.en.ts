/** The sentences of the inbox and of notices that ring, in English. */
import { count } from './format';
import type { NoticeStrings } from './strings.notices.vi';

export const en: NoticeStrings = {
  title: 'Inbox',
  lead: 'Reminders and news about your reports. Press one to get to its page.',
  unread: (n) => `${count(n)} unread`,
  allRead: 'All read',
  readAll: 'Mark as read',
  isNew: 'New:',
  empty: 'Nothing here yet',
  emptyText: 'When a deadline is near or a report is answered, it will be here.',
  more: 'Older ones',
  push: {
    turnOn: 'Get reminders',
    turnOff: 'Stop on this device',
    busy: 'Switching on…',
    title: {
      on: 'This device gets reminders',
      off: 'Get reminders on this device',
      denied: 'The browser blocks notifications of Gõ Cửa',
      home: 'On an iPhone, Gõ Cửa has to stand on the home screen',
      none: 'This browser cannot get reminders',
      failed: 'Reminders could not be switched on',
    },
    text: {
      on: 'It tells you 24 hours, 3 hours and 1 hour before a deadline and when it has passed, even when Gõ Cửa is not open. At night it is silent.',
      off: 'It will tell you when a deadline is near, even when Gõ Cửa is not open. The browser will ask you once.',
      denied:
        'Press the sign left of the address, go to Notifications, choose Allow, then open this page again. Every reminder is in this inbox all the same.',
      home: 'Press Share, choose “Add to Home Screen”, open Gõ Cửa from there and switch it on here. Every reminder is in this inbox all the same.',
      none: 'Every reminder is in this inbox all the same. Open Gõ Cửa each morning to see it.',
      failed:
        "The browser's notification service or the network has not answered. Try again later; every reminder is in this inbox all the same.",
    },
  },
};
