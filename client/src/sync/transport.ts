/**
 * The only place that calls fetch.
 *
 * An answer counts only with the header `Gocua: 1` and, for a push, its own batch_id:
 * anything else came from a login page or a proxy and is a transport failure, whatever
 * its status. Every request has a deadline that grows with its size and covers the body.
 */
import * as v from 'valibot';
import { clockError, type Now } from '../core/clock';
import { msOf } from '../core/day';
import { deadlineFor } from '../core/retry';
import type { ContactListener, Reply, Totals, Transport, TransportFailure } from './contract';
import * as wire from './protocol';
import * as seat from './protocol-seat';
import { tableFaults } from './protocol-table';
import { totals } from './protocol-totals';

export type Fetch = typeof fetch;

export interface TransportOptions {
  /** Null before enrolment. */
  readonly deviceId: string | null;
  readonly app: string;
  readonly language: 'vi' | 'en';
  readonly fetch?: Fetch;
  readonly now?: Now;
  /** Called before a reply resolves, for every answer that carries a session. */
  readonly onContact?: ContactListener;
}

interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, instead of a body. */
  readonly upload?: Blob;
  /** Bytes expected back, for the deadline. */
  readonly expects?: number;
  /** Reads a long file; each call of `alive` begins the deadline anew. */
  readonly read?: (response: Response, alive: () => void) => Promise<Blob>;
  readonly stop?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  /** Parsed JSON; null for 204 and 304, and for a file. */
  readonly json: unknown;
  readonly file?: GivenFile;
}

/** A file that the server made. */
export interface GivenFile {
  readonly name: string;
  readonly content: Blob;
}

type Outcome = { ok: true; value: Answer } | { ok: false; error: TransportFailure };

const GZIP_FROM = 1024;
const ANSWER_BYTES = 16_384;
const ROW_BYTES = 512;
const FILE_BYTES = 2 * 1024 * 1024;

function failed(
  code: string,
  status: number | null = null,
): { ok: false; error: TransportFailure } {
  return { ok: false, error: { code, status, retryAfter: null } };
}

async function gzip(text: string): Promise<ArrayBuffer | null> {
  if (typeof CompressionStream === 'undefined') return null;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return await new Response(stream).arrayBuffer();
}

function retryAfterOf(response: Response, nowMs: number): number | null {
  const header = response.headers.get('Retry-After');
  if (header === null) return null;
  if (/^[0-9]+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - nowMs) / 1000));
}

/** Only codes by field are of use to a form; other shapes stay out. */
function detailsOf(raw: unknown): Record<string, readonly string[]> | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const details: Record<string, readonly string[]> = {};
  for (const [field, found] of Object.entries(raw)) {
    const list: unknown[] = Array.isArray(found) ? found : [found];
    details[field] = list.map((each) =>
      typeof each === 'string' ? each : String((each as { code?: unknown } | null)?.code ?? ''),
    );
  }
  return details;
}

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(parameters).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

export interface Channel {
  /** For resources of single screens: a guard checks what comes back. */
  ask<T>(ask: Ask, guard: v.GenericSchema<unknown, T>): Reply<T>;
  /** The same where a file may come instead, also with a refusal: a table with its faults. */
  file(ask: Ask): Reply<GivenFile>;
  /** For acts whose answer says nothing more. */
  act(ask: Ask): Reply<null>;
}

function nameOf(response: Response): string {
  const header = response.headers.get('Content-Disposition') ?? '';
  const long = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (long) return decodeURIComponent(long);
  return /filename="([^"]+)"/.exec(header)?.[1] ?? 'tep';
}

