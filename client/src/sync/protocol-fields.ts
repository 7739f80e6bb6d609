/** The small shapes that every guard is made of. */
import * as v from 'valibot';

export const text = v.string();
export const count = v.pipe(v.number(), v.integer());
export const maybeText = v.nullish(text, null);
export const maybeCount = v.nullish(v.number(), null);
export const role = v.picklist(['volunteer', 'teller', 'reporter', 'commune', 'district', 'admin']);
export const mode = v.picklist(['door', 'gate', 'phone', 'point', 'counter']);
export const group = v.picklist([
  'success',
  'partial',
  'neutral',
  'blocked',
  'revisit',
  'refused',
  'not_eligible',
  'other',
]);
