import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTransport } from '../../client/src/sync/transport';
import { FakeServer, type Fault } from './support/fake-server';
import { DEVICE_ID, makePhone } from './support/phone';

afterEach(() => vi.useRealTimers());

it('F3: a reply lost after the commit is asked for again and counts once', async () => {
  const phone = await makePhone();
  const recordId = await phone.save();
  phone.server.faults = ['lose-reply'];
  expect(await phone.pass()).toMatchObject({ outcome: 'failed', problem: 'transport.offline' });
  expect(phone.server.ops.size).toBe(1);
  expect(await phone.store.counts()).toEqual({ waiting: 1, sent: 0, attention: 0 });
  expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 1 });
  expect(phone.server.ops.size).toBe(1);
  expect(await phone.store.getRecord(recordId)).toMatchObject({ receipt: { status: 'duplicate' } });
});

it('F3: lost replies of a batch in pieces lose and double nothing', async () => {
  const phone = await makePhone();
  await phone.store.saveLimits({ maxOps: 2, maxBytes: 262_144, maxOpBytes: 8192 });
  for (let i = 0; i < 9; i += 1) await phone.save();
  for (let pass = 0; pass < 12; pass += 1) {
    phone.server.faults = ['lose-reply'];
    await phone.pass();
  }
  phone.server.faults = [];
  await phone.pass();
  expect(phone.server.ops.size).toBe(9);
  expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 9, attention: 0 });
});

it('F5: a row of an older rev that comes late does not undo a newer put', async () => {
  const phone = await makePhone();
  const recordId = await phone.save({ note: 'một' });
  await phone.pass();
  await phone.store.correctRecord(recordId, { note: 'hai' });
  const [op] = await phone.store.nextOps(1);
  phone.server.faults = ['lose-reply'];
  await phone.pass();
  const [first] = [...phone.server.ops.values()];
  if (!first) throw new Error('nothing was sent');
  phone.server.addRow(first);
  await phone.pass();
  expect(await phone.store.getRecord(recordId)).toMatchObject({ rev: 2, note: 'hai' });
  expect(op?.rev).toBe(2);
});

describe('F20: what is not our server', () => {
  it.each<[Fault, string]>([
    ['html200', 'transport.foreign'],
    ['redirect302', 'transport.foreign'],
    ['portal511', 'transport.foreign'],
    ['proxy502', 'transport.foreign'],
    ['foreign-batch', 'transport.foreign'],
    ['truncate', 'transport.garbled'],
  ])('%s acknowledges nothing, and the queue drains afterwards', async (fault, problem) => {
    const phone = await makePhone();
    for (let i = 0; i < 3; i += 1) await phone.save();
    phone.server.always = fault;
    // More often than an op may fail alone: a portal is nobody's visit to look at.
    for (let pass = 0; pass < 16; pass += 1) {
      expect(await phone.pass()).toMatchObject({ outcome: 'failed', answered: 0, problem });
    }
    expect(await phone.store.counts()).toEqual({ waiting: 3, sent: 0, attention: 0 });
    expect((await phone.store.memory()).anchor === null).toBe(fault !== 'foreign-batch');
    phone.server.always = null;
    expect(await phone.pass()).toMatchObject({ outcome: 'done' });
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 3, attention: 0 });
  });

  it('is not followed: the request asks for redirects to be left alone', async () => {
    const asked: RequestInit[] = [];
    const transport = createTransport({
      deviceId: DEVICE_ID,
      app: '1',
      language: 'vi',
      fetch: async (_input, init) => {
        asked.push(init ?? {});
        return new Response('<html>', { status: 200 });
      },
    });
    await transport.ping();
    expect(asked[0]).toMatchObject({ redirect: 'manual', cache: 'no-store' });
  });
});

describe('F21: a connection that swallows everything', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  it('ends by its deadline, and the queue drains after it heals', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.server.always = 'blackhole';
    let ended = false;
    const pass = phone.pass().then((result) => {
      ended = true;
      return result;
    });
    await vi.waitFor(() => expect(phone.server.seen.length).toBe(1));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await pass).toMatchObject({ outcome: 'failed', problem: 'transport.timeout' });
    phone.server.always = null;
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 1 });
  });

  it('has a deadline for the body too', async () => {
    const transport = createTransport({
      deviceId: null,
      app: '1',
      language: 'vi',
      fetch: async () => {
        const stalled = new ReadableStream({ start: () => {} });
        return new Response(stalled, { headers: { Gocua: '1' } });
      },
    });
    const reply = transport.ping();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await reply).toMatchObject({ ok: false, error: { code: 'transport.timeout' } });
  });
});

