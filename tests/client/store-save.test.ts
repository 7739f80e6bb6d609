import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../../client/src/core/base64url';
import type { RecordBody } from '../../client/src/core/types';
import { openStore } from '../../client/src/store/store';
import { DEVICE_ID, HAMLET, makePhone, type Phone } from './support/phone';

async function lastBody(phone: Phone): Promise<RecordBody> {
  const ops = await phone.store.nextOps(1000);
  const op = ops[ops.length - 1];
  if (op?.kind !== 'record.put') throw new Error('no record');
  return op.body;
}

async function unseal(phone: Phone, sealed: string, recordId: string): Promise<string> {
  const bytes = decodeBase64url(sealed);
  expect(bytes[0]).toBe(7);
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });
  const recipient = await suite.createRecipientContext({
    recipientKey: phone.keys.privateKey,
    enc: bytes.slice(1, 66).buffer,
    info: new TextEncoder().encode(`gocua/phone/v1|${recordId}`).buffer,
  });
  return new TextDecoder().decode(await recipient.open(bytes.slice(66).buffer));
}

/** Everything that lies in the databases of this browser, as text. */
async function everything(): Promise<string> {
  const found: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? '');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of Array.from(db.objectStoreNames)) {
      const rows = await new Promise<unknown[]>((resolve) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
      });
      found.push(rows);
    }
    db.close();
  }
  return JSON.stringify(found);
}

describe('saving', () => {
  it('makes one record, one op and clears the draft', async () => {
    const phone = await makePhone();
    await phone.store.saveDraft({
      area: HAMLET,
      mode: 'door',
      note: 'nhà có cổng xanh',
      updatedAt: '2021-08-19T06:00:00.000Z',
    });
    const recordId = await phone.save({ note: '  cổng xanh ' });
    expect(await phone.store.loadDraft()).toBeNull();
    expect(await phone.store.getRecord(recordId)).toMatchObject({
      rev: 1,
      note: 'cổng xanh',
      state: 'waiting',
      day: '2021-08-19',
      hasNumber: false,
      receipt: null,
    });
    const [op] = await phone.store.nextOps(10);
    expect(op).toMatchObject({
      kind: 'record.put',
      n: 1,
      rev: 1,
      schema: 1,
      recordId,
      anchor: null,
    });
    expect(op?.happenedAt).toBe('2021-08-19T06:00:00.000Z');
    expect(await phone.store.counts()).toEqual({ waiting: 1, sent: 0, attention: 0 });
  });

  it('counts n up, one for each op, also after the phone was off', async () => {
    let phone = await makePhone();
    await phone.save();
    await phone.save();
    phone = await phone.reopen();
    await phone.save();
    expect((await phone.store.nextOps(10)).map((op) => op.n)).toEqual([1, 2, 3]);
    expect(await phone.store.queue()).toMatchObject({ length: 3, nextN: 4 });
  });

  it('names the field that is wrong and keeps the draft', async () => {
    const phone = await makePhone();
    await phone.store.saveDraft({ area: HAMLET, mode: 'door', updatedAt: 'x' });
    const saved = await phone.store.saveRecord({
      area: '',
      mode: 'door',
      outcome: '',
      note: 'x'.repeat(281),
      revisitOn: '2021-02-30',
    });
    expect(saved).toEqual({
      ok: false,
      error: {
        code: 'form.invalid',
        details: {
          area: ['form.required'],
          outcome: ['form.required'],
          note: ['form.too_long'],
          revisitOn: ['form.invalid'],
        },
      },
    });
    expect(await phone.store.loadDraft()).not.toBeNull();
    expect(await phone.store.queue()).toMatchObject({ length: 0, nextN: 1 });
  });

  it('drops what the outcome has no place for', async () => {
    const phone = await makePhone();
    await phone.save({
      outcome: 'not_accessible',
      household: '01890000-0000-7000-8000-000000000001',
      revisitOn: '2021-08-21',
    });
    expect(await lastBody(phone)).toEqual({
      area: HAMLET,
      mode: 'door',
      outcome: 'not_accessible',
      revisitOn: '2021-08-21',
    });
    await phone.save({ outcome: 'refused_other', revisitOn: '2021-08-21' });
    expect(await lastBody(phone)).toEqual({ area: HAMLET, mode: 'door', outcome: 'refused_other' });
  });

  it('carries the anchor that the phone holds and counts from it', async () => {
    const phone = await makePhone();
    await phone.pass();
    phone.clock.now -= 365 * 86_400_000;
    const recordId = await phone.save();
    const [op] = await phone.store.nextOps(1);
    expect(op?.anchor).toBe(`anchor@${phone.server.now}`);
    expect(op?.happenedAt.slice(0, 4)).toBe('2020');
    expect(await phone.store.getRecord(recordId)).toMatchObject({ day: '2021-08-19' });
  });
});

