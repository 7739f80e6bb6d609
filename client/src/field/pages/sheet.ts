/**
 * The list as a sheet: grouped by day and hamlet, with the number of each phone in its house.
 * Pure. Rests on the order of the store (newest first) and keeps it.
 */
import type { FieldRecord } from '../../core/types';

export type SheetGroup = { day: string; area: string; records: FieldRecord[] };

export function groupRecords(records: readonly FieldRecord[]): SheetGroup[] {
  const groups: SheetGroup[] = [];
  const index = new Map<string, SheetGroup>();
  for (const record of records) {
    const key = `${record.day} ${record.area}`;
    let group = index.get(key);
    if (!group) {
      group = { day: record.day, area: record.area, records: [] };
      index.set(key, group);
      groups.push(group);
    }
    group.records.push(record);
  }
  return groups;
}

/**
 * Which phone of its house a record is, for houses with more than one.
 * Where older rows are not loaded, the house of the last row stays unnumbered: its first phone may be missing.
 */
export function machinesOf(
  records: readonly FieldRecord[],
  more: boolean,
): ReadonlyMap<string, number> {
  const houses = new Map<string, FieldRecord[]>();
  for (const record of records) {
    if (record.household === null || record.void) continue;
    const house = houses.get(record.household);
    if (house) house.unshift(record);
    else houses.set(record.household, [record]);
  }
  const cut = more ? records[records.length - 1]?.household : undefined;
  const machines = new Map<string, number>();
  for (const [household, house] of houses) {
    if (house.length < 2 || household === cut) continue;
    house.forEach((record, at) => {
      machines.set(record.recordId, at + 1);
    });
  }
  return machines;
}
