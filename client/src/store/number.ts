/**
 * A typed number on its way into a record, and whether it was logged today.
 *
 * Loaded with the first number typed: a counter never needs it. Promises: what leaves here is sealed or a keyed code.
 */
import { dayOf, instantOf } from '../core/day';
import type { NumberPart } from '../core/op';
import { readPhone } from '../core/phone';
import { failure, type Result, success } from '../core/result';
import type { Context } from './context';
import { sealPhone, tagPhone } from './seal';

export interface SealedNumber {
  readonly part: NumberPart;
  readonly tag: string | null;
}

export async function sealNumber(
  context: Context,
  recordId: string,
  phone: string,
  consent: string | undefined,
): Promise<Result<SealedNumber>> {
  const reading = readPhone(phone);
  if (!reading.ok) {
    if (reading.problem === 'empty') return success({ part: { kind: 'none' }, tag: null });
    return failure('form.invalid', { phone: [`phone.${reading.problem}`] });
  }
  if (!consent) return failure('form.invalid', { consent: ['form.required'] });
  const sealedPhone = await sealPhone(reading.e164, recordId, context.seat.sealKey);
  const tag = await tagPhone(reading.e164, context.seat.indexKey);
  return success({ part: { kind: 'sealed', sealedPhone, consent }, tag });
}

export async function seenToday(context: Context, phone: string): Promise<boolean> {
  const reading = readPhone(phone);
  if (!reading.ok) return false;
  const tag = await tagPhone(reading.e164, context.seat.indexKey);
  const today = dayOf(instantOf(context.now()), context.seat.campaign.tz);
  return (await context.db.run((db) => db.get('seen', [today, tag]))) !== undefined;
}
