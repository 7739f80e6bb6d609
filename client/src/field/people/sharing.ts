/**
 * A shared phone as main uses it: the screens of its people, each with what they need.
 *
 * Rests on seats, locks and stores. Promises: of another person's store the length of the queue is read,
 * nothing else, and it is closed at once.
 */
import { computed, signal } from '@preact/signals';
import { type ComponentChild, h } from 'preact';
import type { Device } from '../../core/types';
import type { Seats } from '../../store/devices';
import type { Locks } from '../../store/locks';
import { openStore } from '../../store/store';
import type { Session } from '../../sync/account';
import type { EngineStatus } from '../../sync/contract';
import { PeopleApp, type Seated } from './app';
import { LockApp } from './lock';
import { onPhone } from './turn';

export interface Sharing {
  hasPin(deviceId: string): Promise<boolean>;
  hasLeft(deviceId: string): Promise<boolean>;
  signOut(deviceId: string): Promise<void>;
  renew(deviceId: string): Promise<void>;
  people(
    current: string | null,
    take: (deviceId: string) => Promise<void>,
  ): Promise<ComponentChild>;
  lock(
    device: Device,
    session: Promise<Session>,
    onOpen: () => Promise<void>,
  ): Promise<ComponentChild>;
}

const unknown: Pick<EngineStatus, 'online' | 'sending' | 'waiting' | 'problem'> = {
  online: false,
  sending: false,
  waiting: null,
  problem: null,
};

/** null when the store does not open: that of one person must not hold up the others. */
async function waitingIn(deviceId: string, seats: Seats): Promise<number | null> {
  try {
    const store = await openStore(deviceId, { seats });
    try {
      return (await store.queue()).length;
    } finally {
      store.close();
    }
  } catch {
    return null;
  }
}

export function openSharing(seats: Seats, locks: Locks): Sharing {
  return {
    hasPin: async (deviceId) => (await locks.state(deviceId)).pin,
    hasLeft: async (deviceId) => (await locks.state(deviceId)).signedOut,
    signOut: (deviceId) => locks.signOut(deviceId),
    renew: (deviceId) => locks.renew(deviceId),
    async people(current, take) {
      const seated: Seated[] = [];
      for (const device of (await seats.list()).filter(onPhone)) {
        const { signedOut } = await locks.state(device.deviceId);
        seated.push({ device, signedOut, waiting: await waitingIn(device.deviceId, seats) });
      }
      return h(PeopleApp, { seated, current, onChoose: (deviceId) => void take(deviceId) });
    },
    async lock(device, session, onOpen) {
      const { pin, waitMs } = await locks.state(device.deviceId);
      const waiting = await waitingIn(device.deviceId, seats);
      const status = signal<Pick<EngineStatus, keyof typeof unknown>>({ ...unknown, waiting });
      void session.then(
        ({ engine }) =>
          engine.status.subscribe((value) => {
            // The engine counts anew; until then what was counted here stands.
            status.value = { ...value, waiting: value.waiting ?? status.value.waiting };
          }),
        // Offline before the worker has the files: the lock opens all the same.
        () => undefined,
      );
      const view = computed(() => {
        const { online, sending, waiting, problem } = status.value;
        return {
          sending,
          waiting,
          online: online || problem?.startsWith('transport.') !== true,
          blocked: problem !== null && /^(session|person|device|campaign)\./.test(problem),
        };
      });
      return h(LockApp, { device, locks, has: pin, waitMs, view, onOpen: () => void onOpen() });
    },
  };
}
