/** Checks, ledger and reconciliation: what is sent, how it is taken back, what stands in addresses, files and pictures. */
import { describe, expect, it } from 'vitest';
import type { Directory, ReviewOp } from '../../client/src/core/types';
import { factsOf } from '../../client/src/desk/attention/plain';
import * as ledgerAddress from '../../client/src/desk/ledger/address';
import { barOf, levelsOf, mostOf, unexplainedIn } from '../../client/src/desk/ledger/bridge';
import type { LedgerRow } from '../../client/src/desk/ledger/wire';
import {
  barOf as gapBar,
  inOrder,
  sourcesOf,
  summed,
} from '../../client/src/desk/reconciliation/rows';
import type { Row, Table } from '../../client/src/desk/reconciliation/wire';
import { dayOfPerson, everything, hrefOf, readFilter } from '../../client/src/desk/review/address';
import { changesFigures, outcomeOf, stepsOf, undoOf } from '../../client/src/desk/review/verdicts';
import type { ListedRecord } from '../../client/src/desk/review/wire';
import { instantAt } from '../../client/src/desk/when';
import type { PushEnvelope } from '../../client/src/sync/contract';
import { makeReviews, sendReviews } from '../../client/src/sync/reviews';

const NOW = Date.UTC(2021, 8, 9, 3, 12);
const PERSON = '0190aaaa-0000-7000-8000-000000000001';

const record = (at: number, more: Partial<ListedRecord> = {}): ListedRecord => ({
  recordId: `0190bbbb-0000-7000-8000-00000000000${at}`,
  person: PERSON,
  personName: 'Nguyễn Thị Mẫu',
  rev: 2,
  areaName: 'Ấp Mỹ Tây',
  commune: '28135',
  organisationName: 'Hội LHPN xã Mỹ Lệ',
  mode: 'door',
  outcomeName: 'Đã cài xong',
  eff: '2021-09-08T10:20:00.000Z',
  note: null,
  void: false,
  hasNumber: true,
  counts: true,
  review: null,
  reviewRev: 0,
  ...more,
});

/** A server that answers each op once, or fails as it is told. */
function server(fails: (turn: number) => boolean = () => false) {
  const sent: PushEnvelope[] = [];
  const known = new Map<string, string>();
  const session = {
    store: {
      queue: async () => ({ length: 3, oldestAt: null, nextN: 7 }),
      memory: async () => ({ epoch: 'e1', anchor: 'a1' }) as never,
      limits: async () => ({ maxOps: 2, maxBytes: 256 * 1024, maxOpBytes: 8192 }),
    },
    transport: {
      push: async (envelope: PushEnvelope) => {
        sent.push(envelope);
        if (fails(sent.length)) {
          return {
            ok: false as const,
            error: { code: 'transport.offline', status: null, retryAfter: null },
          };
        }
        const results = envelope.ops.map((op) => {
          const text = JSON.stringify(op);
          const before = known.get(op.opId);
          known.set(op.opId, text);
          const status = before === undefined ? 'stored' : before === text ? 'duplicate' : 'broken';
          return { opId: op.opId, status };
        });
        return { ok: true as const, value: { seq: 1, serverNow: '', results } };
      },
    },
  };
  return { session, sent, known };
}

describe('marking records', () => {
  const records = [record(1), record(2), record(3, { reviewRev: 4 })];

  it('says which version was seen and goes above every review that is known', async () => {
    const { session, sent } = server();
    const steps = stepsOf(records, 'void', ' gọi lại không có ');
    const ops = await makeReviews(
      session,
      steps.map((step) => step.said),
      () => NOW,
    );
    expect(ops.map((op) => [op.kind, op.n, op.rev, op.anchor])).toEqual([
      ['review.put', 7, 1, 'a1'],
      ['review.put', 8, 1, 'a1'],
      ['review.put', 9, 5, 'a1'],
    ]);
    expect(ops[0]?.body).toEqual({
      person: PERSON,
      seenRev: 2,
      verdict: 'void',
      reason: 'gọi lại không có',
    });
    expect(sent).toEqual([]);
    const { results, failure } = await sendReviews(session, ops, () => NOW);
    expect(failure).toBeNull();
    expect(results.size).toBe(3);
    expect(sent.map((one) => [one.ops.length, one.queueLength, one.nextN])).toEqual([
      [2, 6, 10],
      [1, 4, 10],
    ]);
  });

  it('sends the same ops again after a network that broke off', async () => {
    const { session, known } = server((turn) => turn === 2);
    const steps = stepsOf(records, 'void', 'x');
    const ops = await makeReviews(
      session,
      steps.map((step) => step.said),
      () => NOW,
    );
    const first = await sendReviews(session, ops, () => NOW);
    expect(first.failure?.code).toBe('transport.offline');
    const outcome = outcomeOf(steps, ops, first.results);
    expect([outcome.done.length, outcome.left.length]).toEqual([2, 1]);
    const again = await sendReviews(session, ops, () => NOW + 60_000);
    expect([...again.results.values()].map((one) => one.status)).toEqual([
      'duplicate',
      'duplicate',
      'stored',
    ]);
    expect(known.size).toBe(3);
  });

  it('ends when a server answers for none of them', async () => {
    const { session } = server();
    const silent = {
      ...session,
      transport: {
        push: async () => ({ ok: true as const, value: { seq: 1, serverNow: '', results: [] } }),
      },
    };
    const ops = await makeReviews(session, [stepsOf(records, 'ok', '')[0]?.said as never]);
    expect((await sendReviews(silent, ops)).failure?.code).toBe('transport.garbled');
  });

  it('tells what the server holds from what it took', () => {
    const steps = stepsOf(records.slice(0, 2), 'void', 'x');
    const ops = [{ opId: 'a' }, { opId: 'b' }] as unknown as ReviewOp[];
    const results = new Map([
      ['a', { opId: 'a', status: 'stored' }],
      ['b', { opId: 'b', status: 'held', code: 'role.forbidden' }],
    ]);
    const { done, refused, left } = outcomeOf(steps, ops, results);
    expect([done.length, refused[0]?.result.code, left.length]).toEqual([1, 'role.forbidden', 0]);
  });
});

