/** The sentences of a shared phone, in English. */
import { count } from '../../ui/format';
import type { PeopleStrings } from './strings.vi';

export const en: PeopleStrings = {
  title: 'Who is using this phone?',
  lead: 'Each person has a log of their own. Nobody else can read or send yours.',
  waiting: (n) => `${count(n)} waiting`,
  uncounted: 'Not counted',
  allSent: 'All sent',
  here: 'In use',
  signedOut: 'Signed out',
  signedOutText: (name) => `${name} has signed out of this phone.`,
  signedOutKept: (n) =>
    `${count(n)} not sent yet, kept on this phone. Open that person's invite link on this phone to go on sending.`,
  signedOutHow: "Open that person's invite link on this phone to use it again.",
  add: 'Add a person',
  withInvite: 'Enter an invite code',
  enter: 'Enter PIN',
  choose: 'Choose a PIN',
  again: 'Enter the PIN again',
  chooseText:
    'Several people use this phone. Choose 4 digits so that nobody opens your log by mistake.',
  againText: 'Enter the same 4 digits again.',
  differ: 'The two were not the same. Choose again.',
  noNetwork: 'Unlocking needs no network',
  checking: 'Opening…',
  wrong: (left) => `Not right. ${count(left)} more ${left === 1 ? 'try' : 'tries'}.`,
  wait: (age) => `Wrong too often. Wait ${age}, then try again.`,
  digits: (n) => `${count(n)} of 4 digits entered`,
  erase: 'Delete a digit',
  other: 'Someone else',
  forgotten: 'Forgot PIN',
  forgottenTitle: 'Forgot PIN',
  forgottenSafe: 'What you logged is still on this phone and goes on being sent without the PIN.',
  forgottenHow:
    'Ask the commune office for a new invite link for yourself and open it on this phone. Your log stays; you choose a new PIN.',
  onlyScreen: 'The PIN locks the screen only; it encrypts nothing.',
  back: 'Back',
};
