/** Organisations and areas to choose from when somebody is invited or moved. */
import { foldText } from '../../core/text';
import type { Area, Organisation } from '../../core/types';
import { byName } from '../places';
import type { Option } from '../select';

/** The root and the communes; with a commune named, its hamlets. */
export function areaChoices(areas: readonly Area[], hamletsOf: string | null): Option[] {
  const asOption = (area: Area): Option => ({ value: area.code, text: area.name });
  const sorted = [...areas].sort(byName);
  if (hamletsOf !== null) return sorted.filter((area) => area.parent === hamletsOf).map(asOption);
  const codes = new Set(areas.map((area) => area.code));
  const roots = sorted.filter((area) => area.parent === null || !codes.has(area.parent));
  const communes = sorted.filter((area) => roots.some((root) => root.code === area.parent));
  return [...roots, ...communes].map(asOption);
}

export function organisationChoices(
  organisations: readonly Organisation[],
  typed: string,
): Option[] {
  const wanted = foldText(typed);
  return organisations
    .filter(
      (one) => one.takesMembers !== false && (wanted === '' || foldText(one.name).includes(wanted)),
    )
    .sort(byName)
    .map((one) => ({ value: one.code, text: one.name }));
}
