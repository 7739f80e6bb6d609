/** The same sentences of the desk in English. */
import { count } from '../ui/format';
import type { DeskStrings } from './strings.vi';

export const en: DeskStrings = {
  nav: {
    open: 'Pages',
    shut: 'Close',
    label: 'Main',
    overview: 'Overview',
    reports: 'Reports',
    statements: 'Statements',
    obligations: 'Reports due',
    inbox: 'Inbox',
    reconciliation: 'Reconciliation',
    ledger: 'Reported figures',
    review: 'Checks',
    attention: 'To settle',
    directory: 'Lists',
    people: 'People and devices',
    privacy: 'Personal data',
    tokens: 'Access tokens',
    files: 'Bring in files',
    receipts: 'Check receipts',
    admin: 'System',
    account: 'Your account',
    signOut: 'Sign out',
  },
  groups: {
    watch: 'Figures',
    report: 'Reports and statements',
    check: 'Checking',
    manage: 'Administration',
  },
  /** The session is over. */
  again: { text: 'Sign in again to go on.', act: 'Sign in again' },
  leaving: {
    waiting: (n) =>
      n === 1
        ? 'One finished report is still to be sent. Signed out, it stays on this machine and goes on only when you sign in here again.'
        : `${count(n)} finished reports are still to be sent. Signed out, they stay on this machine and go on only when you sign in here again.`,
    unknown:
      'Whether reports are still to be sent cannot be read now. Signed out, all reports stay on this machine.',
    stay: 'Stay',
    anyway: 'Sign out all the same',
  },
  badge: {
    inbox: (n) => `${count(n)} unread`,
    obligations: (n) => `${count(n)} reports to see to`,
    attention: (n) => `${count(n)} records to look at`,
  },
  signIn: {
    title: 'Sign in',
    forWhom: 'For district and commune staff, agencies, organisations',
    username: 'User name',
    password: 'Password',
    show: 'Show',
    hide: 'Hide',
    submit: 'Sign in',
    busy: 'Signing in…',
    volunteers: 'Volunteers and tellers: open the link or scan the invite, no password needed.',
    withCode: 'Type an invite code',
    forgotten: 'Forgotten the password? Ask the administrator for a new invite.',
    needUsername: 'The user name is missing.',
    needPassword: 'The password is missing.',
    choose: 'Choose a campaign',
    code: {
      as: (name) => `Signing in as ${name}`,
      label: 'Code',
      hint: 'Six digits from the authenticator app on your phone.',
      recovery: 'Recovery code',
      recoveryHint: 'One of those that you put away when you set it up. Each works once.',
      need: 'Enter the code.',
      toRecovery: 'Use a recovery code',
      toApp: 'Use a code of the app',
      back: 'Sign in under another name',
      lost: 'Lost both? Ask an admin to reset your second factor.',
    },
    motto: 'Every lane, every door',
    picture: 'Houses by the river, one door lit',
  },
  top: {
    updated: (time, day) => `Updated ${time}, ${day}`,
    loading: 'Loading figures…',
    away: 'No new figures',
    none: 'The figures of this page did not come. They are asked for again when the network is back.',
    stale: 'New figures did not come. Those below are of the last update.',
  },
};
