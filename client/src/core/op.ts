/**
 * Making ops: the only thing a phone sends, immutable once made.
 *
 * Shapes and limits are those of protocol.md section 3. A field out of place is dropped
 * here as the server would drop it, so that the list shows what will be counted.
 */
import { isDay } from './day';
import { takesRevisit } from './outcome';
import { failure, type Result, success } from './result';
import { cleanText, lengthOf } from './text';
import type { Mode, Outcome, RecordBody, RecordOp } from './types';

export const MODES: readonly Mode[] = ['door', 'gate', 'phone', 'point', 'counter'];
export const NOTE_LENGTH = 280;
export const LAST_REV = 1000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The content of a record before sealing; null and empty mean absent. */
export interface RecordFields {
  readonly area: string;
  readonly mode: Mode;
  readonly outcome: string;
  readonly household?: string | null;
  readonly revisitOn?: string | null;
  readonly note?: string | null;
  readonly void?: boolean;
}

/** What the record carries as its number. */
export type NumberPart =
  | { readonly kind: 'none' }
  | { readonly kind: 'sealed'; readonly sealedPhone: string; readonly consent: string | undefined }
  | { readonly kind: 'keep' };

/**
 * Checks the form. Codes by field: `form.required`, `form.invalid`, `form.too_long`.
 * `outcome` is null when the phone has no directory yet: capture goes on, the server
 * drops what is out of place.
 */
export function checkFields(fields: RecordFields, outcome: Outcome | null): Result<RecordFields> {
  const details: Record<string, string[]> = {};
  if (fields.area === '') details.area = ['form.required'];
  if (!MODES.includes(fields.mode)) details.mode = ['form.required'];
  if (fields.outcome === '') details.outcome = ['form.required'];
  const note = cleanText(fields.note ?? '');
  if (lengthOf(note) > NOTE_LENGTH) details.note = ['form.too_long'];
  const revisitOn = fields.revisitOn ?? '';
  if (revisitOn !== '' && !isDay(revisitOn)) details.revisitOn = ['form.invalid'];
  const household = fields.household ?? '';
  if (household !== '' && !UUID.test(household)) details.household = ['form.invalid'];
  if (Object.keys(details).length > 0) return failure('form.invalid', details);
  return success({
    area: fields.area,
    mode: fields.mode,
    outcome: fields.outcome,
    household: outcome?.noHousehold ? null : household || null,
    revisitOn: outcome && !takesRevisit(outcome.group) ? null : revisitOn || null,
    note: note || null,
    void: fields.void === true,
  });
}

export function makeBody(fields: RecordFields, number: NumberPart): RecordBody {
  return {
    area: fields.area,
    mode: fields.mode,
    outcome: fields.outcome,
    ...(number.kind === 'sealed' ? { sealedPhone: number.sealedPhone } : {}),
    ...(number.kind === 'sealed' && number.consent ? { consent: number.consent } : {}),
    ...(number.kind === 'keep' ? { keepNumber: true as const } : {}),
    ...(fields.household ? { household: fields.household } : {}),
    ...(fields.revisitOn ? { revisitOn: fields.revisitOn } : {}),
    ...(fields.note ? { note: fields.note } : {}),
    ...(fields.void ? { void: true as const } : {}),
  };
}

/** The number a correction carries when the person leaves it alone. */
export function numberOf(body: RecordBody): NumberPart {
  if (body.sealedPhone !== undefined) {
    return { kind: 'sealed', sealedPhone: body.sealedPhone, consent: body.consent };
  }
  return body.keepNumber ? { kind: 'keep' } : { kind: 'none' };
}

interface OpHead {
  readonly opId: string;
  readonly n: number;
  readonly recordId: string;
  readonly rev: number;
  readonly anchor: string | null;
  readonly happenedAt: string;
}

export function makeRecordOp(head: OpHead, body: RecordBody): RecordOp {
  return { ...head, kind: 'record.put', schema: 1, body };
}
