/**
 * Seats that are taken, changed and left. Loaded with what talks to the server.
 *
 * Promises: a key is non-extractable from the first moment; who comes in again keeps the key of today's numbers.
 */
import { decodeBase64url } from '../core/base64url';
import type { Now } from '../core/clock';
import { uuidv7 } from '../core/ids';
import type { Device } from '../core/types';
import type { Connection } from './database';
import type { DevicesSchema, SeatKeys } from './devices';

type Seating = Connection<DevicesSchema>;

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

function tagging(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ ...HMAC, length: 256 }, false, ['sign']);
}

export async function installId(db: Seating, now: Now): Promise<string> {
  return await db.write(['settings'], async (tx) => {
    const settings = tx.objectStore('settings');
    const known = await settings.get('installId');
    if (known !== undefined) return known;
    const made = uuidv7(now());
    await settings.put(made, 'installId');
    return made;
  });
}

export async function choose(db: Seating, deviceId: string | null): Promise<void> {
  await db.write(['settings'], async (tx) => {
    if (deviceId === null) await tx.objectStore('settings').delete('current');
    else await tx.objectStore('settings').put(deviceId, 'current');
  });
}

function signing(key: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', decodeBase64url(key), HMAC, false, ['sign']);
}

export async function add(db: Seating, device: Device, handoverKey: string): Promise<void> {
  const known = await db.run((handle) => handle.get('devices', device.deviceId));
  const keys: SeatKeys = {
    handoverKey: await signing(handoverKey),
    // Kept over a re-enrolment: today's tags must still be found.
    indexKey: known?.indexKey ?? (await tagging()),
  };
  await db.write(['devices', 'settings'], async (tx) => {
    await tx.objectStore('devices').put({ ...device, ...keys });
    await tx.objectStore('settings').put(device.deviceId, 'current');
  });
}

export async function update(
  db: Seating,
  deviceId: string,
  change: Partial<Omit<Device, 'deviceId'>>,
  handoverKey?: string | null,
): Promise<void> {
  const key = handoverKey ? { handoverKey: await signing(handoverKey) } : {};
  await db.write(['devices'], async (tx) => {
    const devices = tx.objectStore('devices');
    const found = await devices.get(deviceId);
    if (found) await devices.put({ ...found, ...change, ...key, deviceId });
  });
}

export async function restore(
  db: Seating,
  devices: readonly Device[],
  installId: string,
  current: string | null,
): Promise<void> {
  const rows = await Promise.all(
    devices.map(async (device) => ({ ...device, handoverKey: null, indexKey: await tagging() })),
  );
  await db.write(['devices', 'settings'], async (tx) => {
    // Another tab was quicker, or somebody has come in.
    if ((await tx.objectStore('devices').count()) > 0) return;
    for (const row of rows) await tx.objectStore('devices').put(row);
    await tx.objectStore('settings').put(installId, 'installId');
    if (current !== null) await tx.objectStore('settings').put(current, 'current');
  });
}