it('one draft saved in two tabs makes two records, and drops neither', async () => {
  const phone = await makePhone();
  await phone.store.saveDraft({ area: HAMLET, mode: 'door', updatedAt: 'x' });
  const tab = await openStore(DEVICE_ID);
  expect(await tab.loadDraft()).toMatchObject({ area: HAMLET });
  const input = { area: HAMLET, mode: 'door', outcome: 'refused_other' } as const;
  const saved = await Promise.all([phone.store.saveRecord(input), tab.saveRecord(input)]);
  const ids = saved.map((one) => (one.ok ? one.value.recordId : one.error.code));
  expect(new Set(ids).size).toBe(2);
  expect((await phone.store.nextOps(10)).map((op) => op.recordId).sort()).toEqual(ids.sort());
  tab.close();
});

describe('the number', () => {
  it('is sealed to the server for this record alone', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({ phone: '0912 345 678', consent: 'phone-2021-1' });
    const { sealedPhone = '', consent } = await lastBody(phone);
    expect(consent).toBe('phone-2021-1');
    expect(await unseal(phone, sealedPhone, recordId)).toBe('+84912345678');
    await expect(unseal(phone, sealedPhone, 'another')).rejects.toThrow();
    expect(await phone.store.getRecord(recordId)).toMatchObject({ hasNumber: true });
  });

  it('lies nowhere on the phone in the clear', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({ phone: '0912345678', consent: 'phone-2021-1' });
    await phone.store.correctRecord(recordId, { phone: '0987654321', consent: 'phone-2021-1' });
    const all = await everything();
    expect(all).toContain(recordId);
    for (const digits of ['912345678', '987654321']) expect(all).not.toContain(digits);
  });

  it('is not saved without consent', async () => {
    const phone = await makePhone();
    const saved = await phone.store.saveRecord({
      area: HAMLET,
      mode: 'door',
      outcome: 'ok_installed_used',
      phone: '0912345678',
    });
    expect(saved).toMatchObject({ ok: false, error: { details: { consent: ['form.required'] } } });
    expect((await phone.store.queue()).length).toBe(0);
  });

  it('says why it is none', async () => {
    const phone = await makePhone();
    const input = { area: HAMLET, mode: 'door', outcome: 'ok_installed_used' } as const;
    const saved = await phone.store.saveRecord({ ...input, phone: '02723881213', consent: 'c' });
    expect(saved).toMatchObject({ ok: false, error: { details: { phone: ['phone.landline'] } } });
  });

  it('fails by name when it cannot be sealed, and the record can go without', async () => {
    const phone = await makePhone();
    await phone.store.updateSeat({ sealKey: { id: 1, public: 'AAAA' } });
    const input = { area: HAMLET, mode: 'door', outcome: 'ok_installed_used' } as const;
    const saved = await phone.store.saveRecord({ ...input, phone: '0912345678', consent: 'c' });
    expect(saved).toMatchObject({ ok: false, error: { code: 'seal.unavailable' } });
    expect((await phone.store.saveRecord(input)).ok).toBe(true);
  });

  it('is known again today on this phone only, and not tomorrow', async () => {
    const phone = await makePhone();
    expect(await phone.store.phoneSeenToday('0912345678')).toBe(false);
    const recordId = await phone.save({ phone: '0912345678', consent: 'c' });
    expect(await phone.store.phoneSeenToday('+84 912 345 678')).toBe(true);
    expect(await phone.store.phoneSeenToday('0912345679')).toBe(false);
    phone.clock.now += 86_400_000;
    expect(await phone.store.phoneSeenToday('0912345678')).toBe(false);
    phone.clock.now -= 86_400_000;
    await phone.store.withdrawRecord(recordId);
    expect(await phone.store.phoneSeenToday('0912345678')).toBe(false);
  });
});

