/** Tables that clerks bring: the sentences, in English. */
import { count } from '../../ui/format';
import type { TableStrings } from './strings.vi';

const rows = (n: number) => `${count(n)} ${n === 1 ? 'row' : 'rows'}`;

export const en: TableStrings = {
  pick: 'Choose an Excel file',
  empty: 'Download an empty table',
  hint: 'An .xlsx or CSV file whose first row has the headings of the empty table. It is tried first; with one wrong row nothing is stored.',
  checking: (name) => `Trying ${name}…`,
  importing: 'Storing…',
  ready: (added, changed, unchanged) =>
    `The table is right: ${rows(added)} new, ${count(changed)} corrected, ${count(unchanged)} unchanged. Nothing is stored yet.`,
  nothing: 'Every row is there already; nothing to store.',
  go: 'Store it',
  cancel: 'Drop this file',
  done: (added, changed) => `Stored: ${rows(added)} new, ${count(changed)} corrected.`,
  faults: (n) => `${count(n)} ${n === 1 ? 'thing is' : 'things are'} wrong; no row was stored`,
  faultsText:
    'Correct the file and choose it again. The error file has a last column “Lỗi” with what is wrong.',
  errorFile: 'Download the error file',
  caption: 'What is wrong in the table',
  row: 'Row',
  column: 'Column',
  message: 'To correct',
  wholeRow: 'the row',
  whole: 'the file',
  more: (n) => `and ${count(n)} more, see the error file`,
  tooBig: 'The file is too large. Keep only the table itself, at most 2 MB.',
};
