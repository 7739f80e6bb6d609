/** A day's sums, the receipt's picture, progress as last known, and files on their way in. */
import { describe, expect, it } from 'vitest';
import type { FieldRecord } from '../../client/src/core/types';
import { broken } from '../../client/src/field/day/picture';
import { notYetIn, sumOf } from '../../client/src/field/day/sum';
import type { Totals, TotalsFigures } from '../../client/src/sync/contract';
import { writeHandover } from '../../client/src/sync/handover';
import { importFile, type LineResult } from '../../client/src/sync/imports';
import { refreshProgress } from '../../client/src/sync/progress';
import { DIRECTORY, HAMLET, makePhone } from './support/phone';

const record = (more: Partial<FieldRecord>): FieldRecord => ({
  recordId: 'r',
  rev: 1,
  area: HAMLET,
  mode: 'door',
  outcome: 'ok_installed_used',
  household: null,
  revisitOn: null,
  note: null,
  void: false,
  hasNumber: false,
  happenedAt: '2021-08-24T03:00:00.000Z',
  eff: '2021-08-24T03:00:00.000Z',
  day: '2021-08-24',
  state: 'waiting',
  receipt: null,
  review: null,
  ...more,
});
const sentAt = (receivedAt: string) =>
  record({ state: 'sent', receipt: { opId: 'o', status: 'stored', receivedAt } });

describe('a day', () => {
  it('adds up by where each record is now, withdrawn ones left out', () => {
    const list = [
      record({}),
      record({ state: 'sent', outcome: 'owner_absent' }),
      record({ state: 'attention' }),
      record({ void: true, state: 'sent' }),
    ];
    expect(sumOf(list, DIRECTORY.outcomes)).toEqual({
      saved: 3,
      helped: 2,
      waiting: 1,
      sent: 1,
      attention: 1,
    });
  });

  it('knows what figures of last midnight cannot hold', () => {
    const tz = 'Asia/Ho_Chi_Minh';
    const missing = (one: FieldRecord) => notYetIn('2021-08-25', tz, one);
    expect(missing(record({}))).toBe(true);
    expect(missing(sentAt('2021-08-24T16:59:59.999Z'))).toBe(false);
    expect(missing(sentAt('2021-08-24T17:00:00.000Z'))).toBe(true);
    expect(missing(record({ void: true }))).toBe(false);
    // From a pull: the server had it before this phone did.
    expect(missing(record({ state: 'sent' }))).toBe(false);
  });
});

describe('the picture', () => {
  it('breaks sentences into lines that fit and loses no letter', () => {
    const measure = (text: string) => text.length;
    const text = 'Hội Liên hiệp Phụ nữ xã Mỹ Lệ huyện-Cần-Đước-tỉnh-Long-An';
    const lines = broken(text, 12, measure);
    expect(lines.every((line) => line.length <= 12)).toBe(true);
    expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    expect(broken('', 12, measure)).toEqual([]);
  });
});

const figures = (assists: number): TotalsFigures => ({
  records: assists + 1,
  assists,
  unique: null,
  unchecked: null,
  uniqueInUse: null,
  outcomes: {},
  smartphones: { value: 400, asOf: '2021-08-16', source: 'Huyện', estimate: true },
  population: null,
  households: null,
  official: null,
  target: null,
  expectedByNow: null,
});

