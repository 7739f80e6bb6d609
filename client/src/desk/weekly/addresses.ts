/** Where things stand in the address. */
import type { DutyKey } from '../../core/report';

export const start = '/huyen/bao-cao';

export function readHref(id: string): string {
  return `${start}/${id}`;
}

/** Where a report of a duty is written. */
export function formHref({ obligation, organisation, period }: DutyKey): string {
  const query = new URLSearchParams({ viec: obligation, 'don-vi': organisation });
  return `${start}/${period}?${query}`;
}

/** The duty that an address names: the period in its path, the rest in its query. */
export function dutyAt(rest: string, search: string): DutyKey | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(rest)) return null;
  const asked = new URLSearchParams(search);
  const [obligation, organisation] = [asked.get('viec'), asked.get('don-vi')];
  return obligation && organisation ? { obligation, organisation, period: rest } : null;
}
