import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../client/src/core/base64url';
import { runPass } from '../../client/src/sync/pass';
import { FakeServer } from './support/fake-server';
import { HAMLET, makePhone, type Phone } from './support/phone';

const RECORD = '01890000-0000-7000-8000-00000000eeee';

function rowOf(server: FakeServer, change: Record<string, unknown> = {}): void {
  server.addRow(
    {
      op_id: '01890000-0000-7000-8000-0000000000f1',
      n: 1,
      kind: 'record.put',
      record_id: RECORD,
      rev: 1,
      anchor: null,
      happened_at: '2021-08-18T02:00:00.000Z',
      body: { area: HAMLET, mode: 'door', outcome: 'ok_installed_used', sealed_phone: 'x' },
    },
    change,
  );
}

async function settled(phone: Phone): Promise<void> {
  expect(await phone.pass()).toMatchObject({ outcome: 'done' });
}

describe('pulling', () => {
  it('rebuilds the list of a new phone, page by page', async () => {
    const server = new FakeServer();
    const old = await makePhone(server);
    for (let i = 0; i < 7; i += 1) await old.save({ note: `nhà ${i}` });
    await settled(old);
    server.pageSize = 3;
    const phone = await makePhone(server);
    await settled(phone);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 7, attention: 0 });
    expect((await phone.store.listRecords({ limit: 50 })).records).toHaveLength(7);
  });

  it('brings a review, and leaves what was written alone', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({ note: 'của tôi' });
    await settled(phone);
    const [op] = [...phone.server.ops.values()];
    if (!op) throw new Error('nothing was sent');
    phone.server.addRow(op, { review: { verdict: 'void', reason: 'trùng', seen_rev: 1 } });
    await settled(phone);
    expect(await phone.store.getRecord(recordId)).toMatchObject({
      note: 'của tôi',
      review: { verdict: 'void', reason: 'trùng' },
      state: 'sent',
    });
  });

  it('shows the verdict on an op that was held', async () => {
    const phone = await makePhone();
    const recordId = await phone.save();
    const [opId = ''] = await phone.opIds();
    phone.server.verdicts.set(opId, {
      status: 'held',
      code: 'area.out_of_scope',
      message: 'Ngoài xã',
    });
    await settled(phone);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 0, attention: 1 });
    phone.server.rows.push({
      kind: 'verdict',
      op_id: opId,
      seq: 40,
      status: 'stored',
      code: null,
      message: null,
    });
    await settled(phone);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 1, attention: 0 });
    expect((await phone.store.getRecord(recordId))?.receipt).toEqual({
      opId,
      status: 'stored',
      receivedAt: '2021-08-19T06:00:00.000Z',
    });
  });

  it('takes away what is gone, but never what has yet to be sent', async () => {
    const phone = await makePhone();
    const kept = await phone.save();
    const lost = await phone.save();
    await settled(phone);
    phone.server.always = 'offline';
    await phone.store.correctRecord(kept, { note: 'chưa gửi' });
    const { person } = phone.server;
    const cursor = (await phone.store.memory()).cursor ?? '';
    await phone.store.applyRows(
      [
        { kind: 'gone', person, recordId: kept, seq: 50 },
        { kind: 'gone', person, recordId: lost, seq: 51 },
        { kind: 'gone', person: 'somebody-else', recordId: kept, seq: 52 },
      ],
      cursor,
      false,
    );
    expect(await phone.store.getRecord(lost)).toBeNull();
    expect(await phone.store.getRecord(kept)).toMatchObject({ note: 'chưa gửi', state: 'waiting' });
    expect((await phone.store.queue()).length).toBe(1);
    // what was sent of them is forgotten with them: an erased number is in no copy on the phone
    expect(await phone.store.answeredOpIds(null, 9)).toEqual([]);
  });

  it('ignores other people and rows of a later version', async () => {
    const phone = await makePhone();
    rowOf(phone.server, { person: 'somebody-else' });
    phone.server.rows.push({ kind: 'comet', seq: 99, tail: true });
    await settled(phone);
    expect((await phone.store.listRecords({ limit: 9 })).records).toEqual([]);
    expect((await phone.store.memory()).cursor).toBe('epoch-1|99');
  });

  it('lets the server name the winner of two puts at one rev', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({ note: 'ở máy này' });
    await settled(phone);
    const [op] = [...phone.server.ops.values()];
    if (!op) throw new Error('nothing was sent');
    phone.server.addRow(op, { op_id: 'another', note: 'ở máy kia', has_number: true });
    await settled(phone);
    expect(await phone.store.getRecord(recordId)).toMatchObject({
      note: 'ở máy kia',
      hasNumber: true,
    });
    await phone.store.correctRecord(recordId, { note: 'thêm' });
    const [next] = await phone.store.nextOps(1);
    expect(next).toMatchObject({ rev: 2, body: { keepNumber: true, note: 'thêm' } });
  });
});

