/** What the wire says of obligations, units and reminders: types, and the guards that make them. Wire names end here. */
import * as v from 'valibot';
import { count, maybeCount, maybeText, text } from './protocol-fields';

export type Status = 'open' | 'missing' | 'on_time' | 'late' | 'returned';

export interface Order {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  /** What the sender calls it: "báo cáo" or "thông tin kết quả". */
  readonly word: string;
  readonly repeat: string;
  readonly rule: string;
  readonly periods: readonly string[];
}

export interface UnitName {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: string;
  readonly level: string;
}

export interface Moved {
  readonly dueAt: string;
  readonly fromAt: string | null;
  readonly reason: string;
  readonly everybody: boolean;
  readonly by: string;
  readonly at: string;
}

export interface Version {
  readonly id: string;
  readonly version: number;
  readonly receivedAt: string;
  readonly finishedAt: string | null;
  readonly zero: boolean;
  readonly onBehalf: boolean;
  readonly verdict: string | null;
  readonly text: string | null;
  readonly decidedAt: string | null;
}

/** One unit × obligation × period. */
export interface Square {
  readonly unit: UnitName;
  readonly obligation: string;
  readonly period: string;
  readonly opensAt: string;
  /** The first instant that is late; null: never late. */
  readonly dueAt: string | null;
  readonly moved: Moved | null;
  readonly status: Status;
  readonly lateMs: number | null;
  /** Received late, but finished in time by the phone's own word. */
  readonly finishedInTime: boolean;
  /** Why it counts as in time although it came late. */
  readonly excuse: string | null;
  readonly zero: boolean;
  readonly versions: readonly Version[];
  readonly remindedAt: string | null;
  /** When the clock reminds of it next. */
  readonly nextReminderAt: string | null;
}

export interface Board {
  readonly orders: readonly Order[];
  readonly squares: readonly Square[];
  readonly serverNow: string;
}

/** What to write to a unit by Zalo or SMS. */
export interface UnitText {
  readonly organisation: string;
  readonly name: string;
  readonly text: string;
}

export interface Texts {
  readonly items: readonly UnitText[];
  /** One text for all. */
  readonly text: string;
}

export interface Reminded extends UnitText {
  /** How many report for the unit, and how many of them have a browser that rings. */
  readonly people: number;
  readonly reachable: number;
}

export interface Reminding extends Texts {
  readonly items: readonly Reminded[];
  /** When it rings if not at once: after the quiet hours. */
  readonly later: string | null;
}

export interface ReminderLine {
  readonly obligation: string;
  readonly period: string;
  readonly stage: string;
  readonly at: string;
  readonly by: string | null;
  readonly people: number;
  readonly read: number;
  readonly rung: number;
  readonly waiting: number;
}

export interface MoveLine {
  readonly obligation: string;
  readonly period: string;
  readonly dueAt: string | null;
  readonly reason: string;
  readonly everybody: boolean;
  readonly by: string;
  readonly at: string;
}

export interface UnitHistory {
  readonly unit: UnitName;
  readonly orders: readonly Order[];
  readonly people: number;
  readonly reachable: number;
  readonly contact: { readonly name: string; readonly title: string; readonly phone: string };
  readonly squares: readonly Square[];
  readonly moves: readonly MoveLine[];
  readonly reminders: readonly ReminderLine[];
  readonly serverNow: string;
}

const order = v.pipe(
  v.object({
    code: text,
    title: text,
    title_en: text,
    word: text,
    repeat: text,
    rule: text,
    periods: v.array(text),
  }),
  v.transform(({ title_en, ...rest }): Order => ({ ...rest, titleEn: title_en })),
);

const unit = v.pipe(
  v.object({ code: text, name: text, short_name: text, kind: text, level: text }),
  v.transform(({ short_name, ...rest }): UnitName => ({ ...rest, shortName: short_name })),
);

const moved = v.pipe(
  v.object({
    due_at: text,
    from_at: maybeText,
    reason: text,
    everybody: v.boolean(),
    by: text,
    at: text,
  }),
  v.transform(({ due_at, from_at, ...rest }): Moved => {
    return { ...rest, dueAt: due_at, fromAt: from_at };
  }),
);

const version = v.pipe(
  v.object({
    id: text,
    version: count,
    received_at: text,
    finished_at: maybeText,
    zero: v.boolean(),
    on_behalf: v.boolean(),
    verdict: maybeText,
    text: maybeText,
    decided_at: maybeText,
  }),
  v.transform(
    (wire): Version => ({
      id: wire.id,
      version: wire.version,
      receivedAt: wire.received_at,
      finishedAt: wire.finished_at,
      zero: wire.zero,
      onBehalf: wire.on_behalf,
      verdict: wire.verdict,
      text: wire.text,
      decidedAt: wire.decided_at,
    }),
  ),
);

const square = v.pipe(
  v.object({
    unit,
    obligation: text,
    period: text,
    opens_at: text,
    due_at: maybeText,
    moved: v.nullish(moved, null),
    status: v.picklist(['open', 'missing', 'on_time', 'late', 'returned']),
    late_ms: maybeCount,
    finished_in_time: v.boolean(),
    excuse: maybeText,
    zero: v.boolean(),
    versions: v.array(version),
    reminded_at: maybeText,
    next_reminder_at: maybeText,
  }),
  v.transform(
    (wire): Square => ({
      unit: wire.unit,
      obligation: wire.obligation,
      period: wire.period,
      opensAt: wire.opens_at,
      dueAt: wire.due_at,
      moved: wire.moved,
      status: wire.status,
      lateMs: wire.late_ms,
      finishedInTime: wire.finished_in_time,
      excuse: wire.excuse,
      zero: wire.zero,
      versions: wire.versions,
      remindedAt: wire.reminded_at,
      nextReminderAt: wire.next_reminder_at,
    }),
  ),
);

export const boardPage = v.object({
  orders: v.array(order),
  items: v.array(square),
  next: maybeText,
  server_now: text,
});

export const reminding = v.object({
  items: v.array(
    v.object({ organisation: text, name: text, people: count, reachable: count, text }),
  ),
  text,
  later: maybeText,
});

export const texts = v.object({
  items: v.array(v.object({ organisation: text, name: text, text })),
  text,
});

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

const moveLine = v.pipe(
  v.object({
    obligation: text,
    period: text,
    due_at: maybeText,
    reason: text,
    everybody: v.boolean(),
    by: text,
    at: text,
  }),
  v.transform(({ due_at, ...rest }): MoveLine => ({ ...rest, dueAt: due_at })),
);

export const history = v.pipe(
  v.object({
    unit,
    orders: v.array(order),
    people: count,
    reachable: count,
    contact_name: text,
    contact_title: text,
    contact_phone: text,
    squares: v.array(square),
    moves: v.array(moveLine),
    reminders: v.array(reminderLine),
    server_now: text,
  }),
  v.transform(
    (wire): UnitHistory => ({
      unit: wire.unit,
      orders: wire.orders,
      people: wire.people,
      reachable: wire.reachable,
      contact: { name: wire.contact_name, title: wire.contact_title, phone: wire.contact_phone },
      squares: wire.squares,
      moves: wire.moves,
      reminders: wire.reminders,
      serverNow: wire.server_now,
    }),
  ),
);
