/** A phone left behind with something unsent: the sentences, in English. */
import { count } from '../../ui/format';
import type { OldPhoneStrings } from './strings.vi';

const entries = (n: number) => `${count(n)} ${n === 1 ? 'entry' : 'entries'}`;

export const en: OldPhoneStrings = {
  title: (n) => `The old phone still has ${entries(n)} not sent`,
  seen: (name, n, time) =>
    `${name}: the server last heard of it at ${time}, with ${entries(n)} not sent. What was logged after that nobody knows.`,
  steps: [
    {
      title: 'Does Gõ Cửa still open on the old phone?',
      text: 'Open it where there is a network and tap Send now, or tap Hand over in This phone. Do not log those entries again.',
    },
    {
      title: 'Was it cleared, reinstalled or lost?',
      text: 'What was not sent is gone with it; the server has no copy. Log again here the houses that you remember.',
    },
    {
      title: 'Tell the commune office',
      text: 'They too see how many entries are missing. If the phone is lost, ask them to lock it.',
    },
  ],
  go: 'Start logging',
};
