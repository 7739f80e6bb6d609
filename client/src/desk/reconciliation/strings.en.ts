/** The sentences of the reconciliation, in English. */
import type { ReconciliationStrings } from './strings.vi';

export const en: ReconciliationStrings = {
  title: "Beside the Department's figures",
  lead: 'The same days, two sources side by side, never added.',
  bring: "Bring in the Department's figures",
  shutBring: 'Close',
  bringHint:
    "The Department's XLSX or CSV file, a line for each commune and day. It is shown first; nothing changes before you store it.",
  filter: {
    label: 'Choose place and days',
    within: 'Place',
    everywhere: 'Everywhere in scope',
    since: 'First figure: the latest up to',
    until: 'Last figure: the latest up to',
    hint: 'Left empty, the last two are taken.',
    order: 'Order',
    gap: 'Gap',
    name: 'Name',
  },
  loading: 'Counting…',
  total: {
    change: (first, from, last, to) => `Department: ${first} (${from}) to ${last} (${to})`,
    success: 'Successes logged in these days',
    partial: (n) => `and ${n} without a number in the app, kept apart`,
    gap: 'Gap, not explained',
    meaning:
      'Above zero: people installed it themselves, or it was not logged. Below: no number in the app, removed again, or logged too often.',
    parts: (n) =>
      `The sum of ${n} places that have two figures of the same days; the whole area has only one.`,
    none: 'There are not two official figures for the whole, so nothing can be compared.',
  },
  table: {
    title: { commune: 'By commune', hamlet: 'By hamlet' },
    place: { commune: 'Commune', hamlet: 'Hamlet' },
    first: 'Official, first',
    last: 'Official, last',
    change: 'Official change',
    success: 'Logged: success',
    partial: 'Logged: without number',
    gap: 'Gap',
    moreLogged: 'More logged',
    moreOfficial: 'More official',
    total: 'Figures of the whole',
    estimate: '(estimate)',
    none: 'No figure',
    one: 'Only one figure',
    logged: (place) => `See the records of ${place}`,
    more: (n) => `${n} more official`,
    less: (n) => `${n} more logged`,
    source: (n) => `[${n}]`,
    same: 'Equal',
  },
  notes: {
    numbered: (n, source) => `[${n}] Source: ${source}.`,
    source: (source) => `Source: ${source}.`,
    estimates:
      'Figures marked (estimate) were not published; a gap made from them is an estimate, too.',
    days: 'Logged are the days after the first figure up to that of the last. The Department counts only phones with a number.',
    latest: (day) => `Newest figure: ${day}.`,
  },
  empty: {
    title: 'No official figures yet',
    text: "Bring in the Department's file to see it beside what was logged.",
    ask: "Ask the district's office to bring in the Department's file.",
  },
};
