/** The board of obligations, one unit's history, reminders and moved due instants: what is asked of the server. */
import type { Reply } from './contract';
import {
  type Board,
  history,
  type Reminding,
  reminding,
  type Square,
  type Texts,
  texts,
  type UnitHistory,
} from './protocol-obligations';
import { boardPage } from './protocol-squares';
import type { Channel } from './transport';

const bytesPerPage = 400_000;

/** The whole board in scope; with `ahead` also periods that have not begun. */
export async function askBoard(channel: Channel, ahead: boolean): Reply<Board> {
  const squares: Square[] = [];
  for (let after = ''; ; ) {
    const path = `/api/v1/obligations?limit=500&ahead=${ahead}${after}`;
    const page = await channel.ask({ method: 'GET', path, expects: bytesPerPage }, boardPage);
    if (!page.ok) return page;
    const { items, next, orders, serverNow } = page.value;
    squares.push(...items);
    if (next === null) return { ok: true, value: { orders, squares, serverNow } };
    after = `&after=${encodeURIComponent(next)}`;
  }
}

/** The whole board in scope as a file. */
export const boardFile = (kind: 'csv' | 'xlsx'): string => `/api/v1/exports/obligations.${kind}`;

export function askUnit(channel: Channel, code: string): Reply<UnitHistory> {
  const path = `/api/v1/obligations/units/${encodeURIComponent(code)}`;
  return channel.ask({ method: 'GET', path, expects: 64 * 1024 }, history);
}

/** Of one obligation and period: those named, or all that have not sent. The same id reminds nobody twice. */
export function remindUnits(
  channel: Channel,
  given: { id: string; obligation: string; period: string; organisations: readonly string[] },
): Reply<Reminding> {
  return channel.ask(
    { method: 'POST', path: '/api/v1/obligations/remind', body: given },
    reminding,
  );
}

/** The texts alone; nobody is told. */
export function askTexts(channel: Channel, obligation: string, period: string): Reply<Texts> {
  const path = `/api/v1/obligations/texts?obligation=${obligation}&period=${period}`;
  return channel.ask({ method: 'GET', path, expects: 64 * 1024 }, texts);
}

/** `dueAt` null puts back what was ordered; `organisation` null is everybody. */
export function moveDue(
  channel: Channel,
  given: {
    obligation: string;
    period: string;
    dueAt: string | null;
    reason: string;
    organisation: string | null;
  },
): Reply<null> {
  return channel.act({
    method: 'PUT',
    path: `/api/v1/obligations/${given.obligation}/dues/${given.period}`,
    body: { due_at: given.dueAt, reason: given.reason, organisation: given.organisation },
  });
}
