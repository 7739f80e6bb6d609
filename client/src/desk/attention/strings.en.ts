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
  detail: 'What is wrong',
  raw: 'As it was sent',
  noRaw: 'What was sent cannot be read.',
  code: (code, id) => `Code ${code} · ${id}`,
  pick: (who, what) => `Choose: ${who}, ${what}`,
  all: (n) => `Choose all ${count(n)} shown`,
  act: {
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
