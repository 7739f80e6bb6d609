/** The sentences of what waits for a person, in English. */
import { count } from '../../ui/format';
import type { AttentionStrings } from './strings.vi';

const s = (n: number, one: string, more = `${one}s`) => `${count(n)} ${n === 1 ? one : more}`;

export const en: AttentionStrings = {
  title: 'To settle',
  lead: 'Records that the server has, but does not count yet. All others count as usual; nothing is lost.',
  filter: {
    label: 'Filter',
    area: 'Place',
    everywhere: 'Everywhere in scope',
    all: 'All',
    quarantined: 'Not understood',
    held: 'Held',
  },
  waiting: (n) => `${s(n, 'record')} waiting`,
  loading: 'Loading…',
  empty: 'Nothing waits for you',
  emptyText: 'Records from outside an area, or that cannot be read, appear here.',
  emptyFiltered: 'There is nothing of this kind',
  showAll: 'Show all',
  statuses: { quarantined: 'Not understood', held: 'Held' },
  what: {
    quarantined:
      'The server cannot use some of it. Once the cause is gone (say, the hamlet was added to the lists) it can be accepted.',
    held: 'It is really from this person, but outside the assigned work. Accepted, it counts like any other.',
  },
  why: {
    area_out_of_scope: {
      title: 'Made outside the assigned area',
      text: 'Accept if they were asked to help there; it counts where it was made. Refuse if the place was a slip.',
    },
    device_revoked: {
      title: 'Sent from a device that was revoked',
      text: 'Accept if you are sure that this person made the records.',
    },
    role_forbidden: {
      title: 'The role of its sender does not do this',
      text: 'Often a role was changed in between. It can be accepted once the role allows it; refuse it otherwise.',
    },
    op_malformed: {
      title: 'What was sent is malformed',
      text: 'Often an old version of the app. It cannot be accepted as it is: have it made again after an update.',
    },
    op_conflict: {
      title: 'The same id as another record, other content',
      text: 'The one that is there stays. Ask which is right.',
    },
    area_unknown: {
      title: 'This place is not in the lists',
      text: 'Add the hamlet to the lists and accept, or refuse so that another is chosen.',
    },
    outcome_unknown: {
      title: 'This outcome is not in the campaign',
      text: 'Often an old version of the app. Refuse so that another is chosen.',
    },
    phone_invalid: {
      title: 'The phone number is not valid',
      text: 'Accepted, it counts without the number. Refuse to have the number asked for again.',
    },
    phone_unsealed: {
      title: 'The phone number cannot be opened',
      text: 'Accepted, it counts without the number.',
    },
    phone_no_consent: {
      title: 'A phone number without consent',
      text: 'Accepted, it counts without the number. Refuse to have the resident asked again.',
    },
    person_unknown: {
      title: 'A review of somebody who is not in the campaign',
      text: 'Refuse it, or accept once that person has been added.',
    },
  },
  received: (time) => `Received ${time}`,
  noPlace: 'Place not known',
  facts: {
    area: 'Place',
    outcome: 'Outcome',
    mode: 'How they met',
    happenedAt: 'Made (by the phone)',
    note: 'Note',
    verdict: 'Verdict',
    reason: 'Reason',
    rev: 'Version',
  },
  raw: 'As it was sent',
  noRaw: 'What was sent cannot be read.',
  code: (code, id) => `Code ${code} · ${id}`,
  pick: (who, what) => `Choose: ${who}, ${what}`,
  all: (n) => `Choose all ${count(n)} shown`,
  chosen: (n) => `${count(n)} chosen`,
  act: {
    go: 'Settle them',
    label: (n) => `Settle ${s(n, 'record')}`,
    word: 'A word to its author',
    wordHint: 'Shown on the phone with the refusal.',
    needWord: 'Write a word to its author',
    accept: 'Accept',
    acceptMany: (n) => `Accept ${s(n, 'record')}`,
    refuse: 'Refuse',
    refuseMany: (n) => `Refuse ${s(n, 'record')}`,
    cancel: 'Cancel',
    busy: 'Sending…',
    send: 'Send refusal',
    of: (who) => `record of ${who}`,
  },
  done: {
    accepted: (n) => `${s(n, 'record')} accepted. The figures have followed.`,
    refused: (n) => `${s(n, 'record')} refused. The phone shows your word when it sends next.`,
    not: (n) => `${s(n, 'record')} cannot be accepted as things are`,
    notText:
      'They stay here. Mend the lists and accept again, or refuse so that it is mended on the phone.',
  },
  shown: (n, of) => `Showing ${count(n)} of ${s(of, 'record')}, the oldest first.`,
  more: 'Show more',
};
