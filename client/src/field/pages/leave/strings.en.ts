/** Handing over, signing out, a locked phone: the sentences, in English. */
import { count } from '../../../ui/format';
import type { LeaveStrings } from './strings.vi';

export const en: LeaveStrings = {
  handOver: 'Hand over',
  handOverAll: (n) => `Hand over ${count(n)} not sent`,
  handOverText:
    'Saves what has not been sent as a file. Give it to the commune office to bring in; however often that is done, it counts once. Phone numbers in the file stay sealed.',
  saved: 'File saved. Give it to the commune office.',
  shared: 'File handed to another app. The visits stay here until the server has answered.',
  dropped: 'File not sent. The visits are still on this phone.',
  failed: 'The file could not be made. The visits are still on this phone.',
  noKey:
    'No file yet: this phone has lost the key that signs it and gets another when it reaches the server. The visits are still on this phone.',
  switch: 'Switch person',
  signOut: 'Sign out',
  ask: 'Sign out of this phone? What was sent stays on the server.',
  askWaiting: (n) =>
    `${count(n)} not sent yet. If you sign out they stay on this phone; nobody else can read or send them. They go on only when you open a new invite link of your own on this phone.`,
  askUnknown:
    'The phone could not count what is not sent yet. If you sign out everything stays on this phone; it goes on only when you open a new invite link of your own on this phone.',
  first: 'Better send everything or hand it over first.',
  anyway: 'Sign out anyway',
  cancel: 'Stay',
  revoked: 'This phone has been locked',
  revokedText: 'Staff have locked this phone. Nothing is lost.',
  revokedSteps: [
    {
      title: 'Sending still works',
      text: 'For 45 days the server takes what you send and keeps it for the commune to look at; it is not counted yet.',
    },
    {
      title: 'Still your phone?',
      text: 'Ask the commune office for a new invite link for yourself and open it on this phone. Your log stays.',
    },
    {
      title: 'Moved to another phone?',
      text: 'Open the new invite link there. Hand over what was not sent from this one.',
    },
  ],
  diagnostic: {
    look: 'Look at a diagnostic',
    title: 'Diagnostic of this phone',
    lead: 'Read it, then send it to whoever helps you. It holds no name, phone number, note or id of an entry.',
    give: 'Send the diagnostic',
    saved: 'Diagnostic saved as a file.',
    shared: 'Diagnostic handed to another app.',
    dropped: 'Diagnostic not sent.',
    failed: 'The store does not open, so there is no diagnostic. Open the app again and retry.',
    head: 'Gõ Cửa, diagnostic of a phone',
    version: 'Version',
    browser: 'Browser',
    home: 'Opened from the home screen',
    worker: 'Opens without a network',
    kept: 'The store is kept',
    used: 'Used',
    free: 'Free',
    waiting: 'Waiting',
    oldest: 'Oldest waits since',
    sent: 'Sent',
    attention: 'Needs attention',
    clock: 'Server minus clock of the phone',
    answer: 'Last answer of the server',
    problem: 'Stands in the way now',
    troubles: 'Last errors',
    oldPhones: 'Not sent by an old phone',
    made: 'Made at',
    yes: 'yes',
    no: 'no',
    none: 'none',
    never: 'never',
  },
  invite: 'Enter an invite code',
};
