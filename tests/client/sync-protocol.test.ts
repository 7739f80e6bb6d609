import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Op } from '../../client/src/core/types';
import * as wire from '../../client/src/sync/protocol';
import { createTransport } from '../../client/src/sync/transport';
import { FakeServer } from './support/fake-server';

interface Shape {
  name: string;
  phone: Op;
  wire: Record<string, unknown>;
}

const shapes = JSON.parse(
  readFileSync(new URL('../vectors/ops.json', import.meta.url), 'utf8'),
) as Shape[];

describe('ops', () => {
  it.each(shapes.map((shape) => [shape.name, shape] as const))(
    '%s has its wire shape',
    (_, shape) => {
      expect(wire.opToWire(shape.phone)).toEqual(shape.wire);
    },
  );

  it('are measured in bytes of UTF-8', () => {
    const [shape] = shapes;
    if (!shape) throw new Error('no vectors');
    expect(wire.wireSize(shape.phone)).toBe(Buffer.byteLength(JSON.stringify(shape.wire)));
  });
});

function transportOn(answer: (path: string, init: RequestInit) => Response | Promise<Response>) {
  return createTransport({
    deviceId: null,
    app: '1',
    language: 'en',
    fetch: async (input, init) => await answer(String(input), init ?? {}),
  });
}

const ENROLMENT = {
  device_id: 'd1',
  person: { id: 'p1', name: 'Sáu', role: 'volunteer', extra: 1 },
  campaign: {
    code: 'c',
    name: 'C',
    starts_on: '2021-08-17',
    ends_on: '2021-09-30',
    tz: 'Asia/Ho_Chi_Minh',
  },
  seal_key: { id: 1, public: 'AA' },
  handover_key: 'AA',
  limits: { max_ops: 200, max_bytes: 262144, max_op_bytes: 8192 },
};

