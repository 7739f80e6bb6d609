/**
 * Reads an object of the wire under the program's names: `area_name` becomes `areaName`.
 *
 * Promises: what the guard does not name is left out; values are as their own guards made them, one level at a time.
 * For what the desk reads: sync itself spells its names out, because one part more would make the first form larger.
 */
import * as v from 'valibot';

type Named<Name> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Named<Tail>>}`
  : Name;

/** The same fields, `snake_case` as `camelCase`. */
export type Plain<Wire> = { [Name in keyof Wire as Named<Name>]: Wire[Name] };

const named = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

export function shape<const Fields extends v.ObjectEntries>(fields: Fields) {
  const names = new Map(Object.keys(fields).map((name) => [name, named(name)]));
  return v.pipe(
    v.object(fields),
    v.transform(
      (wire) =>
        Object.fromEntries(
          Object.entries(wire).map(([name, value]) => [names.get(name) ?? name, value]),
        ) as Plain<v.InferOutput<v.ObjectSchema<Fields, undefined>>>,
    ),
  );
}
