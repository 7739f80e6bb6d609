/**
 * The seats on this phone: who is enrolled, which one is in use, their keys.
 *
 * A small database of its own, so that one person's store can be opened, upgraded or
 * dropped without touching another's. Keys are non-extractable from the first moment.
 */
import type { DBSchema } from 'idb';
import type { Device } from '../core/types';
import { type Connection, connect } from './database';

export interface SeatKeys {
  /** null on a seat that came back without it, until the next answer of the server. */
  readonly handoverKey: CryptoKey | null;
  readonly indexKey: CryptoKey;
}

type DeviceRow = Device & SeatKeys;

export interface DevicesSchema extends DBSchema {
  devices: { key: string; value: DeviceRow };
  settings: { key: string; value: string };
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
  /**
   * Fields that the server may change later: keys, limits, campaign dates. A hand-over key (base64url) signs from the
   * next opening on.
   */
  update(
    deviceId: string,
    change: Partial<Omit<Device, 'deviceId'>>,
    handoverKey?: string | null,
  ): Promise<void>;
  get(deviceId: string): Promise<(Device & SeatKeys) | null>;
  /** Seats that the browser had thrown away, as they were copied; nothing when there are some. */
  restore(devices: readonly Device[], installId: string, current: string | null): Promise<void>;
  close(): void;
}

/** What is written when somebody comes in, takes a turn or leaves; none of it before a first screen. */
const seating = () => import('./seating');

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
  const list = async () => (await db.run((handle) => handle.getAll('devices'))).map(plain);

  return {
    installId: async () => (await seating()).installId(db, now),
    list,
    async current() {
      const chosen = db.run((handle) => handle.get('settings', 'current'));
      const [all, deviceId] = await Promise.all([list(), chosen]);
      return all.find((one) => one.deviceId === deviceId) ?? null;
    },
    choose: async (deviceId) => (await seating()).choose(db, deviceId),
    add: async (device, handoverKey) => (await seating()).add(db, device, handoverKey),
    update: async (...given) => (await seating()).update(db, ...given),
    get: async (deviceId) => (await db.run((handle) => handle.get('devices', deviceId))) ?? null,
    restore: async (...given) => (await seating()).restore(db, ...given),
    close: () => db.close(),
  };
}