describe('a phone rebuilt from pull', () => {
  it('corrects with keep_number, because it holds no sealed bytes', async () => {
    const phone = await makePhone();
    rowOf(phone.server, { rev: 4 });
    await settled(phone);
    expect(await phone.store.getRecord(RECORD)).toMatchObject({
      hasNumber: true,
      rev: 4,
      state: 'sent',
    });
    await phone.store.correctRecord(RECORD, { note: 'đã sửa' });
    const [op] = await phone.store.nextOps(1);
    expect(op).toMatchObject({ rev: 5, body: { keepNumber: true, note: 'đã sửa' } });
    await phone.store.correctRecord(RECORD, { phone: null });
    const [, dropped] = await phone.store.nextOps(2);
    expect(dropped?.body).not.toHaveProperty('keepNumber');
    await settled(phone);
    expect(phone.server.ops.size).toBe(2);
  });
});

describe('a change of scope', () => {
  it('takes only what the server owns', async () => {
    const phone = await makePhone();
    rowOf(phone.server);
    const own = await phone.save();
    await settled(phone);
    await phone.save({ note: 'chưa gửi' });
    await phone.store.saveDraft({ area: HAMLET, mode: 'door', note: 'đang viết', updatedAt: 'x' });
    phone.server.rows = phone.server.rows.filter((row) => row.record_id !== RECORD);
    phone.server.resets = ['scope'];
    await settled(phone);
    expect(await phone.store.getRecord(RECORD)).toBeNull();
    expect(await phone.store.getRecord(own)).toMatchObject({ state: 'sent' });
    expect(await phone.store.loadDraft()).toMatchObject({ note: 'đang viết' });
    expect(phone.server.ops.size).toBe(2);
  });

  it('leaves the list standing until the new picture is whole', async () => {
    const phone = await makePhone();
    rowOf(phone.server);
    await settled(phone);
    await phone.store.resetPull('scope');
    phone.server.always = 'offline';
    await phone.pass();
    expect(await phone.store.getRecord(RECORD)).not.toBeNull();
    phone.server.always = null;
    phone.server.rows = [];
    await settled(phone);
    expect(await phone.store.getRecord(RECORD)).toBeNull();
  });
});

describe('a server restored from an old backup', () => {
  it('gets back every op that this phone still holds', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 6; i += 1) await phone.save();
    await settled(phone);
    const all = [...phone.server.ops.keys()].sort();
    phone.server.restore(2);
    expect(phone.server.ops.size).toBe(2);
    await settled(phone);
    expect([...phone.server.ops.keys()].sort()).toEqual(all);
    expect((await phone.store.memory()).epoch).toBe(phone.server.epoch);
    expect((await phone.store.memory()).verifyDue).toBe(false);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 6, attention: 0 });
  });

  it('is noticed in the middle of a pass and after a crash at any request', async () => {
    for (let crash = 0; crash < 8; crash += 1) {
      const phone = await makePhone();
      for (let i = 0; i < 5; i += 1) await phone.save();
      await settled(phone);
      await phone.save();
      phone.server.restore(1);
      phone.server.faults = [];
      let left = crash;
      await runPass({
        store: phone.store,
        transport: phone.transport,
        pace: phone.pace,
        now: () => phone.clock.now,
        beat: () => {
          left -= 1;
        },
        stale: () => left < 0,
      });
      const again = await phone.reopen();
      await settled(again);
      expect(again.server.ops.size).toBe(6);
      expect(await again.store.counts()).toEqual({ waiting: 0, sent: 6, attention: 0 });
      again.store.close();
    }
  });

  it('loses its claim to rows that it no longer has', async () => {
    const phone = await makePhone();
    rowOf(phone.server);
    await settled(phone);
    phone.server.rows = [];
    phone.server.epoch = 'epoch-2';
    await settled(phone);
    expect(await phone.store.getRecord(RECORD)).toBeNull();
    expect((await phone.store.memory()).cursor).toBe('epoch-2|0');
  });

  it('that changes its epoch at each answer does not hold the phone for ever', async () => {
    const phone = await makePhone();
    let turn = 0;
    const answer = phone.server.json.bind(phone.server);
    phone.server.json = (...given) => {
      turn += 1;
      phone.server.epoch = `epoch-${turn}`;
      return answer(...given);
    };
    await phone.save();
    expect(await phone.pass()).toMatchObject({ outcome: 'failed', problem: 'transport.unsettled' });
    expect(phone.server.ops.size).toBe(1);
  });
});

