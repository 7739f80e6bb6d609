/** Roles, facts and spans of time, in English; loaded with the pages that name them. */
import { count } from './format';
import type { FactStrings } from './strings.facts.vi';

const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const en: FactStrings = {
  roles: {
    volunteer: 'Volunteer',
    teller: 'Teller',
    reporter: 'Reporter',
    commune: 'Commune officer',
    district: 'District staff',
    admin: 'Admin',
  },
  facts: { name: 'Name', work: 'Work', campaign: 'Campaign' },
  ages: {
    now: 'just now',
    minutes: (n) => `${count(n)} min`,
    hours: (n) => plural(n, 'hour', 'hours'),
    days: (n) => plural(n, 'day', 'days'),
    seconds: (n) => `${count(n)} s`,
    ago: (age) => `${age} ago`,
  },
};
