/**
 * Hand-over files on their way in: line by line, each told by itself.
 *
 * Rests on the server's import being idempotent. Promises: a line that fails says why and does not stop
 * the others, but for a network or a session that is not there; the same file may come any number of times.
 */
import * as v from 'valibot';
import type { Reply, TransportFailure } from './contract';
import { maybeText, text } from './protocol-fields';
import type { Channel } from './transport';

export interface LineResult {
  /** From 1, as in the file. */
  readonly line: number;
  /** Ops by status: stored, duplicate, quarantined, held, rejected. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Why ops are not stored, by code, each with how many. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly failure: TransportFailure | null;
}

const answer = v.object({
  results: v.array(v.object({ status: text, code: v.optional(maybeText, null) })),
});

const unreadable: TransportFailure = {
  code: 'handover.unreadable',
  status: null,
  retryAfter: null,
};

function tally(names: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of names) found[name] = (found[name] ?? 0) + 1;
  return found;
}

function lineOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether the next line would fare no better. */
function stops(failure: TransportFailure): boolean {
  return failure.code.startsWith('transport.') || failure.status === 401 || failure.status === 403;
}

/** Tells each line as it is answered; resolves to true when none is left over for lack of a network. */
export async function importFile(
  channel: Channel,
  file: string,
  onLine: (result: LineResult) => void,
): Promise<boolean> {
  const lines = file.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const body = lineOf(line);
    const reply: Awaited<Reply<v.InferOutput<typeof answer>>> = body
      ? await channel.ask({ method: 'POST', path: '/api/v1/sync/import', body }, answer)
      : { ok: false, error: unreadable };
    if (reply.ok) {
      const { results } = reply.value;
      onLine({
        line: at + 1,
        statuses: tally(results.map((one) => one.status)),
        reasons: tally(results.flatMap((one) => (one.code ? [one.code] : []))),
        failure: null,
      });
    } else {
      onLine({ line: at + 1, statuses: {}, reasons: {}, failure: reply.error });
      if (stops(reply.error)) return false;
    }
  }
  return true;
}
