import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../client/src/core/base64url';
import { openAccount } from '../../client/src/sync/account';
import { canonical, writeHandover } from '../../client/src/sync/handover';
import type { Surroundings } from '../../client/src/sync/schedule';
import { FakeServer } from './support/fake-server';
import { DEVICE_ID, freshBrowser, HAMLET, makePhone, makeSealKeys } from './support/phone';

const CODE = '0123456789ABCDEFGHJKMNPQRS';
const HANDOVER = new Uint8Array(32).fill(5);
const QUIET: Surroundings = {
  now: Date.now,
  random: () => 0.5,
  visible: () => false,
  onVisible: () => () => {},
  onOnline: () => () => {},
  onPush: () => () => {},
  locks: null,
};

beforeEach(() => freshBrowser());

interface Office {
  readonly server: FakeServer;
  readonly installs: unknown[];
  readonly fetch: typeof fetch;
}

/** A server that enrols: device d-<person> for each code or user name. */
async function makeOffice(): Promise<Office> {
  const server = new FakeServer();
  const keys = await makeSealKeys();
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  const installs: unknown[] = [];
  return {
    server,
    installs,
    fetch: async (input, init) => {
      const path = String(input);
      if (path !== '/api/v1/enrol' && path !== '/api/v1/session')
        return await server.fetch(input, init);
      if (init?.method === 'DELETE')
        return new Response(null, { status: 204, headers: { Gocua: '1' } });
      const body = JSON.parse(String(init?.body)) as Record<string, string>;
      installs.push(body.install_id);
      if (body.code !== undefined && body.code !== CODE) {
        return server.json(
          { error: { code: 'invite.used', message: 'Đã dùng', details: {} } },
          409,
        );
      }
      const who = body.username ?? 'sau';
      return server.json(
        {
          device_id: `d-${who}`,
          person: { id: `p-${who}`, name: who, role: 'volunteer' },
          campaign: {
            code: 'c',
            name: 'C',
            starts_on: '2021-08-17',
            ends_on: '2021-09-30',
            tz: 'Asia/Ho_Chi_Minh',
          },
          seal_key: { id: 1, public: encodeBase64url(raw) },
          handover_key: encodeBase64url(HANDOVER),
          limits: { max_ops: 200, max_bytes: 262_144, max_op_bytes: 8192 },
        },
        201,
      );
    },
  };
}

describe('enrolment', () => {
  it('opens a seat that holds an anchor from its first moment', async () => {
    const office = await makeOffice();
    const account = await openAccount({
      app: '1',
      language: 'vi',
      around: QUIET,
      fetch: office.fetch,
    });
    expect(await account.open()).toBeNull();
    const reply = await account.enrol(`https://gocua.example/#moi=${CODE}`, 'Máy của Sáu');
    expect(reply).toMatchObject({ ok: true, value: { deviceId: 'd-sau' } });
    const session = await account.open();
    expect((await session?.store.memory())?.anchor).toBe(`anchor@${office.server.now}`);
    expect(session?.store.handoverKey?.extractable).toBe(false);
    session?.close();
  });

  it('with what cannot be an invite asks nobody', async () => {
    const office = await makeOffice();
    const account = await openAccount({
      app: '1',
      language: 'vi',
      around: QUIET,
      fetch: office.fetch,
    });
    expect(await account.enrol('không phải mã', 'M')).toMatchObject({
      error: { code: 'invite.unknown' },
    });
    expect(office.installs).toEqual([]);
    expect(await account.enrol('Z'.repeat(26), 'M')).toMatchObject({
      error: { code: 'invite.used' },
    });
    expect(await account.open()).toBeNull();
  });

  it('names the same browser each time', async () => {
    const office = await makeOffice();
    for (let turn = 0; turn < 2; turn += 1) {
      const account = await openAccount({
        app: '1',
        language: 'vi',
        around: QUIET,
        fetch: office.fetch,
      });
      await account.enrol(CODE, 'M');
    }
    expect(new Set(office.installs).size).toBe(1);
  });
});

describe('a shared phone', () => {
  it('keeps each queue with its person, whoever signs in next', async () => {
    const office = await makeOffice();
    const account = await openAccount({
      app: '1',
      language: 'vi',
      around: QUIET,
      fetch: office.fetch,
    });
    await account.enrol(CODE, 'M');
    const first = await account.open();
    office.server.always = 'offline';
    await first?.store.saveRecord({ area: HAMLET, mode: 'door', outcome: 'ok' });
    if (first) await account.signOut(first);
    expect(await account.open()).toBeNull();

    office.server.always = null;
    await account.signIn({ username: 'ba', password: 'x', deviceName: 'M' });
    const second = await account.open();
    expect(second?.device.person.id).toBe('p-ba');
    expect(await second?.engine.syncNow()).toMatchObject({ answered: 0 });
    expect(office.server.ops.size).toBe(0);
    second?.close();

    expect((await account.seats()).map((seat) => seat.deviceId)).toEqual(['d-ba', 'd-sau']);
    await account.choose('d-sau');
    const back = await account.open();
    expect((await back?.store.queue())?.length).toBe(1);
    await back?.engine.syncNow();
    expect(office.server.ops.size).toBe(1);
    back?.close();
  });

  it('an expired session is good again after a new invite, queue and all', async () => {
    const office = await makeOffice();
    const account = await openAccount({
      app: '1',
      language: 'vi',
      around: QUIET,
      fetch: office.fetch,
    });
    await account.enrol(CODE, 'M');
    const before = await account.open();
    office.server.session = 'session.expired';
    await before?.store.saveRecord({ area: HAMLET, mode: 'door', outcome: 'ok' });
    await before?.engine.syncNow();
    expect((await before?.store.memory())?.problem).toBe('session.expired');
    before?.close();
    office.server.session = 'good';
    await account.enrol(CODE, 'M');
    const after = await account.open();
    expect((await after?.store.memory())?.problem).toBeNull();
    await after?.engine.syncNow();
    expect(office.server.ops.size).toBe(1);
    after?.close();
  });
});

describe('hand-over', () => {
  it('signs lines of at most 200 ops and keeps everything', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 203; i += 1) await phone.save({ note: 'Ấp 1 "A"' });
    const file = await writeHandover(phone.store, phone.clock.now);
    const lines = file
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.ops.length)).toEqual([200, 3]);
    for (const { mac, ...rest } of lines) {
      const wanted = createHmac('sha256', Buffer.alloc(32, 9))
        .update(canonical(rest))
        .digest('base64url');
      expect(mac).toBe(wanted);
      expect(rest).toMatchObject({ kind: 'handover', v: 1, device_id: DEVICE_ID });
    }
    expect((await phone.store.queue()).length).toBe(203);
  });

  it('is empty when nothing waits', async () => {
    const phone = await makePhone();
    expect(await writeHandover(phone.store, 0)).toBe('');
  });

  it('writes the canonical form of RFC 8785', () => {
    expect(canonical({ b: [1, null, true], a: { '\u00e9': 'x\n', z: 'Ấ' }, gone: undefined })).toBe(
      '{"a":{"z":"Ấ","é":"x\\n"},"b":[1,null,true]}',
    );
  });
});
