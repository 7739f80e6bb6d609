/** A phone for tests: real store on an IndexedDB in memory, real keys, a clock to turn. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { encodeBase64url } from '../../../client/src/core/base64url';
import type { Device, Directory } from '../../../client/src/core/types';
import type { SaveInput, Store } from '../../../client/src/store/contract';
import { openSeats } from '../../../client/src/store/devices';
import { openStore } from '../../../client/src/store/store';
import type { PassResult, Transport } from '../../../client/src/sync/contract';
import { freshPace, type Pace, runPass } from '../../../client/src/sync/pass';
import { type Channel, createTransport } from '../../../client/src/sync/transport';
import { FakeServer } from './fake-server';

export const DEVICE_ID = '01890000-0000-7000-8000-00000000dddd';
export const HAMLET = '28135.01';

export const DIRECTORY: Directory = {
  areas: [
    { code: '806', name: 'Huyện Cần Đước', parent: null, type: 'huyện' },
    { code: '28135', name: 'Xã Mỹ Lệ', parent: '806', type: 'xã' },
    { code: HAMLET, name: 'Ấp Rạch Đào', parent: '28135', type: 'ấp' },
  ],
  organisations: [],
  outcomes: [
    { code: 'ok_installed_used', name: 'Đã cài xong', group: 'success', noHousehold: false },
    {
      code: 'ok_installed_nophone',
      name: 'Đã cài, chưa khai',
      group: 'partial',
      noHousehold: false,
    },
    { code: 'owner_absent', name: 'Chủ máy đi vắng', group: 'revisit', noHousehold: false },
    { code: 'not_accessible', name: 'Chưa vào được', group: 'revisit', noHousehold: true },
    { code: 'storage_full', name: 'Máy đầy bộ nhớ', group: 'blocked', noHousehold: false },
    { code: 'refused_other', name: 'Không đồng ý', group: 'refused', noHousehold: false },
  ],
  modes: [{ code: 'door', name: 'Gõ cửa' }],
  steps: [],
  help: [],
  consent: { id: 'phone-2021-1', text: 'Ghi số điện thoại để không đếm trùng' },
};

export interface Phone {
  readonly store: Store;
  readonly server: FakeServer;
  readonly transport: Transport & Channel;
  readonly pace: Pace;
  readonly keys: CryptoKeyPair;
  readonly clock: { now: number };
  pass(): Promise<PassResult>;
  save(input?: Partial<SaveInput>): Promise<string>;
  opIds(): Promise<string[]>;
  /** The same database opened again, as after a crash. */
  reopen(): Promise<Phone>;
}

export function freshBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
}

export async function makeSealKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ]);
}

export async function deviceWith(keys: CryptoKeyPair, server: FakeServer): Promise<Device> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  return {
    deviceId: DEVICE_ID,
    person: { id: server.person, name: 'Nguyễn Thị Sáu', role: 'volunteer' },
    campaign: {
      code: 'can-duoc-bluezone-2021',
      name: 'Bluezone Cần Đước',
      startsOn: '2021-08-17',
      endsOn: '2021-09-30',
      tz: 'Asia/Ho_Chi_Minh',
    },
    sealKey: { id: 7, public: encodeBase64url(raw) },
    limits: { maxOps: 200, maxBytes: 262_144, maxOpBytes: 8192 },
    presetHamlet: HAMLET,
    enrolledAt: '2021-08-18T00:00:00.000Z',
  };
}

async function open(
  server: FakeServer,
  clock: { now: number },
  keys: CryptoKeyPair,
): Promise<Phone> {
  const now = (): number => clock.now;
  const store = await openStore(DEVICE_ID, { now });
  const transport = createTransport({
    deviceId: DEVICE_ID,
    app: '1.0.0',
    language: 'vi',
    fetch: server.fetch,
    now,
    onContact: (contact) => store.rememberContact(contact),
  });
  const pace = freshPace();
  return {
    store,
    server,
    transport,
    pace,
    keys,
    clock,
    pass: () => runPass({ store, transport, pace, now, beat: () => {}, stale: () => false }),
    async save(input = {}) {
      const saved = await store.saveRecord({
        area: HAMLET,
        mode: 'door',
        outcome: 'ok_installed_used',
        ...input,
      });
      if (!saved.ok) throw new Error(saved.error.code);
      clock.now += 1000;
      return saved.value.recordId;
    },
    opIds: async () => (await store.nextOps(10_000)).map((op) => op.opId),
    async reopen() {
      store.close();
      return await open(server, clock, keys);
    },
  };
}

/** A browser of its own, one person enrolled, the directory there. */
export async function makePhone(server: FakeServer = new FakeServer()): Promise<Phone> {
  freshBrowser();
  const clock = { now: server.now };
  const keys = await makeSealKeys();
  const seats = await openSeats(() => clock.now);
  await seats.add(await deviceWith(keys, server), encodeBase64url(new Uint8Array(32).fill(9)));
  seats.close();
  const phone = await open(server, clock, keys);
  await phone.store.saveDirectory(DIRECTORY, '"d1"');
  return phone;
}