describe('verify', () => {
  it('is asked once a day and puts back what the server misses', async () => {
    const phone = await makePhone();
    const asked = (): number =>
      phone.server.seen.filter((each) => each.path === '/api/v1/sync/verify').length;
    await phone.save();
    await settled(phone);
    await settled(phone);
    expect(asked()).toBe(0);
    phone.clock.now += 86_400_000;
    phone.server.ops.clear();
    await settled(phone);
    expect(asked()).toBe(1);
    expect(phone.server.ops.size).toBe(1);
    await settled(phone);
    expect(asked()).toBe(1);
  });

  it('does not ask for what the server refused to keep', async () => {
    const phone = await makePhone();
    await phone.save();
    const [opId = ''] = await phone.opIds();
    phone.server.verdicts.set(opId, { status: 'rejected', code: 'op.too_large' });
    await settled(phone);
    expect(await phone.store.answeredOpIds(null, 9)).toEqual([]);
  });
});

it('answered ops go after 45 days, their records stay', async () => {
  const phone = await makePhone();
  const days = (count: number) => {
    phone.server.now += count * 86_400_000;
    phone.clock.now += count * 86_400_000;
  };
  const recordId = await phone.save({ phone: '0912345678', consent: 'c' });
  await settled(phone);
  days(44);
  await phone.save();
  await settled(phone);
  expect(await phone.store.answeredOpIds(null, 9)).toHaveLength(2);
  days(2);
  await phone.save();
  await settled(phone);
  expect(await phone.store.answeredOpIds(null, 9)).toHaveLength(2);
  expect(await phone.store.getRecord(recordId)).toMatchObject({ state: 'sent', hasNumber: true });
  await phone.store.correctRecord(recordId, { note: 'muộn' });
  const [op] = await phone.store.nextOps(1);
  expect(op).toMatchObject({ rev: 2, body: { keepNumber: true } });
});

it.each(['server', 'phone'] as const)(
  'answered ops stay while only the clock of the %s is a year ahead',
  async (whose) => {
    const phone = await makePhone();
    await phone.save();
    await settled(phone);
    if (whose === 'server') phone.server.now += 366 * 86_400_000;
    else phone.clock.now += 366 * 86_400_000;
    await phone.save();
    await settled(phone);
    expect(await phone.store.answeredOpIds(null, 9)).toHaveLength(2);
  },
);

describe('when keys of the server are rotated', () => {
  it('a cursor of a retired one is no trouble: all is read once more', async () => {
    const phone = await makePhone();
    await phone.save({ note: 'giữ lại' });
    await settled(phone);
    phone.server.cursorKey = '|b';
    await phone.save();
    await settled(phone);
    expect((await phone.store.memory()).cursor).toContain('|b');
    const { records } = await phone.store.listRecords({ limit: 9 });
    expect(records.map((one) => one.note).sort()).toEqual(['giữ lại', null]);
    expect(await phone.store.counts()).toEqual({ waiting: 0, sent: 2, attention: 0 });
  });

  it('a server that takes no cursor at all does not hold the phone for ever', async () => {
    const phone = await makePhone();
    await phone.save();
    await settled(phone);
    const pull = async () => ({
      ok: false as const,
      error: { code: 'cursor.invalid', status: 400, retryAfter: null },
    });
    const { store, pace } = phone;
    const transport = { ...phone.transport, pull };
    const now = () => phone.clock.now;
    const found = await runPass({
      store,
      transport,
      pace,
      now,
      beat: () => {},
      stale: () => false,
    });
    expect(found).toMatchObject({ outcome: 'failed', problem: 'cursor.invalid' });
  });

  it('hand-over files are signed with the key that it was last told', async () => {
    const phone = await makePhone();
    const bytes = new Uint8Array(32).fill(7);
    const { person, campaign, sealKey, limits, presetHamlet, oldPhones } = phone.store.device;
    const me = {
      ...{ person, campaign, sealKey, limits, presetHamlet, oldPhones: oldPhones ?? [] },
      membership: { organisation: null, area: null },
      handoverKey: encodeBase64url(bytes),
    };
    const transport = {
      ...phone.transport,
      directory: async () => ({ ok: true as const, value: null }),
      me: async () => ({ ok: true as const, value: me }),
    };
    const { store, pace } = phone;
    const now = () => phone.clock.now;
    await runPass({ store, transport, pace, now, beat: () => {}, stale: () => false });
    const again = await phone.reopen();
    const told = await crypto.subtle.importKey(
      'raw',
      bytes,
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const made = await Promise.all(
      [again.store.handoverKey, told].map((key) =>
        crypto.subtle.sign('HMAC', key as CryptoKey, new Uint8Array([1])),
      ),
    );
    expect(new Uint8Array(made[0] as ArrayBuffer)).toEqual(new Uint8Array(made[1] as ArrayBuffer));
    expect(again.store.handoverKey?.extractable).toBe(false);
  });
});
