/**
 * The figures of a statement as typed: read, and held against each other as the server does.
 * Pure. Promises: zero is a number, an empty optional field is not known, what was typed is never changed.
 */
import { readWhole } from '../whole';

export type Typed = { total: string; withSmartphone: string; installed: string; inUse: string };
export type NumberField = keyof Typed;
export type Fault =
  | 'missing'
  | 'number'
  | 'installed'
  | 'smartphones'
  | 'smartphonesOver'
  | 'inUse';
export type Counts = {
  total: number;
  withSmartphone: number | null;
  installed: number;
  inUse: number | null;
};
export type Checked =
  | { ok: true; counts: Counts }
  | { ok: false; faults: Partial<Record<NumberField, Fault>> };

const GREATEST = 1_000_000;

/** From 0 to a million; null for anything that is no whole number. */
export function readCount(typed: string): number | null {
  return readWhole(typed, GREATEST);
}

export function checkCounts(typed: Typed): Checked {
  const faults: Partial<Record<NumberField, Fault>> = {};
  const read = (field: NumberField, needed: boolean): number | null => {
    if (typed[field].trim() === '') {
      if (needed) faults[field] = 'missing';
      return null;
    }
    const value = readCount(typed[field]);
    if (value === null) faults[field] = 'number';
    return value;
  };
  const total = read('total', true);
  const withSmartphone = read('withSmartphone', false);
  const installed = read('installed', true);
  const inUse = read('inUse', false);
  if (total !== null && installed !== null && installed > total) faults.installed = 'installed';
  else if (withSmartphone !== null) {
    if (total !== null && withSmartphone > total) faults.withSmartphone = 'smartphonesOver';
    else if (installed !== null && installed > withSmartphone) faults.installed = 'smartphones';
  }
  if (inUse !== null && installed !== null && inUse > installed) faults.inUse = 'inUse';
  if (Object.keys(faults).length > 0 || total === null || installed === null)
    return { ok: false, faults };
  return { ok: true, counts: { total, withSmartphone, installed, inUse } };
}

/** What stands is measured by installed, and by installed and in use where the directive asks for both. */
export function measured(group: string, row: { installed: number | null; inUse: number | null }) {
  return group === 'all_staff' ? row.installed : row.inUse;
}