describe('taking a mark back', () => {
  it('says again what was said before, one rev higher', () => {
    const before = { verdict: 'ok' as const, reason: 'đã gọi' };
    const done = stepsOf([record(1), record(2, { review: before, reviewRev: 3 })], 'void', 'sai');
    const back = undoOf(done, 'hoàn tác');
    expect(back.map(({ said }) => [said.verdict, said.reason, said.after])).toEqual([
      ['ok', 'hoàn tác', 1],
      ['ok', 'đã gọi', 4],
    ]);
    // and the undo taken back would be the void again
    expect(undoOf(back, 'x').map(({ said }) => [said.verdict, said.reason, said.after])).toEqual([
      ['void', 'sai', 2],
      ['void', 'sai', 5],
    ]);
  });

  it('is offered only where a figure moved', () => {
    const voided = { verdict: 'void' as const, reason: 'sai' };
    const [plain, again] = stepsOf([record(1), record(2, { review: voided })], 'ok', '');
    expect([plain, again].map((step) => step && changesFigures(step))).toEqual([false, true]);
  });
});

describe('addresses', () => {
  it('hold the filters of the records and nothing that is not set', () => {
    const filter = { ...everything, area: '28135', since: '2021-09-01', state: 'void' as const };
    const href = hrefOf('records', filter);
    expect(href).toBe('/huyen/kiem-tra?noi=28135&tu=2021-09-01&tinh-trang=da-huy');
    expect(readFilter(href.slice(href.indexOf('?')))).toEqual(filter);
    expect(hrefOf('records', everything)).toBe('/huyen/kiem-tra');
    expect(readFilter('?tu=hom-qua&tinh-trang=la')).toEqual(everything);
    expect(readFilter(dayOfPerson(PERSON, '2021-09-08').split('?')[1] ?? '')).toMatchObject({
      person: PERSON,
      since: '2021-09-08',
      until: '2021-09-08',
      state: 'all',
    });
  });

  it('hold the two states of the ledger, the place and the part', () => {
    const id = '0190cccc-0000-7000-8000-000000000001';
    const asked: ledgerAddress.Asked = {
      from: { kind: 'report', id },
      until: { kind: 'instant', at: '2021-09-09T06:00:00.000Z' },
      by: 'hamlet',
      within: '28135',
      part: 'late',
      exact: true,
    };
    const href = ledgerAddress.writeAddress(asked);
    expect(ledgerAddress.readAddress(href.slice(href.indexOf('?')))).toEqual(asked);
    const query = ledgerAddress.toQuery(asked, []);
    expect(query).toEqual({
      by: 'hamlet',
      within: '28135',
      from: '',
      until: '2021-09-09T06:00:00.000Z',
      report: id,
    });
    const until = { ...asked, from: { kind: 'seq', seq: '12' }, until: asked.from } as const;
    expect(ledgerAddress.toQuery(until, [])).toBeNull();
    const line = { id, title: '', name: '', period: '', version: 1, receivedAt: 'T' };
    expect(ledgerAddress.toQuery(until, [line])).toMatchObject({ from: '12', until: 'T' });
    expect(ledgerAddress.readState('bc.x')).toEqual({ kind: 'end' });
  });

  it('takes a day and an hour in the campaign’s zone', () => {
    expect(instantAt('2021-09-09', '13:00', 'Asia/Ho_Chi_Minh')).toBe('2021-09-09T06:00:00.000Z');
    expect(instantAt('2021-09-09', '25:00', 'Asia/Ho_Chi_Minh')).toBeNull();
    expect(instantAt('', '13:00', 'Asia/Ho_Chi_Minh')).toBeNull();
  });
});