describe('answers', () => {
  const server = new FakeServer();

  it('of enrolment become a seat', async () => {
    const sent: unknown[] = [];
    const transport = transportOn((path, init) => {
      sent.push(
        path,
        JSON.parse(String(init.body)),
        new Headers(init.headers).get('Accept-Language'),
      );
      return server.json({ ...ENROLMENT, something_new: true }, 201);
    });
    const reply = await transport.enrol({ code: 'X', deviceName: 'May', installId: 'i' });
    expect(reply).toMatchObject({
      ok: true,
      value: {
        deviceId: 'd1',
        limits: { maxOps: 200 },
        campaign: { startsOn: '2021-08-17' },
        presetHamlet: null,
      },
    });
    expect(sent).toEqual([
      '/api/v1/enrol',
      { code: 'X', device_name: 'May', install_id: 'i', transport: 'cookie' },
      'en',
    ]);
  });

  it('of enrolment tell what an older phone had not sent', async () => {
    const old = {
      device_id: 'd0',
      name: 'Máy cũ',
      waiting: 3,
      seen_at: '2021-08-18T10:42:00.000Z',
    };
    const told = transportOn(() => server.json({ ...ENROLMENT, unsent_elsewhere: [old] }, 201));
    const asked = { code: 'X', deviceName: 'May', installId: 'i' };
    const oldPhones = [{ deviceId: 'd0', name: 'Máy cũ', waiting: 3, seenAt: old.seen_at }];
    expect(await told.enrol(asked)).toMatchObject({ ok: true, value: { oldPhones } });
    const silent = transportOn(() => server.json(ENROLMENT, 201));
    expect(await silent.enrol(asked)).toMatchObject({ ok: true, value: { oldPhones: [] } });
  });

  it('with a field missing are not trusted', async () => {
    const { seal_key: _left, ...rest } = ENROLMENT;
    const transport = transportOn(() => server.json(rest, 201));
    expect(await transport.enrol({ code: 'X', deviceName: 'M', installId: 'i' })).toMatchObject({
      ok: false,
      error: { code: 'transport.garbled' },
    });
  });

  it('that are errors carry code, message, fields and the wait', async () => {
    const transport = transportOn(() =>
      server.json(
        { error: { code: 'form.invalid', message: 'Sai', details: { username: ['required'] } } },
        429,
        { 'Retry-After': '30' },
      ),
    );
    expect(
      await transport.signIn({ username: '', password: '', deviceName: 'M', installId: 'i' }),
    ).toEqual({
      ok: false,
      error: {
        code: 'form.invalid',
        status: 429,
        retryAfter: 30,
        message: 'Sai',
        details: { username: ['required'] },
      },
    });
  });

  it('that ask for a campaign bring the list to choose from', async () => {
    const campaigns = [{ code: 'a', name: 'Đợt một' }];
    const transport = transportOn(() =>
      server.json({ error: { code: 'campaign.choose', details: { campaigns } } }, 409),
    );
    const reply = await transport.signIn({
      username: 'u',
      password: 'p',
      deviceName: 'M',
      installId: 'i',
    });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'campaign.choose', choices: campaigns },
    });
  });

  it('of the directory become lists, English names where they are', async () => {
    const body = {
      areas: [{ code: '806', name: 'Huyện', parent: null, type: 'huyện', level: 0 }],
      closed_areas: [{ code: '1', name: 'Cũ', parent: '806', type: 'xã' }],
      organisations: [{ code: 'o', name: 'Đoàn', parent: null, takes_members: false }],
      outcomes: [
        { code: 'ok', name: 'Đã cài', name_en: 'Installed', group: 'success', no_household: false },
      ],
      modes: [{ code: 'door', name: 'Gõ cửa', name_en: 'Door' }],
      steps: [{ code: '1', name: 'Chào hỏi' }],
      help: [{ code: 'store.android', name: 'android', kind: 'store', text: 'play' }],
      consent: { id: 'c', text: 'Đồng ý' },
      app: { name: 'Bluezone', android: 'play' },
      map: [{ code: '28108', name: 'Cần Đước', col: 2, row: 1 }],
    };
    const transport = transportOn(() => server.json(body, 200, { ETag: '"d"' }));
    expect(await transport.directory(null)).toMatchObject({
      ok: true,
      value: {
        etag: '"d"',
        directory: {
          closedAreas: [{ code: '1' }],
          organisations: [{ takesMembers: false }],
          outcomes: [{ nameEn: 'Installed', noHousehold: false }],
          modes: [{ nameEn: 'Door' }],
          appName: 'Bluezone',
          map: [{ code: '28108', col: 2, row: 1 }],
        },
      },
    });
  });

  it('of a pull with a row that is no row are refused whole', () => {
    const bad = { rows: [{ kind: 'record', seq: 1 }], cursor: 'c', more: false };
    expect(v.safeParse(wire.pullAnswer, bad).success).toBe(false);
    const later = { rows: [{ kind: 'tide', seq: 1 }], cursor: 'c', more: false };
    expect(v.parse(wire.pullAnswer, later)).toEqual({ rows: [], cursor: 'c', more: false });
  });

  it('of results without an op_id name no op', () => {
    const answer = {
      batch_id: 'b',
      seq: 1,
      server_now: 'x',
      results: [{ index: 0, op_id: null, status: 'quarantined', code: 'op.malformed' }],
    };
    expect(v.parse(wire.pushAnswer, answer).results).toEqual([]);
  });
});

describe('totals', () => {
  const figures = {
    records: 3,
    assists: 2,
    unique: null,
    unchecked: null,
    unique_in_use: null,
    outcomes: { ok: 2 },
    smartphones: { value: 115894, as_of: '2021-08-16', source: 'UBND huyện', estimate: false },
    population: null,
    households: null,
    official: { installed: 35921, as_of: '2021-08-16', source: 'UBND huyện' },
    target: null,
    expected_by_now: null,
  };
  const body = {
    seq: 9,
    by: 'commune',
    rows: [{ code: '28135', name: 'Xã Mỹ Lệ', ...figures }],
    total: figures,
    freshness: { devices: 1, synced_24h: 1, waiting_on_phones: 0, oldest_unsent_at: null },
  };

  it('are read, and not sent again when nothing changed', async () => {
    const server = new FakeServer();
    const asked: (string | null)[] = [];
    const transport = transportOn((path, init) => {
      const etag = new Headers(init.headers).get('If-None-Match');
      asked.push(path, etag);
      if (etag) return new Response(null, { status: 304, headers: { Gocua: '1' } });
      return server.json(body, 200, { ETag: '"t1"' });
    });
    const first = await transport.totals({ by: 'commune', within: '806' });
    expect(first).toMatchObject({
      ok: true,
      value: {
        seq: 9,
        rows: [{ code: '28135', smartphones: { value: 115894, asOf: '2021-08-16' } }],
        total: { official: { installed: 35921 }, unique: null },
        freshness: { synced24h: 1 },
      },
    });
    expect(await transport.totals({ by: 'commune', within: '806' })).toEqual(first);
    const path = '/api/v1/totals?by=commune&within=806';
    expect(asked).toEqual([path, null, path, '"t1"']);
  });
});
