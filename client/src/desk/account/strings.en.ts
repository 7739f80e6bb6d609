/** Words of one's own account, in English. */
import type { AccountStrings } from './strings.vi';

export const en: AccountStrings = {
  title: 'Your account',
  lead: 'Change your password and see the devices that are signed in under your name.',
  password: {
    title: 'Change the password',
    old: 'Present password',
    oldHint: 'Forgotten, and you came in on this device by a new invite today? Leave it empty.',
    new: 'New password',
    newHint:
      'At least 10 characters of any kind. A few words together are easy to keep and hard to guess.',
    again: 'New password once more',
    short: 'The new password needs at least 10 characters.',
    different: 'The two are not the same.',
    submit: 'Change the password',
    busy: 'Changing…',
    done: 'The password is changed. Your other devices have to sign in again.',
  },
  devices: {
    title: (n) => `Your devices (${n})`,
    caption: 'Devices signed in under your name',
    here: 'this device',
    seen: (when) => `last used ${when}`,
    never: 'never used',
    lock: 'Revoke',
    of: (name) => `Revoke ${name}`,
    locked: 'Revoked',
    open: 'In use',
    sure: (name) =>
      `Revoke ${name}? It sees nothing any more; what it has not sent will be held for a person to look at.`,
    yes: 'Revoke that device',
    no: 'Leave it',
    done: (name) => `${name} is revoked.`,
  },
};
