/**
 * Unsent ops as a file that any coordinator may bring to the server, any number of times.
 *
 * Lines of `{"kind":"handover","v":1,"device_id","made_at","ops","mac"}`; the mac is
 * HMAC-SHA-256 of the canonical rest (RFC 8785). Numbers in the file stay sealed.
 */
import { encodeBase64url } from '../core/base64url';
import { instantOf } from '../core/day';
import type { Op } from '../core/types';
import type { Store } from '../store/contract';
import { ENVELOPE_BYTES, opToWire, wireSize } from './protocol';

/** A line is sent as one request: within the least limits that a server may advertise. */
const OPS_PER_LINE = 200;
const BYTES_PER_LINE = 240 * 1024;

function linesOf(ops: readonly Op[]): Op[][] {
  const lines: Op[][] = [];
  let line: Op[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const op of ops) {
    const size = wireSize(op) + 1;
    if (line.length > 0 && (line.length === OPS_PER_LINE || bytes + size > BYTES_PER_LINE)) {
      lines.push(line);
      line = [];
      bytes = ENVELOPE_BYTES;
    }
    line.push(op);
    bytes += size;
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

/** RFC 8785 for what ops hold: text, integers, booleans, null, lists and objects. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** This phone has lost its key, and has none until it has reached the server again. */
export class NoHandoverKey extends Error {
  readonly code = 'handover.no_key';
}

/** The file's text; empty when nothing waits. Everything stays in the outbox. Rejects with NoHandoverKey. */
export async function writeHandover(store: Store, nowMs: number): Promise<string> {
  const { handoverKey } = store;
  if (!handoverKey) throw new NoHandoverKey();
  const { length } = await store.queue();
  const ops = await store.nextOps(Math.max(1, length));
  const lines: string[] = [];
  for (const line of linesOf(ops)) {
    const rest = {
      kind: 'handover',
      v: 1,
      device_id: store.device.deviceId,
      made_at: instantOf(nowMs),
      ops: line.map(opToWire),
    };
    const signed = new TextEncoder().encode(canonical(rest));
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', handoverKey, signed));
    lines.push(canonical({ ...rest, mac: encodeBase64url(mac) }));
  }
  return lines.map((line) => `${line}\n`).join('');
}
