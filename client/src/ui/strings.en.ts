/** The same sentences in English; a key missing here fails the build. */
import { count } from './figures';
import type { Strings } from './strings.vi';

export const en: Strings = {
  failed: {
    title: 'That did not work',
    text: (code) =>
      `Nothing is lost. Try again; if it stays so, tell the commune the code ${code}.`,
  },
  back: 'Back',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  loading: 'Opening…',
  otherLanguage: 'Tiếng Việt',
  sampleBar: 'Sample data · the calendar of August 2021 is moved to today',
  sample: 'sample data',
  notFound: {
    title: 'No such page',
    text: 'The link may be old or incomplete.',
    home: 'To the start',
  },
  broken: {
    title: 'This page failed',
    text: 'What was saved is still on the phone. Open the page again to go on.',
    reload: 'Open again',
  },
  sync: {
    open: 'Open This phone',
    waiting: (n) => `${count(n)} waiting`,
    offline: 'No network',
    blocked: 'Not sent',
    allSent: 'All sent',
  },
  noLists: {
    title: 'The lists are not here yet',
    text: 'They need the network once. Turn it on and tap Load.',
    load: 'Load',
  },
};
