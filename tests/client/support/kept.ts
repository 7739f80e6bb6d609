/** Cache Storage in memory for the copy beside IndexedDB, and a browser that throws its databases away. */
import { openSeats } from '../../../client/src/store/devices';
import { keepSeats, takeSeatsBack } from '../../../client/src/store/kept-seats';
import { freshBrowser, type Phone } from './phone';
import { MemoryCaches } from './worker';

const ALL = new Set(['queued', 'records', 'directory'] as const);

/** Caches of its own for a test; `put` may be made to fail. */
export class Caches extends MemoryCaches {
  full = false;
  override async open(name: string) {
    if (this.full) throw new DOMException('no room', 'QuotaExceededError');
    return await super.open(name);
  }
}

export function useCaches(): Caches {
  const made = new Caches();
  Object.assign(globalThis, { caches: made });
  return made;
}

/** What a start and each change do. */
export async function keep(phone: Phone): Promise<void> {
  await phone.store.copyAside(ALL);
  const seats = await openSeats();
  await keepSeats(seats);
  seats.close();
}

/** The browser throws all databases away, and the app is opened again. */
export async function wipe(phone: Phone): Promise<Phone> {
  phone.store.close();
  freshBrowser();
  const seats = await openSeats();
  const back = await takeSeatsBack(seats);
  seats.close();
  if (!back) throw new Error('nobody is back');
  return await phone.reopen();
}

/** Every text that lies in the caches. */
export async function textsIn(made: MemoryCaches): Promise<string[]> {
  const found = [...made.all.values()].flatMap((cache) => [...cache.kept.values()]);
  return await Promise.all(found.map((response) => response.clone().text()));
}
