/**
 * A server in memory, small but honest: keeps ops by id, answers per op, pulls by seq.
 * Each request meets the faults that a test has set, once or for good.
 */
import { gunzipSync } from 'node:zlib';

interface WireOp {
  readonly op_id: string;
  readonly n: number;
  readonly kind: string;
  readonly record_id: string;
  readonly rev: number;
  readonly anchor: string | null;
  readonly happened_at: string;
  readonly body: Record<string, unknown>;
}

interface Verdict {
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
}

export type Fault =
  | 'lose-reply'
  | 'offline'
  | 'html200'
  | 'redirect302'
  | 'portal511'
  | 'proxy502'
  | 'blackhole'
  | 'truncate'
  | 'foreign-batch'
  | 'error500'
  | 'unavailable503';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown> | null;
}

export function opsOf(request: Seen): WireOp[] {
  return (request.body?.ops ?? []) as WireOp[];
}

export class FakeServer {
  now = Date.parse('2021-08-19T06:00:00.000Z');
  epoch = 'epoch-1';
  /** What the key that it has makes of its cursors; it takes none of another. */
  cursorKey = '';
  person = '01890000-0000-7000-8000-00000000aaaa';
  session: 'good' | 'session.expired' | 'device.revoked' = 'good';
  purged = false;
  limits = { max_ops: 200, max_bytes: 262_144, max_op_bytes: 8192 };
  /** Ops that break the server, as a bug would. */
  poison = new Set<string>();
  /** Answers by op, instead of stored. */
  verdicts = new Map<string, Verdict>();
  /** Ops that the server silently leaves out of its results. */
  mute = new Set<string>();
  ops = new Map<string, WireOp>();
  rows: Record<string, unknown>[] = [];
  resets: ('epoch' | 'scope')[] = [];
  faults: Fault[] = [];
  always: Fault | null = null;
  seen: Seen[] = [];
  pageSize = 500;
  directory: Record<string, unknown> | null = null;

  pushes(): Seen[] {
    return this.seen.filter((request) => request.path === '/api/v1/sync/push');
  }

  /** Numbers of ops in each push, heartbeats left out. */
  batches(): number[] {
    return this.pushes()
      .map((request) => opsOf(request).length)
      .filter((count) => count > 0);
  }

  /** What a restore from a backup of `seq` leaves. */
  restore(keep: number): void {
    const kept = [...this.ops].slice(0, keep);
    this.ops = new Map(kept);
    this.rows = [];
    for (const [, op] of kept) this.credit(op);
    this.epoch = `${this.epoch}+`;
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const request = await this.read(String(input), init);
    this.seen.push(request);
    const fault = this.faults.shift() ?? this.always;
    if (fault === 'offline') throw new TypeError('Failed to fetch');
    if (fault === 'blackhole') return await this.stall(init.signal ?? null);
    if (fault === 'html200') return new Response('<html>Login</html>', { status: 200 });
    if (fault === 'redirect302') return opaqueRedirect();
    if (fault === 'portal511') return new Response('<html>', { status: 511 });
    if (fault === 'proxy502') return new Response('<html>', { status: 502 });
    if (fault === 'error500') return this.error(500, 'server.error');
    if (fault === 'unavailable503') return this.error(503, 'server.busy', { 'Retry-After': '7' });
    const response = this.answer(request, fault === 'foreign-batch');
    if (fault === 'lose-reply') throw new TypeError('Failed to fetch');
    if (fault === 'truncate') {
      const text = await response.text();
      return new Response(text.slice(0, text.length / 2), { headers: response.headers });
    }
    return response;
  };

  private async read(url: string, init: RequestInit): Promise<Seen> {
    const headers = new Headers(init.headers);
    let text: string | null = null;
    if (typeof init.body === 'string') text = init.body;
    else if (init.body) text = gunzipSync(Buffer.from(init.body as ArrayBuffer)).toString('utf8');
    const path = url.split('?')[0] ?? url;
    return { method: init.method ?? 'GET', path, headers, body: text ? JSON.parse(text) : null };
  }

