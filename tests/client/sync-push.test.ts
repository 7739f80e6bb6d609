import { describe, expect, it } from 'vitest';
import { runPass } from '../../client/src/sync/pass';
import { opsOf } from './support/fake-server';
import { makePhone } from './support/phone';

describe('a pass', () => {
  it('sends what waits, gets receipts and the rows back', async () => {
    const phone = await makePhone();
    const recordId = await phone.save();
    await phone.save();
    expect(await phone.pass()).toEqual({
      outcome: 'done',
      answered: 2,
      problem: null,
      retryAfter: null,
    });
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 2, attention: 0 });
    expect(await phone.store.getRecord(recordId)).toMatchObject({
      state: 'sent',
      receipt: { status: 'stored', receivedAt: '2021-08-19T06:00:00.000Z' },
    });
    const [push] = phone.server.pushes();
    expect(push?.headers.get('X-Device')).toBe(phone.store.device.deviceId);
    expect(push?.body).toMatchObject({ app: '1.0.0', epoch: null, queue_len: 2, next_n: 3 });
    expect(push?.body?.oldest_at).toBe('2021-08-19T06:00:00.000Z');
  });

  it('tells the server that nothing waits, at most every 15 minutes', async () => {
    const phone = await makePhone();
    const empty = (): number =>
      phone.server.pushes().filter((each) => opsOf(each).length === 0).length;
    await phone.pass();
    await phone.pass();
    expect(empty()).toBe(1);
    phone.clock.now += 15 * 60_000;
    await phone.pass();
    expect(empty()).toBe(2);
  });

  it('sends no batch larger than the server allows, by ops and by bytes', async () => {
    const phone = await makePhone();
    phone.server.limits = { max_ops: 3, max_bytes: 262_144, max_op_bytes: 8192 };
    await phone.store.saveLimits({ maxOps: 3, maxBytes: 262_144, maxOpBytes: 8192 });
    for (let i = 0; i < 7; i += 1) await phone.save();
    await phone.pass();
    expect(phone.server.batches()).toEqual([3, 3, 1]);
    await phone.store.saveLimits({ maxOps: 200, maxBytes: 2500, maxOpBytes: 8192 });
    phone.server.limits = { max_ops: 200, max_bytes: 2500, max_op_bytes: 8192 };
    phone.server.seen = [];
    for (let i = 0; i < 6; i += 1) await phone.save({ note: 'ấ'.repeat(280) });
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 6 });
    expect(Math.max(...phone.server.batches())).toBeLessThan(3);
  });

  it('learns smaller limits from a refusal and drains', async () => {
    const phone = await makePhone();
    phone.server.limits = { max_ops: 2, max_bytes: 262_144, max_op_bytes: 8192 };
    for (let i = 0; i < 9; i += 1) await phone.save();
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 9 });
    expect((await phone.store.limits()).maxOps).toBe(2);
  });

  it('drains a thousand ops, also when cut off at any batch', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 1000; i += 1) await phone.save();
    for (let cut = 0; (await phone.store.queue()).length > 0 && cut < 50; cut += 1) {
      phone.server.faults = cut % 2 ? ['lose-reply'] : [];
      let steps = 0;
      await runPass({
        store: phone.store,
        transport: phone.transport,
        pace: phone.pace,
        now: () => phone.clock.now,
        beat: () => {
          steps += 1;
        },
        stale: () => steps > 2,
      });
    }
    expect((await phone.store.queue()).length).toBe(0);
    expect(phone.server.ops.size).toBe(1000);
  });
});

describe('results, one by one', () => {
  it('stored and duplicate are done, quarantined and held are shown, rejected stays', async () => {
    const phone = await makePhone();
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push(await phone.save());
    const ops = await phone.opIds();
    const { verdicts } = phone.server;
    verdicts.set(ops[1] ?? '', {
      status: 'quarantined',
      code: 'area.unknown',
      message: 'Không có ấp này',
    });
    verdicts.set(ops[2] ?? '', { status: 'held', code: 'area.out_of_scope' });
    verdicts.set(ops[3] ?? '', { status: 'rejected', code: 'op.too_large' });
    verdicts.set(ops[4] ?? '', { status: 'duplicate' });
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 5 });
    const states = await Promise.all(ids.map((id) => phone.store.getRecord(id)));
    expect(states.map((record) => [record?.state, record?.receipt?.status])).toEqual([
      ['sent', 'stored'],
      ['attention', 'quarantined'],
      ['attention', 'held'],
      ['attention', 'rejected'],
      ['sent', 'duplicate'],
    ]);
    expect(states[1]?.receipt).toMatchObject({ code: 'area.unknown', message: 'Không có ấp này' });
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 2, attention: 3 });
    expect((await phone.store.listRecords({ state: 'attention', limit: 9 })).records).toHaveLength(
      3,
    );
  });

  it('a bad op does not keep its neighbours back', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 3; i += 1) await phone.save();
    const [, middle = ''] = await phone.opIds();
    phone.server.mute.add(middle);
    expect(await phone.pass()).toMatchObject({ answered: 2, problem: 'push.unanswered' });
    expect(await phone.opIds()).toEqual([middle]);
    phone.server.mute.clear();
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 1 });
  });

  it('a status of a later version leaves the op where it is', async () => {
    const phone = await makePhone();
    await phone.save();
    const [opId = ''] = await phone.opIds();
    phone.server.verdicts.set(opId, { status: 'postponed' });
    await phone.pass();
    expect(await phone.opIds()).toEqual([opId]);
    expect(await phone.store.counts()).toEqual({ waiting: 1, sent: 0, attention: 0 });
  });

  it('correcting what was not taken makes it wait again, then done', async () => {
    const phone = await makePhone();
    const recordId = await phone.save();
    const [opId = ''] = await phone.opIds();
    phone.server.verdicts.set(opId, { status: 'quarantined', code: 'area.unknown' });
    await phone.pass();
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 0, attention: 1 });
    await phone.store.correctRecord(recordId, { area: '28135' });
    expect(await phone.store.counts()).toEqual({ waiting: 1, sent: 0, attention: 0 });
    await phone.pass();
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 1, attention: 0 });
    expect(await phone.store.getRecord(recordId)).toMatchObject({
      rev: 2,
      area: '28135',
      state: 'sent',
    });
  });
});

describe('an op that breaks the server', () => {
  it('is found by halving, steps behind after five tries alone, and the rest goes', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 20; i += 1) await phone.save();
    const ops = await phone.opIds();
    const bad = ops[6] ?? '';
    phone.server.poison.add(bad);
    for (let pass = 0; pass < 12; pass += 1) await phone.pass();
    expect(await phone.opIds()).toEqual([bad]);
    expect(phone.server.ops.size).toBe(19);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 19, attention: 1 });
    await phone.save();
    await phone.pass();
    expect(phone.server.ops.size).toBe(20);
    phone.server.poison.clear();
    expect(await phone.pass()).toMatchObject({ outcome: 'done', answered: 1 });
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 21, attention: 0 });
  });

  it('is never blamed for a missing network', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.server.always = 'offline';
    for (let pass = 0; pass < 9; pass += 1) {
      expect(await phone.pass()).toMatchObject({ outcome: 'failed', problem: 'transport.offline' });
    }
    expect(await phone.store.counts()).toEqual({ waiting: 1, sent: 0, attention: 0 });
  });
});