export function createTransport(options: TransportOptions): Transport & Channel {
  const now = options.now ?? Date.now;
  const doFetch = options.fetch ?? ((input, init) => fetch(input, init));
  const seenTotals = new Map<string, { etag: string; totals: Totals }>();
  let compress = true;

  async function send(ask: Ask, wantsFile = false): Promise<Outcome> {
    const headers: Record<string, string> = {
      Accept: wantsFile ? '*/*' : 'application/json',
      'Accept-Language': options.language,
      ...(options.deviceId ? { 'X-Device': options.deviceId } : {}),
      ...ask.headers,
    };
    let body: string | ArrayBuffer | Blob | undefined;
    let size = 0;
    let packed = false;
    if (ask.body !== undefined) {
      const text = JSON.stringify(ask.body);
      headers['Content-Type'] = 'application/json';
      const small =
        compress && text.length >= GZIP_FROM ? await gzip(text).catch(() => null) : null;
      if (small) headers['Content-Encoding'] = 'gzip';
      packed = small !== null;
      body = small ?? text;
      size = small ? small.byteLength : text.length;
    }
    if (ask.upload) {
      headers['Content-Type'] = ask.upload.type || 'application/octet-stream';
      body = ask.upload;
      size = ask.upload.size;
    }
    const sentAt = now();
    const stop = new AbortController();
    ask.stop?.addEventListener('abort', () => stop.abort());
    let timer: ReturnType<typeof setTimeout> | undefined;
    let alive = () => {};
    const late = new Promise<'late'>((resolve) => {
      const end = () => {
        resolve('late');
        stop.abort();
      };
      alive = () => {
        clearTimeout(timer);
        timer = setTimeout(end, deadlineFor(size + (ask.expects ?? ANSWER_BYTES)));
      };
      alive();
    });
    const work = (async (): Promise<{ response: Response; text: string | Blob }> => {
      const response = await doFetch(ask.path, {
        method: ask.method,
        headers,
        cache: 'no-store',
        credentials: 'same-origin',
        // A login page redirects; following it would bring back somebody's HTML.
        redirect: 'manual',
        signal: stop.signal,
        ...(body === undefined ? {} : { body }),
      });
      const isFile =
        wantsFile && !(response.headers.get('Content-Type') ?? '').startsWith('application/json');
      if (!isFile) return { response, text: await response.text() };
      return { response, text: await (ask.read?.(response, alive) ?? response.blob()) };
    })();
    try {
      // Raced, because an abort does not end every stalled body.
      const first = await Promise.race([work, late]);
      if (first === 'late') {
        work.catch(() => {});
        return failed('transport.timeout');
      }
      const outcome = await judge(first.response, first.text, sentAt);
      if (packed && !outcome.ok && outcome.error.status === 415) {
        compress = false;
        return await send(ask, wantsFile);
      }
      return outcome;
    } catch {
      return failed(stop.signal.aborted ? 'transport.timeout' : 'transport.offline');
    } finally {
      clearTimeout(timer);
    }
  }

  async function judge(response: Response, text: string | Blob, sentAt: number): Promise<Outcome> {
    const receivedAt = now();
    if (response.headers.get('Gocua') !== '1') return failed('transport.foreign', response.status);
    const { status } = response;
    const etag = response.headers.get('ETag');
    if (status === 204 || status === 304) return { ok: true, value: { status, etag, json: null } };
    if (typeof text !== 'string') {
      const file = { name: nameOf(response), content: text };
      return { ok: true, value: { status, etag, json: null, file } };
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return failed('transport.garbled', status);
    }
    const head = v.safeParse(wire.envelope, json);
    if (!head.success || Number.isNaN(msOf(head.output.server_now))) {
      return failed('transport.garbled', status);
    }
    const { anchor, epoch, server_now: serverNow } = head.output;
    if (options.onContact) {
      await options
        .onContact({
          anchor,
          epoch,
          serverNow,
          receivedAt,
          clockError: clockError(msOf(serverNow), sentAt, receivedAt),
        })
        // A full disk must not turn an answer into a failure.
        .catch(() => {});
    }
    if (status >= 200 && status < 300) return { ok: true, value: { status, etag, json } };
    const error = v.safeParse(wire.errorAnswer, json);
    if (!error.success) return failed('transport.garbled', status);
    const { code, message, details: raw } = error.output.error;
    const details = detailsOf(raw);
    const choices = v.safeParse(seat.campaignChoices, raw);
    const faults = v.safeParse(tableFaults, raw);
    return {
      ok: false,
      error: {
        code,
        status,
        retryAfter: retryAfterOf(response, receivedAt),
        ...(message === undefined ? {} : { message }),
        ...(details ? { details } : {}),
        ...(choices.success ? { choices: choices.output.campaigns } : {}),
        ...(faults.success ? { faults: faults.output } : {}),
      },
    };
  }

  async function ask<T>(request: Ask, guard: v.GenericSchema<unknown, T>): Reply<T> {
    const outcome = await send(request);
    if (!outcome.ok) return outcome;
    const parsed = v.safeParse(guard, outcome.value.json);
    return parsed.success
      ? { ok: true, value: parsed.output }
      : failed('transport.garbled', outcome.value.status);
  }

  async function quiet(request: Ask): Reply<null> {
    const outcome = await send(request);
    return outcome.ok ? { ok: true, value: null } : outcome;
  }

  async function file(request: Ask): Reply<GivenFile> {
    const outcome = await send({ expects: FILE_BYTES, ...request }, true);
    if (!outcome.ok) return outcome;
    const found = outcome.value.file;
    return found ? { ok: true, value: found } : failed('transport.garbled', outcome.value.status);
  }

  return {
    ask,
    file,
    act: quiet,
    enrol: ({ code, deviceName, installId }) =>
      ask(
        {
          method: 'POST',
          path: '/api/v1/enrol',
          body: { code, device_name: deviceName, install_id: installId, transport: 'cookie' },
        },
        seat.enrolment,
      ),
    signIn: ({ username, password, deviceName, installId, campaign, factorCode }) =>
      ask(
        {
          method: 'POST',
          path: '/api/v1/session',
          body: {
            username,
            password,
            device_name: deviceName,
            install_id: installId,
            transport: 'cookie',
            ...(campaign === undefined ? {} : { campaign }),
            ...(factorCode === undefined ? {} : { factor_code: factorCode }),
          },
        },
        seat.enrolment,
      ),
    signOut: () => quiet({ method: 'DELETE', path: '/api/v1/session' }),
    me: () => ask({ method: 'GET', path: '/api/v1/me' }, seat.me),
    changePassword: ({ old, new: wanted }) =>
      quiet({
        method: 'POST',
        path: '/api/v1/me/password',
        body: { ...(old === undefined ? {} : { old }), new: wanted },
      }),
    async directory(etag) {
      const outcome = await send({
        method: 'GET',
        path: '/api/v1/directory',
        expects: 256 * 1024,
        ...(etag ? { headers: { 'If-None-Match': etag } } : {}),
      });
      if (!outcome.ok) return outcome;
      if (outcome.value.status === 304) return { ok: true, value: null };
      const parsed = v.safeParse(seat.directory, outcome.value.json);
      if (!parsed.success) return failed('transport.garbled', outcome.value.status);
      return { ok: true, value: { directory: parsed.output, etag: outcome.value.etag } };
    },
    ping: () => ask({ method: 'GET', path: '/api/v1/ping' }, seat.ping),
    async push(push) {
      const reply = await ask(
        {
          method: 'POST',
          path: '/api/v1/sync/push',
          body: wire.pushToWire(push, options.app),
          expects: ANSWER_BYTES + push.ops.length * ROW_BYTES,
        },
        wire.pushAnswer,
      );
      if (!reply.ok) return reply;
      const { batchId, ...answer } = reply.value;
      return batchId === push.batchId
        ? { ok: true, value: answer }
        : failed('transport.foreign', 200);
    },
    pull: (cursor, limit) =>
      ask(
        {
          method: 'GET',
          path: `/api/v1/sync/pull${queryOf({ limit: String(limit) })}`,
          expects: limit * ROW_BYTES,
          ...(cursor ? { headers: { 'X-Cursor': cursor } } : {}),
        },
        wire.pullAnswer,
      ),
    verify: (opIds) =>
      ask(
        {
          method: 'POST',
          path: '/api/v1/sync/verify',
          body: { items: opIds },
          expects: ANSWER_BYTES + opIds.length * 40,
        },
        wire.verifyAnswer,
      ),
    async totals(query) {
      const path = `/api/v1/totals${queryOf({
        by: query.by,
        within: query.within,
        organisation: query.organisation,
        since: query.since,
        until: query.until,
        as_of: query.asOf,
      })}`;
      const known = seenTotals.get(path);
      const outcome = await send({
        method: 'GET',
        path,
        expects: 256 * 1024,
        ...(known ? { headers: { 'If-None-Match': known.etag } } : {}),
      });
      if (!outcome.ok) return outcome;
      if (outcome.value.status === 304 && known) return { ok: true, value: known.totals };
      const parsed = v.safeParse(totals, outcome.value.json);
      if (!parsed.success) return failed('transport.garbled', outcome.value.status);
      if (outcome.value.etag) {
        seenTotals.set(path, { etag: outcome.value.etag, totals: parsed.output });
      }
      return { ok: true, value: parsed.output };
    },
  };
}
