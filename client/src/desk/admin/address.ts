/** The filters of the admin's lists in their address: a list can be sent to somebody, and comes back after a reload. Pure. */
import { isDay } from '../../core/day';
import { type DeviceGroup, deviceGroups } from './device-state';
import { adminPages, home } from './pages';
import type { TrailFilter } from './wire';

const trailNames: Record<keyof TrailFilter, string> = {
  person: 'nguoi',
  act: 'viec',
  subject: 'doi-tuong',
  since: 'tu',
  until: 'den',
};

export function readTrail(search: string): TrailFilter {
  const query = new URLSearchParams(search);
  const read = (key: keyof TrailFilter) => query.get(trailNames[key]) ?? '';
  const day = (key: 'since' | 'until') => (isDay(read(key)) ? read(key) : '');
  return {
    person: read('person'),
    act: /^[a-z_]{1,30}(\.[a-z_]{1,30})?$/.test(read('act')) ? read('act') : '',
    subject: read('subject'),
    since: day('since'),
    until: day('until'),
  };
}

export function trailHref(filter: Partial<TrailFilter>): string {
  return withQuery(`${home}/dau-vet`, trailNames, filter);
}

export interface DeviceFilter {
  readonly group: DeviceGroup;
  readonly area: string;
  readonly app: string;
  readonly typed: string;
}

const deviceNames: Record<Exclude<keyof DeviceFilter, 'group'>, string> = {
  area: 'noi',
  app: 'phien-ban',
  typed: 'tim',
};

const groupWords: Record<DeviceGroup, string> = {
  all: '',
  look: 'can-xem',
  using: 'dang-dung',
  replaced: 'da-thay',
  revoked: 'da-khoa',
};

export function readDevices(search: string): DeviceFilter {
  const query = new URLSearchParams(search);
  const word = query.get('tinh-trang') ?? '';
  return {
    group: deviceGroups.find((one) => groupWords[one] === word) ?? 'all',
    area: query.get(deviceNames.area) ?? '',
    app: query.get(deviceNames.app) ?? '',
    typed: query.get(deviceNames.typed) ?? '',
  };
}

export function devicesHref({ group, ...rest }: DeviceFilter): string {
  const names = { ...deviceNames, group: 'tinh-trang' };
  return withQuery(`${home}/thiet-bi`, names, { ...rest, group: groupWords[group] });
}

export function campaignHref(code: string): string {
  return `${home}/dot?ma=${encodeURIComponent(code)}`;
}

export function chosenCampaign(search: string): string | null {
  return new URLSearchParams(search).get('ma');
}

export const hrefOf = (key: (typeof adminPages)[number]['key']): string =>
  adminPages.find((page) => page.key === key)?.href ?? home;

function withQuery<K extends string>(
  path: string,
  names: Readonly<Record<K, string>>,
  values: Partial<Readonly<Record<K, string>>>,
): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(names) as K[]) {
    const value = values[key];
    if (value) query.set(names[key], value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
