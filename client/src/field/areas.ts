/**
 * The tree of areas as the form needs it: where a hamlet lies, what can be chosen, what a search finds.
 *
 * Pure. Rests on the directory's areas (the caller's part of the campaign). Promises: every area that
 * may be logged in can be reached, also where a commune has no hamlet in the list.
 */
import { foldText } from '../core/text';
import type { Area } from '../core/types';

export type Place = {
  code: string;
  name: string;
  /** The commune above a hamlet; null for a commune or the root. */
  above: string | null;
  /** How exact it is: a hamlet, a commune ("hamlet not known") or the root ("commune not known"). */
  level: 'hamlet' | 'commune' | 'root';
};

export type Commune = { place: Place; hamlets: Place[] };

export type AreaTree = {
  root: Place | null;
  /** By name, as their hamlets are. */
  readonly communes: readonly Commune[];
  byCode: Map<string, Place>;
};

/** A slow phone takes 80 ms to learn the order of Vietnamese letters: only when a list is looked at. */
function sorted(communes: Iterable<Commune>): Commune[] {
  const { compare } = new Intl.Collator('vi', { numeric: true });
  const inOrder = (a: Place, b: Place) => compare(a.name, b.name);
  return Array.from(communes, ({ place, hamlets }) => ({
    place,
    hamlets: [...hamlets].sort(inOrder),
  })).sort((a, b) => inOrder(a.place, b.place));
}

/** `closed` areas keep their names for older records; they cannot be chosen. */
export function areaTree(areas: readonly Area[], closed: readonly Area[] = []): AreaTree {
  const known = new Map(areas.map((area) => [area.code, area]));
  const depth = (area: Area): number => {
    const above = area.parent === null ? undefined : known.get(area.parent);
    return above ? depth(above) + 1 : 0;
  };
  const communes = new Map<string, Commune>();
  let inOrder: readonly Commune[] | null = null;
  const tree: AreaTree = {
    root: null,
    byCode: new Map(),
    get communes() {
      inOrder ??= sorted(communes.values());
      return inOrder;
    },
  };
  for (const area of areas) {
    const at = depth(area);
    if (at > 1) continue;
    const place: Place = {
      code: area.code,
      name: area.name,
      above: null,
      level: at === 0 ? 'root' : 'commune',
    };
    tree.byCode.set(place.code, place);
    if (at === 0) tree.root ??= place;
    else communes.set(place.code, { place, hamlets: [] });
  }
  for (const area of areas) {
    if (depth(area) < 2) continue;
    let above = area.parent === null ? undefined : known.get(area.parent);
    while (above && !communes.has(above.code))
      above = above.parent === null ? undefined : known.get(above.parent);
    const commune = above && communes.get(above.code);
    const place: Place = {
      code: area.code,
      name: area.name,
      above: above?.name ?? null,
      level: 'hamlet',
    };
    tree.byCode.set(place.code, place);
    commune?.hamlets.push(place);
  }
  for (const area of closed) {
    if (tree.byCode.has(area.code)) continue;
    const above = area.parent === null ? undefined : known.get(area.parent);
    tree.byCode.set(area.code, {
      code: area.code,
      name: area.name,
      above: above?.name ?? null,
      level: 'hamlet',
    });
  }
  return tree;
}

/** The commune that a place belongs to (itself, when it is one). */
export function communeOf(tree: AreaTree, code: string): Commune | null {
  return (
    tree.communes.find(
      (one) => one.place.code === code || one.hamlets.some((hamlet) => hamlet.code === code),
    ) ?? null
  );
}

/** Places whose name, or whose commune's name, holds the words typed; no diacritics needed. */
export function findPlaces(tree: AreaTree, typed: string, limit: number): Place[] {
  const wanted = foldText(typed);
  if (!wanted) return [];
  const found: Place[] = [];
  for (const { place, hamlets } of tree.communes) {
    const communeFits = foldText(place.name).includes(wanted);
    for (const hamlet of hamlets) {
      if (communeFits || foldText(hamlet.name).includes(wanted)) found.push(hamlet);
    }
    if (communeFits) found.push(place);
  }
  const starts = (place: Place) => (foldText(place.name).includes(wanted) ? 0 : 1);
  return found.sort((a, b) => starts(a) - starts(b)).slice(0, limit);
}
