/**
 * Tables that clerks bring: tried first, then imported, all of it or nothing.
 * Rests on the transport's channel. Promises: the same attempt sent again changes nothing more.
 */
import * as v from 'valibot';
import { uuidv7 } from '../../core/ids';
import type { Reply } from '../../sync/contract';
import { count, maybeText, text } from '../../sync/protocol-fields';
import { shape } from '../../sync/protocol-shape';
import type { Channel, GivenFile } from '../../sync/transport';

export type TableKind = 'people' | 'areas' | 'figures' | 'statements';

const answer = v.pipe(
  v.object({
    preview: v.boolean(),
    added: count,
    changed: count,
    unchanged: count,
    items: v.array(
      shape({
        name: text,
        place: text,
        organisation: maybeText,
        code: maybeText,
        url: maybeText,
        expires_at: text,
      }),
    ),
  }),
  v.transform(({ items: invites, ...rest }) => ({ ...rest, invites })),
);

export type TableAnswer = v.InferOutput<typeof answer>;
export type TableInvite = TableAnswer['invites'][number];

function pathOf(kind: TableKind, id: string, query: string): string {
  return `/api/v1/imports/${kind}?id=${id}${query}`;
}

export const newAttempt = () => uuidv7(Date.now());

/** All of it is tried and undone. */
export function tryTable(channel: Channel, kind: TableKind, upload: Blob, id: string) {
  return channel.ask({ method: 'POST', path: pathOf(kind, id, '&preview=true'), upload }, answer);
}

export function importTable(channel: Channel, kind: TableKind, upload: Blob, id: string) {
  return channel.ask({ method: 'POST', path: pathOf(kind, id, ''), upload }, answer);
}

/** The table as it was sent, with what is wrong in a last column. */
export function errorFile(channel: Channel, kind: TableKind, upload: Blob, id: string) {
  const path = pathOf(kind, id, '&preview=true&errors=true');
  return channel.file({ method: 'POST', path, upload });
}

export function emptyTable(channel: Channel, kind: TableKind): Reply<GivenFile> {
  return channel.file({ method: 'GET', path: `/api/v1/imports/${kind}.xlsx` });
}

/** Rows as a CSV that the server reads: every cell quoted. */
export function csvOf(rows: readonly (readonly string[])[]): Blob {
  const line = (row: readonly string[]) =>
    row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(',');
  return new Blob([rows.map(line).join('\r\n')], { type: 'text/csv' });
}
