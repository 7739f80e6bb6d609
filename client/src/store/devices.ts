/**
 * The seats on this phone: who is enrolled, which one is in use, their keys.
 *
 * A small database of its own, so that one person's store can be opened, upgraded or
 * dropped without touching another's. Keys are non-extractable from the first moment.
 */
import type { DBSchema } from 'idb';
import { decodeBase64url } from '../core/base64url';
import { uuidv7 } from '../core/ids';
import type { Device } from '../core/types';
import { type Connection, connect } from './database';

interface DeviceRow extends Device {
  readonly handoverKey: CryptoKey;
  readonly indexKey: CryptoKey;
}

interface DevicesSchema extends DBSchema {
  devices: { key: string; value: DeviceRow };
  settings: { key: string; value: string };
}

export interface SeatKeys {
  readonly handoverKey: CryptoKey;
  readonly indexKey: CryptoKey;
}

export interface Seats {
  /** Made once for this browser; the server knows a re-enrolment by it. */
  installId(): Promise<string>;
  list(): Promise<readonly Device[]>;
  /** The seat in use, or null when nobody is enrolled or chosen. */
  current(): Promise<Device | null>;
  choose(deviceId: string | null): Promise<void>;
  /** Adds or renews a seat and chooses it. `handoverKey` is base64url of its bytes. */
  add(device: Device, handoverKey: string): Promise<void>;
  /** Fields that the server may change later: keys, limits, campaign dates. */
  update(deviceId: string, change: Partial<Omit<Device, 'deviceId'>>): Promise<void>;
  get(deviceId: string): Promise<(Device & SeatKeys) | null>;
  remove(deviceId: string): Promise<void>;
  close(): void;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

function plain(row: DeviceRow): Device {
  const { handoverKey: _handover, indexKey: _index, ...device } = row;
  return device;
}

/** Rejects with StoreError. */
export async function openSeats(now: () => number = Date.now): Promise<Seats> {
  const db: Connection<DevicesSchema> = await connect<DevicesSchema>({
    name: 'gocua-devices',
    version: 1,
    upgrade(upgrading, oldVersion) {
      if (oldVersion < 1) {
        upgrading.createObjectStore('devices', { keyPath: 'deviceId' });
        upgrading.createObjectStore('settings');
      }
    },
  });
  const row = (deviceId: string) => db.run((handle) => handle.get('devices', deviceId));

  return {
    installId: () =>
      db.write(['settings'], async (tx) => {
        const settings = tx.objectStore('settings');
        const known = await settings.get('installId');
        if (known !== undefined) return known;
        const made = uuidv7(now());
        await settings.put(made, 'installId');
        return made;
      }),
    list: async () => (await db.run((handle) => handle.getAll('devices'))).map(plain),
    async current() {
      const chosen = await db.run((handle) => handle.get('settings', 'current'));
      const found = chosen === undefined ? undefined : await row(chosen);
      return found ? plain(found) : null;
    },
    choose: (deviceId) =>
      db.write(['settings'], async (tx) => {
        if (deviceId === null) await tx.objectStore('settings').delete('current');
        else await tx.objectStore('settings').put(deviceId, 'current');
      }),
    async add(device, handoverKey) {
      const known = await row(device.deviceId);
      const keys: SeatKeys = {
        handoverKey: await crypto.subtle.importKey(
          'raw',
          decodeBase64url(handoverKey),
          HMAC,
          false,
          ['sign'],
        ),
        // Kept over a re-enrolment: today's tags must still be found.
        indexKey:
          known?.indexKey ??
          (await crypto.subtle.generateKey({ ...HMAC, length: 256 }, false, ['sign'])),
      };
      await db.write(['devices', 'settings'], async (tx) => {
        await tx.objectStore('devices').put({ ...device, ...keys });
        await tx.objectStore('settings').put(device.deviceId, 'current');
      });
    },
    update: (deviceId, change) =>
      db.write(['devices'], async (tx) => {
        const devices = tx.objectStore('devices');
        const found = await devices.get(deviceId);
        if (found) await devices.put({ ...found, ...change, deviceId });
      }),
    get: async (deviceId) => (await row(deviceId)) ?? null,
    remove: (deviceId) =>
      db.write(['devices', 'settings'], async (tx) => {
        await tx.objectStore('devices').delete(deviceId);
        const settings = tx.objectStore('settings');
        if ((await settings.get('current')) === deviceId) await settings.delete('current');
      }),
    close: () => db.close(),
  };
}
