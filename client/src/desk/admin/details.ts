/**
 * What an act's details say, as pairs of words: what changed stands as before → after. Pure.
 * Promises: nothing that is there is left out; the id comes last; a field without a name is shown under its own.
 */
import type { AdminStrings } from './strings.vi';

export interface Said {
  readonly term: string;
  readonly value: string;
}

type Details = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Details =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function saidOf(
  details: Details,
  w: AdminStrings['trail'],
  nameOf: (key: string, value: string) => string,
): Said[] {
  const term = (key: string) => w.fields[key] ?? key;
  const spelled = (key: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return w.nothing;
    if (typeof value === 'boolean') return value ? w.yes : w.no;
    if (Array.isArray(value)) return value.map((one) => spelled(key, one)).join(', ');
    if (isPlain(value))
      return Object.entries(value)
        .map(([inner, one]) => `${term(inner)} ${spelled(inner, one)}`)
        .join(', ');
    return nameOf(key, String(value));
  };
  const { from, to, ...rest } = details;
  const found = Object.entries(rest)
    .filter(([, value]) => value !== null && value !== '')
    .sort(([a], [b]) => Number(a === 'id') - Number(b === 'id'))
    .map(([key, value]) => ({ term: term(key), value: spelled(key, value) }));
  if (isPlain(from) && isPlain(to)) return [...differences(from, to, term, spelled, w), ...found];
  if ('from' in details || 'to' in details) {
    const value = w.changed(spelled('value', from), spelled('value', to));
    return [{ term: term('value'), value }, ...found];
  }
  return found;
}

/** Of two objects, what is not the same. */
function differences(
  from: Details,
  to: Details,
  term: (key: string) => string,
  spelled: (key: string, value: unknown) => string,
  w: AdminStrings['trail'],
): Said[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys
    .filter((key) => JSON.stringify(from[key] ?? null) !== JSON.stringify(to[key] ?? null))
    .map((key) => ({
      term: term(key),
      value: w.changed(spelled(key, from[key]), spelled(key, to[key])),
    }));
}