describe('F23: a session that no longer holds', () => {
  it('keeps the queue, keeps capture working, and resumes for the same person', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.server.session = 'session.expired';
    expect(await phone.pass()).toMatchObject({ outcome: 'failed', problem: 'session.expired' });
    expect((await phone.store.memory()).problem).toBe('session.expired');
    await phone.save();
    expect(await phone.store.counts()).toEqual({ waiting: 2, sent: 0, attention: 0 });
    phone.server.session = 'good';
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 2 });
    expect((await phone.store.memory()).problem).toBeNull();
  });

  it('a device that staff revoked sends again what a restored server lost of it', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 3; i += 1) await phone.save();
    await phone.pass();
    phone.server.restore(1);
    phone.server.session = 'device.revoked';
    phone.clock.now += 16 * 60_000;
    expect(await phone.pass()).toMatchObject({ problem: 'device.revoked', answered: 3 });
    expect(phone.server.ops.size).toBe(3);
    expect(await phone.store.counts()).toMatchObject({ waiting: 0 });
    expect((await phone.store.memory()).verifyDue).toBe(false);
    phone.clock.now += 16 * 60_000;
    expect(await phone.pass()).toMatchObject({ problem: 'device.revoked', answered: 0 });
  });

  it('a device that staff revoked still hands over what it has, shown as held', async () => {
    const phone = await makePhone();
    await phone.pass();
    await phone.save();
    phone.server.session = 'device.revoked';
    expect(await phone.pass()).toMatchObject({ problem: 'device.revoked', answered: 1 });
    expect((await phone.store.memory()).problem).toBe('device.revoked');
    phone.clock.now += 2 * 86_400_000;
    await phone.save();
    expect(await phone.pass()).toMatchObject({ problem: 'device.revoked', answered: 1 });
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 0, attention: 2 });
  });
});

describe('a wrong clock', () => {
  it.each([-365, 365])('%i days off blocks nothing and is measured', async (days) => {
    const phone = await makePhone();
    phone.clock.now += days * 86_400_000;
    await phone.save();
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 1 });
    const { clockError } = await phone.store.memory();
    expect(Math.round((clockError ?? 0) / 86_400_000)).toBe(-days);
    await phone.pass();
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 1, attention: 0 });
  });

  it('a year ahead does not throw away copies early', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.clock.now += 365 * 86_400_000;
    await phone.pass();
    await phone.pass();
    expect(await phone.store.answeredOpIds(null, 10)).toHaveLength(1);
    phone.server.now += 46 * 86_400_000;
    await phone.save();
    await phone.pass();
    expect(await phone.store.answeredOpIds(null, 10)).toHaveLength(1);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 2, attention: 0 });
  });
});

it('a busy server is left alone as long as it asks', async () => {
  const phone = await makePhone();
  await phone.save();
  phone.server.always = 'unavailable503';
  expect(await phone.pass()).toMatchObject({
    outcome: 'failed',
    problem: 'server.busy',
    retryAfter: 7,
  });
  expect(phone.pace.batch).toBe(Number.POSITIVE_INFINITY);
});

it('a purged campaign leaves no copy on the phone', async () => {
  const phone = await makePhone();
  await phone.save({ note: 'riêng' });
  await phone.pass();
  await phone.save();
  phone.server.purged = true;
  expect(await phone.pass()).toMatchObject({ problem: 'campaign.purged' });
  expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 0, attention: 0 });
  expect((await phone.store.listRecords({ limit: 9 })).records).toEqual([]);
  expect(await phone.store.answeredOpIds(null, 9)).toEqual([]);
  expect((await phone.store.memory()).problem).toBe('campaign.purged');
});

it('a server that drops gzip gets plain bodies from then on', async () => {
  const server = new FakeServer();
  const phone = await makePhone(server);
  for (let i = 0; i < 5; i += 1) await phone.save();
  const encodings: (string | null)[] = [];
  const transport = createTransport({
    deviceId: DEVICE_ID,
    app: '1',
    language: 'vi',
    fetch: async (input, init) => {
      const encoding = new Headers(init?.headers).get('Content-Encoding');
      encodings.push(encoding);
      if (encoding) return server.json({ error: { code: 'encoding' } }, 415);
      return await server.fetch(input, init);
    },
  });
  const ops = await phone.store.nextOps(10);
  const envelope = {
    batchId: 'b',
    epoch: null,
    clientNow: 'x',
    queueLength: 5,
    oldestAt: null,
    nextN: 6,
    ops,
  };
  expect((await transport.push(envelope)).ok).toBe(true);
  expect((await transport.push(envelope)).ok).toBe(true);
  expect(encodings).toEqual(['gzip', null, null]);
});
