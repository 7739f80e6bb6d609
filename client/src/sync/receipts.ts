/** A day's receipt as the server states it, and the check of one. Wire names end here. */
import * as v from 'valibot';
import type { Role } from '../core/types';
import type { Reply } from './contract';
import { count, role, text } from './protocol-fields';
import type { Channel } from './transport';

export interface DayReceipt {
  readonly day: string;
  /** The server's time of the statement. */
  readonly at: string;
  readonly records: number;
  readonly assists: number;
  readonly code: string;
}

export interface CheckedReceipt extends Omit<DayReceipt, 'code'> {
  readonly now: { readonly records: number; readonly assists: number };
  readonly person: { readonly id: string; readonly name: string; readonly role: Role };
  readonly organisation: string | null;
  readonly area: string;
}

const counts = { records: count, assists: count };
const receipt = v.object({ day: text, at: text, ...counts, code: text });
const place = v.object({ code: text, name: text });
const checked = v.pipe(
  v.object({
    day: text,
    at: text,
    ...counts,
    now: v.object(counts),
    person: v.object({ id: text, name: text, role }),
    organisation: v.nullish(place, null),
    area: place,
  }),
  v.transform(
    (wire): CheckedReceipt => ({
      ...wire,
      organisation: wire.organisation?.name ?? null,
      area: wire.area.name,
    }),
  ),
);

export function askReceipt(channel: Channel, day: string): Reply<DayReceipt> {
  return channel.ask({ method: 'GET', path: `/api/v1/receipts?day=${day}` }, receipt);
}

export function checkReceipt(channel: Channel, code: string): Reply<CheckedReceipt> {
  const path = `/api/v1/receipts/check?code=${encodeURIComponent(code)}`;
  return channel.ask({ method: 'GET', path }, checked);
}