const part = (touched: number, assists: number) => ({ touched, records: assists, assists });
const row: LedgerRow = {
  code: '806',
  name: 'Huyện Cần Đước',
  earlier: { records: 4040, assists: 4040, unique: 4000 },
  now: { records: 5764, assists: 5764, unique: 5600 },
  parts: {
    late: part(61, 61),
    corrected: part(23, -9),
    voided: part(14, -14),
    new: part(1686, 1686),
  },
  unexplained: { records: 0, assists: 0 },
};

describe('the way from then to now', () => {
  it('begins each part where the one before ended, and arrives', () => {
    const levels = levelsOf(row, 'assists');
    expect(levels.map(({ key, to }) => [key, to])).toEqual([
      ['earlier', 4040],
      ['late', 4101],
      ['corrected', 4092],
      ['voided', 4078],
      ['new', 5764],
      ['now', 5764],
    ]);
    expect(mostOf(levels)).toBe(5764);
  });

  it('never draws a change too thin to be seen, and nothing where nothing changed', () => {
    const bars = levelsOf(row, 'assists').map((level) => barOf(level, 5764));
    for (const { low, high } of bars) {
      expect(high - low).toBeGreaterThanOrEqual(1.5);
      expect([low >= 0, high <= 100]).toEqual([true, true]);
    }
    const still = barOf({ key: 'late', value: 0, touched: 0, from: 9, to: 9 }, 10);
    expect(still.low).toBe(still.high);
  });

  it('tells what it cannot explain', () => {
    expect(unexplainedIn([row])).toEqual([]);
    const broken = { ...row, unexplained: { records: 0, assists: -2 } };
    expect(unexplainedIn([row, broken])).toEqual([broken]);
  });
});

const figure = (installed: number, estimate = false) => ({
  installed,
  asOf: '2021-09-06',
  source: estimate ? 'Ước tính' : 'Sở TT&TT',
  estimate,
});
const line = (code: string, name: string, gap: number | null): Row => ({
  code,
  name,
  first: gap === null ? null : figure(100, true),
  last: figure(200),
  estimate: gap !== null,
  change: gap === null ? null : 100,
  success: gap === null ? null : 100 - gap,
  partial: gap === null ? null : 3,
  gap,
});
const table: Table = {
  by: 'commune',
  seq: 9,
  rows: [line('1', 'Xã B', null), line('2', '=Xã C', -32), line('3', 'Xã A', 97)],
  total: line('806', 'Huyện', 65),
  latest: '2021-09-06',
  serverNow: '',
};

describe('the reconciliation', () => {
  it('stands by gap, what has none last, or by name', () => {
    expect(inOrder(table.rows, 'gap').map((one) => one.code)).toEqual(['3', '2', '1']);
    expect(inOrder(table.rows, 'name').map((one) => one.code)).toEqual(['2', '3', '1']);
  });

  it('draws to either side by the greatest gap', () => {
    expect(gapBar(97, table.rows)).toEqual({ side: 'more', width: 100 });
    expect(gapBar(-32, table.rows)).toMatchObject({ side: 'less' });
    expect(gapBar(0, [])).toEqual({ side: 'more', width: 0 });
  });

  it('adds up the places that have two figures of the same days', () => {
    const found = summed(table);
    expect(found?.places).toBe(2);
    expect(found?.row).toMatchObject({ change: 200, success: 135, partial: 6, gap: 65 });
    expect([found?.row.first?.installed, found?.row.last?.installed]).toEqual([200, 400]);
    expect(found?.row.estimate).toBe(true);
    const other = { ...line('4', 'Xã D', 1), first: { ...figure(1), asOf: '2021-08-30' } };
    expect(summed({ ...table, rows: [...table.rows, other] })).toBeNull();
    expect(summed({ ...table, rows: [] })).toBeNull();
  });

  it('names each source once', () => {
    expect(sourcesOf(table)).toEqual(['Ước tính', 'Sở TT&TT']);
  });
});

describe('what was sent', () => {
  const directory = {
    areas: [
      { code: '28135', name: 'Xã Mỹ Lệ', parent: '806', type: 'xã' },
      { code: '28135-my-tay', name: 'Ấp Mỹ Tây', parent: '28135', type: 'ấp' },
    ],
    outcomes: [{ code: 'ok', name: 'Đã cài xong', group: 'success', noHousehold: false }],
    modes: [{ code: 'door', name: 'Tại nhà' }],
  } as unknown as Directory;

  it('is told in names, and a code that nobody knows as it is', () => {
    const sent = {
      rev: 2,
      happened_at: 'T',
      body: { area: '28135-my-tay', outcome: 'la', mode: 'door', note: '' },
    };
    expect(factsOf(sent, directory)).toEqual([
      { fact: 'area', value: 'Ấp Mỹ Tây, Xã Mỹ Lệ' },
      { fact: 'outcome', value: 'la' },
      { fact: 'mode', value: 'Tại nhà' },
      { fact: 'happenedAt', value: 'T' },
      { fact: 'rev', value: '2' },
    ]);
  });

  it('may be nothing that can be read', () => {
    expect(factsOf(null, directory)).toEqual([]);
    expect(factsOf({ body: ['x'] }, null)).toEqual([]);
  });
});
