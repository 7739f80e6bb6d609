/** Which organisations stand in a place, and names and codes for new ones. Pure. */
import { cleanText } from '../../core/text';
import { slugOf } from './paste';
import type { OrganisationRow } from './wire';

/** Real units of an area and what lies in it; of the whole district those that stand in no commune. */
export function unitsIn(
  all: readonly OrganisationRow[],
  areas: ReadonlySet<string> | null,
  root: string | null,
): OrganisationRow[] {
  return all.filter(
    (one) =>
      one.takesMembers &&
      (areas ? one.area !== null && areas.has(one.area) : one.area === null || one.area === root),
  );
}

/** The kinds under which clerks add real ones. */
export function classesOf(all: readonly OrganisationRow[]): OrganisationRow[] {
  return all.filter((one) => !one.takesMembers && one.kind !== 'recipient');
}

export function namesIn(text: string): string[] {
  const names = text
    .split(/\r?\n/)
    .map((line) => cleanText(line).replace(/\s+/g, ' '))
    .filter((line) => line !== '');
  return [...new Set(names)];
}

/** `doanh-nghiep.28111.cong-ty-may-a`: the same name in the same place is the same unit. */
export function unitCode(parent: string, area: string | null, name: string): string {
  return [parent, area, slugOf(name) || 'don-vi'].filter(Boolean).join('.').slice(0, 96);
}
