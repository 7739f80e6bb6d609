/** An invite as it is handed over: the sentences, in English. */
import type { InviteStrings } from './strings.vi';

export const en: InviteStrings = {
  made: 'The invite is ready',
  scan: 'Scan with the phone’s camera',
  qr: 'QR code of the invite link',
  link: 'Link',
  code: 'Invite code',
  until: (time, day) => `Works once, until ${time} on ${day}`,
  copyLink: 'Copy link',
  copyCode: 'Copy code',
  share: 'Send',
  copied: 'Copied',
  copyRefused: 'The browser does not let us copy. Select and copy by hand.',
  print: 'Print card',
  another: 'Invite another',
  once: 'The code is shown here only once. If lost, make a new one.',
};
