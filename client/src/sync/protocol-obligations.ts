/** What the wire says of one unit's duties, of reminders and of their texts. Wire names end here. */
import * as v from 'valibot';
import { count, maybeText, text } from './protocol-fields';
import { shape } from './protocol-shape';
import { type BoardSquare, boardSquare, type Order, order, unitName } from './protocol-squares';

export type {
  BoardSquare as Square,
  Order,
  Status,
  UnitName,
  Version,
} from './protocol-squares';

/** All pages of it. */
export interface Board {
  readonly orders: readonly Order[];
  readonly squares: readonly BoardSquare[];
  readonly serverNow: string;
}

/** What to write to a unit by Zalo or SMS. */
const unitText = { organisation: text, name: text, text };
/** How many report for the unit, and how many of them have a browser that rings. */
const reached = { people: count, reachable: count };

/** `text` is one text for all. */
export const texts = v.object({ items: v.array(v.object(unitText)), text });
export type Texts = Readonly<v.InferOutput<typeof texts>>;

/** `later` is when it rings if not at once: after the quiet hours. */
export const reminding = v.object({
  items: v.array(v.object({ ...unitText, ...reached })),
  text,
  later: maybeText,
});
export type Reminding = Readonly<v.InferOutput<typeof reminding>>;
export type Reminded = Readonly<Reminding['items'][number]>;

const reminderLine = v.object({
  obligation: text,
  period: text,
  stage: text,
  at: text,
  by: maybeText,
  people: count,
  read: count,
  rung: count,
  waiting: count,
});

const moveLine = shape({
  obligation: text,
  period: text,
  due_at: maybeText,
  reason: text,
  everybody: v.boolean(),
  by: text,
  at: text,
});

export const history = v.pipe(
  shape({
    unit: unitName,
    orders: v.array(order),
    ...reached,
    contact_name: text,
    contact_title: text,
    contact_phone: text,
    squares: v.array(boardSquare),
    moves: v.array(moveLine),
    reminders: v.array(reminderLine),
    server_now: text,
  }),
  v.transform(({ contactName, contactTitle, contactPhone, ...rest }) => ({
    ...rest,
    contact: { name: contactName, title: contactTitle, phone: contactPhone },
  })),
);
export type UnitHistory = Readonly<v.InferOutput<typeof history>>;