  private stall(signal: AbortSignal | null): Promise<Response> {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')));
    });
  }

  json(value: object, status = 200, headers: Record<string, string> = {}): Response {
    const answer = {
      p: 'gocua',
      v: 1,
      server_now: new Date(this.now).toISOString(),
      ...(this.session === 'good' ? { anchor: `anchor@${this.now}`, epoch: this.epoch } : {}),
      ...value,
    };
    return new Response(JSON.stringify(answer), {
      status,
      headers: { Gocua: '1', 'Content-Type': 'application/json', ...headers },
    });
  }

  private error(status: number, code: string, headers: Record<string, string> = {}): Response {
    return this.json({ error: { code, message: 'Không được', details: {} } }, status, headers);
  }

  private answer(request: Seen, foreignBatch: boolean): Response {
    const { path } = request;
    if (path === '/api/v1/ping') return this.json({ limits: this.limits });
    if (path === '/api/v1/sync/push' && this.session === 'device.revoked') {
      return this.push(request, foreignBatch);
    }
    if (this.session !== 'good') return this.error(401, this.session);
    if (path === '/api/v1/sync/push') return this.push(request, foreignBatch);
    if (path === '/api/v1/sync/pull') return this.pull(request);
    if (path === '/api/v1/sync/verify') return this.verify(request);
    if (path === '/api/v1/directory' && this.directory) {
      if (request.headers.get('If-None-Match') === '"d1"') {
        return new Response(null, { status: 304, headers: { Gocua: '1', ETag: '"d1"' } });
      }
      return this.json(this.directory, 200, { ETag: '"d1"' });
    }
    return this.error(404, 'not_found');
  }

  private push(request: Seen, foreignBatch: boolean): Response {
    if (this.purged) return this.error(409, 'campaign.purged');
    const ops = opsOf(request);
    const size = JSON.stringify(request.body).length;
    if (ops.length > this.limits.max_ops || size > this.limits.max_bytes) {
      return this.error(413, 'batch.too_large');
    }
    if (ops.some((op) => this.poison.has(op.op_id))) return this.error(500, 'server.error');
    const results = ops.flatMap((op, index) => {
      if (this.mute.has(op.op_id)) return [];
      return [{ index, op_id: op.op_id, ...this.take(op) }];
    });
    const batchId = foreignBatch ? 'another' : request.body?.batch_id;
    const stamp = { anchor: `anchor@${this.now}`, epoch: this.epoch };
    return this.json({ ...stamp, batch_id: batchId, seq: this.rows.length, results });
  }

  private take(op: WireOp): Verdict {
    const said = this.verdicts.get(op.op_id);
    if (said?.status === 'rejected') return said;
    const known = this.ops.has(op.op_id);
    this.ops.set(op.op_id, op);
    if (this.session === 'device.revoked' && !known) {
      return { status: 'held', code: 'device.revoked' };
    }
    if (said) return said;
    if (!known) this.credit(op);
    return { status: known ? 'duplicate' : 'stored' };
  }

  /** The greatest rev of a record is its row, whatever comes first. */
  private credit(op: WireOp): void {
    if (op.kind !== 'record.put') return;
    const row = this.rows.find((each) => each.record_id === op.record_id);
    if (!row || Number(row.rev) < op.rev) this.addRow(op);
  }

  addRow(op: WireOp, change: Record<string, unknown> = {}): void {
    const seq = this.rows.reduce((top, row) => Math.max(top, Number(row.seq)), 0) + 1;
    this.rows = this.rows.filter((row) => row.kind !== 'record' || row.record_id !== op.record_id);
    this.rows.push({
      kind: 'record',
      record_id: op.record_id,
      person: this.person,
      rev: op.rev,
      op_id: op.op_id,
      seq,
      area: op.body.area,
      mode: op.body.mode,
      outcome: op.body.outcome,
      happened_at: op.happened_at,
      eff: op.happened_at,
      organisation: null,
      household: op.body.household ?? null,
      revisit_on: op.body.revisit_on ?? null,
      note: op.body.note ?? null,
      void: op.body.void === true,
      has_number: op.body.sealed_phone !== undefined || op.body.keep_number === true,
      review: null,
      ...change,
    });
  }

  private pull(request: Seen): Response {
    const reset = this.resets.shift();
    if (reset) return this.json({ reset });
    const first = `${this.epoch}|0${this.cursorKey}`;
    const [epoch, seen, ...key] = (request.headers.get('X-Cursor') ?? first).split('|');
    if (key.map((one) => `|${one}`).join('') !== this.cursorKey)
      return this.error(400, 'cursor.invalid');
    if (epoch !== this.epoch) return this.json({ reset: 'epoch' });
    const after = this.rows.filter((row) => Number(row.seq) > Number(seen));
    const page = after.slice(0, this.pageSize);
    const last = page[page.length - 1];
    return this.json({
      rows: page,
      cursor: `${this.epoch}|${last ? last.seq : seen}${this.cursorKey}`,
      more: after.length > page.length,
    });
  }

  private verify(request: Seen): Response {
    if (this.purged) return this.error(409, 'campaign.purged');
    const items = (request.body?.items ?? []) as string[];
    return this.json({ missing: items.filter((opId) => !this.ops.has(opId)) });
  }
}

/** What fetch gives for a redirect that it was told not to follow. */
function opaqueRedirect(): Response {
  return {
    type: 'opaqueredirect',
    status: 0,
    headers: new Headers(),
    text: async () => '',
  } as unknown as Response;
}
