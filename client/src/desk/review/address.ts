/** The filters of the checks in their address: a list can be sent to somebody, and comes back after a reload. Pure. */
import { isDay } from '../../core/day';
import type { RecordFilter } from './wire';

export const tabs = ['records', 'signals', 'samples'] as const;
export type Tab = (typeof tabs)[number];

const base = '/huyen/kiem-tra';
const paths: Record<Tab, string> = {
  records: base,
  signals: `${base}/dau-hieu`,
  samples: `${base}/mau`,
};

const stateWords: Record<RecordFilter['state'], string> = {
  counted: '',
  void: 'da-huy',
  outside: 'giu-ngoai',
  all: 'tat-ca',
};

export const states = Object.keys(stateWords) as RecordFilter['state'][];

export const everything: RecordFilter = {
  area: '',
  organisation: '',
  person: '',
  since: '',
  until: '',
  mode: '',
  outcome: '',
  state: 'counted',
};

const names: Record<Exclude<keyof RecordFilter, 'state'>, string> = {
  area: 'noi',
  organisation: 'to-chuc',
  person: 'nguoi',
  since: 'tu',
  until: 'den',
  mode: 'cach',
  outcome: 'ket-qua',
};

export function readFilter(search: string): RecordFilter {
  const query = new URLSearchParams(search);
  const read = (key: keyof typeof names) => query.get(names[key]) ?? '';
  const day = (key: 'since' | 'until') => (isDay(read(key)) ? read(key) : '');
  const state = states.find((one) => stateWords[one] === (query.get('tinh-trang') ?? ''));
  return {
    area: read('area'),
    organisation: read('organisation'),
    person: read('person'),
    since: day('since'),
    until: day('until'),
    mode: read('mode'),
    outcome: read('outcome'),
    state: state ?? 'counted',
  };
}

export function hrefOf(tab: Tab, filter: Partial<RecordFilter> = {}): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(names) as (keyof typeof names)[]) {
    const value = filter[key];
    if (value) query.set(names[key], value);
  }
  if (filter.state && stateWords[filter.state]) query.set('tinh-trang', stateWords[filter.state]);
  const text = query.toString();
  return `${paths[tab]}${text ? `?${text}` : ''}`;
}

/** The records of one person on one day, whatever became of them. */
export function dayOfPerson(person: string, day: string): string {
  return hrefOf('records', { person, since: day, until: day, state: 'all' });
}

export function tabAt(at: string): Tab | null {
  return tabs.find((tab) => paths[tab] === at) ?? null;
}
