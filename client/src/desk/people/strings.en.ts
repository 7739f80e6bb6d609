/** People and devices: the sentences, in English. */
import type { PeopleStrings } from './strings.vi';

export const en: PeopleStrings = {
  title: 'People and devices',
  invite: 'Invite a person',
  name: 'Name',
  nameHint: 'As the person wishes to be called.',
  role: 'Work',
  organisation: 'Organisation',
  organisationSearch: 'Search organisation',
  area: 'Area',
  hamlet: 'Preset hamlet (optional)',
  noHamlet: 'None',
  choose: 'Choose…',
  submit: 'Make the invite',
  busy: 'Making…',
  needName: 'The name is missing.',
  needOrganisation: 'The organisation is missing.',
  needArea: 'The area is missing.',
};
