/** Tokens of programs: the sentences, in English. */
import { count } from '../../ui/format';
import type { TokenStrings } from './strings.vi';

export const en: TokenStrings = {
  title: 'Access tokens',
  lead: 'Let other programs read the campaign’s figures: read only, within a scope, closed by themselves in time.',
  form: {
    title: 'New token',
    name: 'What it is for',
    nameHint: 'For example: the Department’s board',
    scope: 'May see',
    scopes: {
      campaign: 'The whole campaign',
      area: 'One area',
      organisation: 'One organisation',
    },
    area: 'Area',
    organisation: 'Organisation',
    choose: 'Choose…',
    rights: 'May read',
    days: 'Good for',
    daysOf: (n: number) => `${count(n)} days`,
    submit: 'Make the token',
    busy: 'Making…',
    needName: 'Say what it is for.',
    needRight: 'Choose at least one.',
    needArea: 'Choose an area.',
    needOrganisation: 'Choose an organisation.',
  },
  rights: {
    totals: 'Totals',
    exports: 'Files of figures (CSV, Excel)',
    records: 'Single records, without phone numbers',
    metrics: 'State of the server (Prometheus)',
  },
  short: {
    totals: 'Totals',
    exports: 'Files',
    records: 'Records',
    metrics: 'Server',
  },
  made: {
    title: (name: string) => `Token for “${name}”`,
    once: 'The token is shown once. Copy it into the other program now; when this card is closed it cannot be seen again.',
    copy: 'Copy the token',
    copied: 'The token is copied.',
    refused: 'The browser does not allow copying. Select the token and copy it.',
    use: 'The program sends with each request:',
    documents: 'What can be read',
    until: (day: string) =>
      `Good until ${day}. Whoever has it can read: do not send it by chat or email.`,
    close: 'I have copied it',
  },
  list: {
    title: (n: number) => `${count(n)} tokens`,
    caption: 'Access tokens',
    used: (at: string) => `last used ${at}`,
    until: (day: string) => `until ${day}`,
    whole: 'The whole campaign',
    never: 'never used',
    by: (name: string, day: string) => `made by ${name} on ${day}`,
    byServer: (day: string) => `made on the server on ${day}`,
    none: 'No tokens yet',
    noneText: 'Make one when another program has to read the campaign’s figures.',
  },
  states: {
    active: 'In use',
    expired: 'Expired',
    revoked: 'Revoked',
  },
  revoke: {
    act: 'Revoke',
    of: (name: string) => `Revoke the token “${name}”`,
    sure: (name: string) =>
      `Revoke the token “${name}”? The program that uses it cannot read any more, at once.`,
    yes: 'Revoke now',
    no: 'Cancel',
    done: (name: string) => `The token “${name}” is revoked.`,
  },
};
