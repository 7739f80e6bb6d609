/** The sentences of the day's receipt and of the progress, in English. */
import { count } from '../../ui/format';
import type { DayStrings } from './strings.vi';

const visits = (n: number) => `${count(n)} ${n === 1 ? 'visit' : 'visits'}`;
const phones = (n: number) => `${count(n)} ${n === 1 ? 'phone' : 'phones'} helped`;

export const en: DayStrings = {
  receipt: {
    title: 'Receipt of the day',
    before: 'Day before',
    after: 'Day after',
    saved: 'Saved on this phone',
    savedOf: (saved, helped) => `${visits(saved)}, ${phones(helped)}`,
    sent: 'On the server',
    waiting: 'Waiting',
    attention: 'Needs attention',
    visits,
    code: 'Check code',
    proved: (time, records, assists) =>
      `Confirmed by the server at ${time}: ${visits(records)}, ${phones(assists)}.`,
    differs:
      "The server's figures differ from this phone's: something has not arrived, or you also log on another phone.",
    how: 'The commune office types this code on its receipts page, or scans the square.',
    qr: 'QR code of the receipt',
    asking: 'Asking the server…',
    offline: 'No check code yet',
    offlineText:
      "The server can confirm only over a network. The figures below are this phone's own, confirmed by nobody.",
    none: 'Nothing was logged on this phone that day.',
    share: 'Share picture',
    save: 'Save picture',
    kept: 'Picture saved',
    shared: 'Picture handed to another app',
    failed: 'This phone cannot draw the picture. Take a screenshot instead.',
    made: (time) => `Made at ${time}`,
    unproved: "No check code: this phone's own figures, not confirmed by the server",
    check: (host) => `Check at ${host}/huyen/phieu`,
  },
  progress: {
    title: 'Progress',
    asOf: (day, time) => `Figures up to the end of ${day}. The server answered at ${time}.`,
    mine: (n) => `${visits(n)} of this phone not in these figures yet`,
    mineWaiting: (n) => `${count(n)} of them not sent`,
    hamlets: 'Hamlets you visited',
    whole: 'The whole area',
    organisation: 'Your organisation',
    organisationIn: (area) => `Within ${area}`,
    assists: 'phones helped',
    records: visits,
    of: (value) => `of ${value} smartphones`,
    from: (source, day) => `Denominator: ${source}, ${day}`,
    noDenominator: 'Number of smartphones not known',
    estimate: '(estimate)',
    never: 'No figures on this phone yet',
    neverText:
      'Go online and let the phone send once; the figures come then and stay readable offline.',
    noHamlets: 'No hamlet visited in the last 14 days.',
  },
};
