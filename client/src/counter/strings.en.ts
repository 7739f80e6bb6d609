/** The same sentences of the counter, in English. */
import type { CounterStrings } from './strings.vi';

export const en: CounterStrings = {
  title: 'Counter tally',
  today: 'Helped today',
  customers: 'customers',
  helped: 'Helped 1 customer',
  helpedShort: 'Helped',
  space: 'Space',
  others: 'Other cases',
  had: 'Had it already',
  failed: 'Phone cannot install',
  refused: 'Says no',
  noPhone: 'No smartphone',
  onlyCount: 'Counts only, no customer data.',
  safe: 'Kept without network or power.',
  recent: 'Just now',
  more: 'More',
  undo: 'Undo',
  undoLast: 'Undo the last',
  undoThat: (time, what) => `Undo: ${time}, ${what.toLowerCase()}`,
  nothing: 'Nothing counted today.',
  days: 'Days before',
  day: 'Day',
  saved: (what) => `Counted: ${what}`,
  undone: (what) => `Undone: ${what}`,
  missing: 'The campaign has no such result.',
};
