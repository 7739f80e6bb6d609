/** The sentences of choosing a past moment, in English. */
import type { MomentStrings } from './strings.vi';

export const en: MomentStrings = {
  day: 'Day',
  time: 'Time',
  timeHint: 'For example 13:00',
  wrongTime: 'Write the time as 13:00',
  seq: 'Sequence number',
  wrongSeq: 'Digits only',
};
