/** Hand-over files and receipts at the desk: the sentences, in English. */
import { count } from '../../ui/format';
import type { HandedStrings } from './strings.vi';

const visits = (n: number) => `${count(n)} ${n === 1 ? 'visit' : 'visits'}`;

export const en: HandedStrings = {
  files: {
    title: 'Bring in hand-over files',
    lead: "Files that a volunteer's phone saved without a network. However often one is brought in, it counts once; each visit stays its author's.",
    pick: 'Choose files',
    again: 'Bring these in again',
    working: (name) => `Bringing in ${name}…`,
    file: 'File',
    line: 'Line',
    result: 'Result',
    caption: 'Result of each line',
    empty: 'There is no line in this file',
    done: (files, stored, known) =>
      `${count(files)} ${files === 1 ? 'file' : 'files'} brought in: ${visits(stored)} new, ${count(known)} known already.`,
    look: (n) => `${visits(n)} for a person to look at.`,
    stopped:
      'Stopped half-way. Bring this file in again once there is a network; no line counts twice.',
    unreadable: 'This line is not of a hand-over file',
    badFile: 'This file cannot be read',
    none: 'no visit',
    statuses: {
      stored: (n) => `${visits(n)} new`,
      duplicate: (n) => `${visits(n)} known already`,
      quarantined: (n) => `${visits(n)} not processed, to be looked at`,
      held: (n) => `${visits(n)} held, to be looked at`,
      rejected: (n) => `${visits(n)} not taken`,
    },
    other: (n, status) => `${visits(n)}: ${status}`,
    mac: 'The file was changed, or is of no phone of this campaign',
  },
  receipts: {
    title: 'Check a receipt',
    lead: 'Type the check code on the receipt of a volunteer or teller.',
    code: 'Check code',
    hint: '26 letters and digits; case and hyphens do not matter.',
    check: 'Check',
    busy: 'Checking…',
    short: (n) => `A code has 26 letters and digits; there are ${count(n)}.`,
    genuine: 'Genuine: made by this server',
    unknown: 'This code was not made by this server',
    unknownText: 'Check every character. If it stays so, this receipt is worth nothing.',
    person: 'Logged by',
    organisation: 'Organisation',
    area: 'Area',
    day: 'Day',
    at: 'Made at',
    stated: 'On the server then',
    now: 'On the server now',
    counts: (records, assists) =>
      `${visits(records)}, ${count(assists)} ${assists === 1 ? 'phone' : 'phones'} helped`,
    same: 'Unchanged since.',
    differs: 'Not the same since: something arrived later, or was corrected, withdrawn or voided.',
  },
};
