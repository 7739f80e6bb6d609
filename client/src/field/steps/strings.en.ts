/** The sentences of the steps behind an answer, in English; loaded with them. */
import { count } from '../../ui/format';
import type { StepStrings } from './strings.vi';

const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const en: StepStrings = {
  questions: {
    done: 'Installed',
    failed: 'Why not installed?',
    revisit: 'Why come back?',
    refused: 'Owner says no',
    notEligible: 'No smartphone',
    already: 'Had it already',
  },
  answer: {
    reasons: 'Reason',
    extent: 'How far',
    save: 'Save',
    saveAgain: 'Save again',
    saving: 'Saving…',
    choose: 'Choose a reason, then save.',
  },
  extras: {
    note: 'Note',
    noteHint: 'No names, numbers or addresses.',
    revisit: 'Come back',
    noRevisit: 'No',
    tomorrow: (day) => `Tomorrow, ${day}`,
    onDay: (day) => `On ${day}`,
    otherDay: 'Choose another day',
    day: 'Day to come back',
    dayPast: 'This day is past. Choose today or later.',
  },
  phone: {
    title: 'Phone number',
    label: 'Phone number',
    optional: '(optional)',
    valid: 'A mobile number (10 digits)',
    converted: (number) => `Old prefix turned into ${number}`,
    unusual: 'An unusual number, is it right? Look again, then save.',
    landline: 'This is a landline, not taken. Tap “No number” to save.',
    invalid: 'Not a mobile number. Correct it, or tap “No number” to save.',
    short: 'Digits are missing.',
    seen: 'This phone has logged that number today.',
    consent: 'The owner agrees to record this number',
    needConsent: 'Consent is not ticked. Ask, or tap “No number”.',
    without: 'No number',
    sealed:
      'Ask first. The number is only there so that no phone is counted twice: it is not stored, only a code that cannot be turned back without a key.',
    more: 'Read the full question',
    less: 'Less',
    kept: 'This entry has a number. Leave empty to keep it.',
    drop: 'Drop the number',
  },
  saved: {
    result: 'Result',
    title: 'Saved on phone',
    willSend: 'Sent by itself when there is network',
    sending: 'Sending to the server',
    sent: 'It has reached the server',
    today: 'Today',
    todayCount: (visits, done) =>
      `${plural(visits, 'entry', 'entries')} · ${count(done)} installed`,
    undo: 'Undo',
    undone: 'Undone. The entry was withdrawn.',
    edit: 'Edit',
    nextHouse: 'Next house',
    sameHouse: 'Same house, next',
    corrected: 'Correction saved on phone',
  },
  place: {
    title: 'Choose hamlet',
    search: 'Hamlet or commune',
    notListed: 'Not in the list',
    notListedIn: (place) => `Log in ${place}, hamlet not known`,
    rootIn: (place) => `Log in ${place}, commune not known`,
    nothing: 'No such name',
    nothingText: 'Choose “Not in the list” of the commune; you can still log.',
    current: 'Chosen',
  },
};
