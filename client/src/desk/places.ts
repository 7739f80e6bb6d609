/** Areas as choices, in the order in which people look for them. Rests on the directory. */
import type { Area } from '../core/types';
import type { Desk } from './context';
import type { Option } from './select';

const collator = new Intl.Collator('vi', { numeric: true });

export const byName = <T extends { readonly name: string }>(a: T, b: T) =>
  collator.compare(a.name, b.name);

const asOption = (area: Area): Option => ({ value: area.code, text: area.name });

/** The communes that the caller sees, without the root above them. */
export function communesOf(desk: Desk): readonly Area[] {
  const root = desk.root();
  return (desk.directory.value?.areas ?? [])
    .filter((area) => area.parent !== null && area.parent === root?.code)
    .sort(byName);
}

export function hamletsOf(desk: Desk, commune: string): readonly Area[] {
  return (desk.directory.value?.areas ?? []).filter((area) => area.parent === commune).sort(byName);
}

/** Where the caller may look: the root when it is in scope, each commune, each with its hamlets on wish. */
export function areaOptions(desk: Desk, withHamlets: boolean): Option[] {
  const own = desk.home();
  const root = desk.root();
  const communes = communesOf(desk);
  const found: Option[] = root && own?.code === root.code ? [asOption(root)] : [];
  for (const commune of communes) {
    found.push(asOption(commune));
    if (!withHamlets) continue;
    for (const hamlet of hamletsOf(desk, commune.code))
      found.push({ value: hamlet.code, text: `${commune.name} · ${hamlet.name}` });
  }
  return found;
}

/** An area and what lies in it; all that the caller sees when none is named. */
export function areasBelow(desk: Desk, area: string | null): Option[] {
  if (area === null || area === desk.root()?.code) return areaOptions(desk, true);
  const own = desk.area(area);
  return [...(own ? [asOption(own)] : []), ...hamletsOf(desk, area).map(asOption)];
}
