/** The board of obligations, square by square, as every screen of it reads them. Wire names end here. */
import * as v from 'valibot';
import { count, maybeCount, maybeText, text } from './protocol-fields';
import { shape } from './protocol-shape';

/** What a duty is called, in both languages. */
export const titles = { title: text, title_en: text };

/** `word` is what the sender calls it: "báo cáo" or "thông tin kết quả". */
export const order = shape({
  code: text,
  ...titles,
  word: text,
  repeat: text,
  rule: text,
  periods: v.array(text),
});
export type Order = Readonly<v.InferOutput<typeof order>>;

export const unitName = shape({
  code: text,
  name: text,
  short_name: text,
  kind: text,
  level: text,
  area: maybeText,
});
export type UnitName = Readonly<v.InferOutput<typeof unitName>>;

const moved = shape({
  due_at: text,
  from_at: maybeText,
  reason: text,
  everybody: v.boolean(),
  by: text,
  at: text,
});

const version = shape({
  id: text,
  version: count,
  received_at: text,
  finished_at: maybeText,
  zero: v.boolean(),
  on_behalf: v.boolean(),
  verdict: maybeText,
  text: maybeText,
  decided_at: maybeText,
});
export type Version = Readonly<v.InferOutput<typeof version>>;

const fields = {
  unit: unitName,
  obligation: text,
  period: text,
  opens_at: text,
  /** The first instant that is late; null: never late. */
  due_at: maybeText,
  moved: v.nullish(moved, null),
  status: v.picklist(['open', 'missing', 'on_time', 'late', 'returned']),
  late_ms: maybeCount,
  /** Received late, but finished in time by the phone's own word. */
  finished_in_time: v.boolean(),
  /** Why it counts as in time although it came late. */
  excuse: maybeText,
  zero: v.boolean(),
  versions: v.array(version),
};

/** One unit × obligation × period. */
export const square = shape(fields);
export type Square = Readonly<v.InferOutput<typeof square>>;
export type Status = Square['status'];

/** With when it was reminded of, and when the clock reminds of it next. */
export const boardSquare = shape({
  ...fields,
  reminded_at: maybeText,
  next_reminder_at: maybeText,
});
export type BoardSquare = Readonly<v.InferOutput<typeof boardSquare>>;

export const boardPage = shape({
  orders: v.array(order),
  items: v.array(boardSquare),
  next: maybeText,
  server_now: text,
});
export type BoardPage = Readonly<v.InferOutput<typeof boardPage>>;
