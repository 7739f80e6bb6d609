/**
 * Correcting and withdrawing: like saving, one new op and one strict transaction. Loaded right after the first screen.
 */
import { instantOf } from '../core/day';
import { uuidv7 } from '../core/ids';
import { checkFields, LAST_REV, type NumberPart, numberOf, type RecordFields } from '../core/op';
import { failure, type Result, success } from '../core/result';
import type { FieldRecord } from '../core/types';
import type { Context } from './context';
import type { ChangeInput } from './contract';
import type { SealedNumber } from './number';
import {
  announce,
  appendOp,
  NO_NUMBER,
  numberOfForm,
  outcomeOf,
  SAVE_STORES,
  writing,
} from './records';
import type { RecordRow } from './rows';

/** The fields that show now, and the number as a correction would carry it on. */
function baseOf(row: RecordRow): { fields: RecordFields; number: NumberPart } {
  const { view, local, shown } = row;
  const fields: RecordFields = {
    area: view.area,
    mode: view.mode,
    outcome: view.outcome,
    household: view.household,
    revisitOn: view.revisitOn,
    note: view.note,
    void: view.void,
  };
  const own = local && (shown === 'local' || row.server?.opId === local.opId) ? local : null;
  if (own) return { fields, number: numberOf(own.body) };
  return { fields, number: view.hasNumber ? { kind: 'keep' } : { kind: 'none' } };
}

function pick<T>(wanted: T | undefined, present: T): T {
  return wanted === undefined ? present : wanted;
}

export async function correctRecord(
  context: Context,
  recordId: string,
  change: ChangeInput,
): Promise<Result<FieldRecord>> {
  if (context.db.pushOnly) return failure('store.newer');
  let number: SealedNumber | null = null;
  if (change.phone !== undefined && change.phone !== null) {
    const sealed = await numberOfForm(context, recordId, change.phone, change.consent);
    if (!sealed.ok) return sealed;
    number = sealed.value;
  } else if (change.phone === null) {
    number = NO_NUMBER;
  }
  const opId = uuidv7(context.now());
  const happenedAt = instantOf(context.now());
  const saved = await writing(() =>
    context.db.write(SAVE_STORES, async (tx): Promise<Result<FieldRecord>> => {
      const known = await tx.objectStore('records').get(recordId);
      if (!known) return failure('record.unknown');
      if (known.local?.opId === opId) return success(known.view);
      const base = baseOf(known);
      if (known.view.rev >= LAST_REV) return failure('record.revs');
      const outcome = outcomeOf(context, change.outcome ?? base.fields.outcome);
      const checked = checkFields(
        {
          area: pick(change.area, base.fields.area),
          mode: pick(change.mode, base.fields.mode),
          outcome: pick(change.outcome, base.fields.outcome),
          household: pick(change.household, base.fields.household ?? null),
          revisitOn: pick(change.revisitOn, base.fields.revisitOn ?? null),
          note: pick(change.note, base.fields.note ?? null),
          void: pick(change.void, base.fields.void === true),
        },
        outcome,
      );
      if (!checked.ok) return checked;
      const view = await appendOp(
        context,
        tx,
        {
          recordId,
          opId,
          fields: checked.value,
          outcome,
          number: number?.part ?? base.number,
          tag: checked.value.void ? null : (number?.tag ?? (number ? null : undefined)),
          happenedAt,
        },
        known,
      );
      return success(view);
    }),
  );
  announce(context, saved);
  return saved;
}