describe('correcting', () => {
  it('is a whole new put that keeps the sealed number', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({
      outcome: 'ok_installed_nophone',
      phone: '0912345678',
      consent: 'c',
      note: 'chờ con về',
    });
    const { sealedPhone } = await lastBody(phone);
    const corrected = await phone.store.correctRecord(recordId, {
      outcome: 'ok_installed_used',
      note: null,
    });
    expect(corrected).toMatchObject({ ok: true, value: { rev: 2, note: null, hasNumber: true } });
    expect(await lastBody(phone)).toEqual({
      area: HAMLET,
      mode: 'door',
      outcome: 'ok_installed_used',
      sealedPhone,
      consent: 'c',
    });
    expect(await phone.store.counts()).toEqual({ waiting: 1, sent: 0, attention: 0 });
  });

  it('changes or drops the number only when told', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({ phone: '0912345678', consent: 'c' });
    const first = (await lastBody(phone)).sealedPhone;
    await phone.store.correctRecord(recordId, { phone: '0987654321', consent: 'c' });
    const second = (await lastBody(phone)).sealedPhone ?? '';
    expect(second).not.toBe(first);
    expect(await unseal(phone, second, recordId)).toBe('+84987654321');
    await phone.store.correctRecord(recordId, { phone: null });
    expect(await lastBody(phone)).not.toHaveProperty('sealedPhone');
    expect(await phone.store.getRecord(recordId)).toMatchObject({ hasNumber: false, rev: 3 });
  });

  it('does not move the day of the visit', async () => {
    const phone = await makePhone();
    const recordId = await phone.save();
    phone.clock.now += 3 * 86_400_000;
    await phone.store.correctRecord(recordId, { note: 'thêm' });
    expect(await phone.store.getRecord(recordId)).toMatchObject({ day: '2021-08-19' });
  });

  it('counts a visit that begins to help from the day it helps', async () => {
    const phone = await makePhone();
    const recordId = await phone.save({ outcome: 'owner_absent' });
    phone.clock.now += 2 * 86_400_000;
    await phone.store.correctRecord(recordId, { outcome: 'ok_installed_used' });
    expect(await phone.store.getRecord(recordId)).toMatchObject({ day: '2021-08-21' });
    phone.clock.now += 86_400_000;
    await phone.store.correctRecord(recordId, { outcome: 'refused_other' });
    expect(await phone.store.getRecord(recordId)).toMatchObject({ day: '2021-08-19' });
  });

  it('withdraws by a put that says so', async () => {
    const phone = await makePhone();
    const first = await phone.save();
    const second = await phone.save();
    expect(await phone.store.withdrawRecord(second)).toMatchObject({
      ok: true,
      value: { recordId: second, void: true },
    });
    expect(await phone.store.getRecord(first)).toMatchObject({ void: false });
    expect((await phone.store.nextOps(10)).map((op) => op.rev)).toEqual([1, 1, 2]);
  });

  it('of a record that is not here changes nothing', async () => {
    const phone = await makePhone();
    expect(await phone.store.correctRecord('nowhere', { note: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'record.unknown' },
    });
    expect(await phone.store.queue()).toMatchObject({ length: 0, nextN: 1 });
  });
});