describe('progress', () => {
  it('is asked for once a day, kept, and read without a network', async () => {
    const phone = await makePhone();
    await phone.save();
    await phone.pass();
    const serverNow = new Date(phone.clock.now).toISOString();
    const asked: (string | undefined)[] = [];
    const totals = async (query: { organisation?: string }) => {
      asked.push(query.organisation);
      const answer: Totals = {
        seq: 1,
        by: 'hamlet',
        rows: [
          { code: HAMLET, name: 'Ấp Rạch Đào', ...figures(7) },
          { code: '28135.99', name: 'Ấp khác', ...figures(90) },
        ],
        total: figures(query.organisation ? 40 : 97),
        freshness: { devices: 0, synced24h: 0, waitingOnPhones: 0, oldestUnsentAt: null },
        serverNow,
        asOfAt: null,
      };
      return { ok: true as const, value: answer };
    };
    const { person, campaign, sealKey, limits, presetHamlet } = phone.store.device;
    const seat = { person, campaign, sealKey, limits, presetHamlet };
    const membership = { organisation: 'hoi', area: '28135' };
    const me = async () => ({
      ok: true as const,
      value: { ...seat, membership, oldPhones: [], handoverKey: null },
    });
    const parts = { store: phone.store, transport: { me, totals }, now: () => phone.clock.now };
    expect(await refreshProgress(parts)).toBe(true);
    expect(await refreshProgress(parts)).toBe(false);
    expect(asked).toEqual([undefined, 'hoi']);
    const { store } = await phone.reopen();
    const kept = (await store.memory()).progress;
    expect(kept?.hamlets).toMatchObject([{ code: HAMLET, assists: 7 }]);
    expect(kept?.whole).toMatchObject({ name: 'Xã Mỹ Lệ', assists: 97 });
    expect(kept?.organisation).toMatchObject({ code: 'hoi', assists: 40 });
    phone.clock.now += 86_400_000;
    expect(await refreshProgress({ ...parts, store })).toBe(true);
  });

  it('that cannot be had leaves what is known', async () => {
    const phone = await makePhone();
    const failure = {
      ok: false as const,
      error: { code: 'transport.offline', status: null, retryAfter: null },
    };
    const parts = {
      store: phone.store,
      transport: { me: async () => failure, totals: async () => failure },
      now: () => phone.clock.now,
    };
    expect(await refreshProgress(parts)).toBe(false);
    expect((await phone.store.memory()).progress ?? null).toBeNull();
  });
});

describe('a hand-over file', () => {
  it('is cut so that every line fits into one request', async () => {
    const phone = await makePhone();
    for (let at = 0; at < 230; at += 1) {
      await phone.save({ outcome: 'owner_absent', note: `${at} ${'ề'.repeat(270)}` });
    }
    const lines = (await writeHandover(phone.store, phone.clock.now)).trimEnd().split('\n');
    const ops = lines.flatMap((line) => (JSON.parse(line) as { ops: { op_id: string }[] }).ops);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(262_144);
      expect((JSON.parse(line) as { ops: unknown[] }).ops.length).toBeLessThanOrEqual(200);
    }
    expect(ops.map((op) => op.op_id)).toEqual(await phone.opIds());
  }, 20_000);

  const told = async (file: string, answers: readonly (string | number)[]) => {
    const left = [...answers];
    const lines: LineResult[] = [];
    const ask = async () => {
      const next = left.shift();
      if (typeof next === 'number')
        return { ok: false, error: { code: `transport.${next}`, status: null, retryAfter: null } };
      if (next === 'mac')
        return { ok: false, error: { code: 'handover.mac', status: 422, retryAfter: null } };
      const results = [{ status: next, code: next === 'held' ? 'area.out_of_scope' : null }];
      return { ok: true, value: { results } };
    };
    const whole = await importFile({ ask } as never, file, (line) => lines.push(line));
    return { whole, lines };
  };

  it('is told line by line; a bad line stops no other', async () => {
    const { whole, lines } = await told('\uFEFF{"a":1}\r\n\r\nnot json\n{"b":1}\n{"c":1}\n', [
      'stored',
      'mac',
      'held',
    ]);
    expect(whole).toBe(true);
    expect(lines.map((line) => [line.line, line.failure?.code ?? line.statuses])).toEqual([
      [1, { stored: 1 }],
      [3, 'handover.unreadable'],
      [4, 'handover.mac'],
      [5, { held: 1 }],
    ]);
    expect(lines[3]?.reasons).toEqual({ 'area.out_of_scope': 1 });
  });

  it('stops where the network stops, and says that something is left', async () => {
    const { whole, lines } = await told('{"a":1}\n{"b":1}\n{"c":1}\n', ['stored', 0, 'stored']);
    expect(whole).toBe(false);
    expect(lines).toHaveLength(2);
  });
});
