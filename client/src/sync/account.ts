/**
 * Who is at this phone: enrolment, sign-in, and the running parts of a seat.
 *
 * A seat's queue belongs to its person: changing the seat keeps it, and nobody else
 * sends it. Signing out keeps everything that has not been sent.
 */
import { instantOf } from '../core/day';
import { readInvite } from '../core/invite';
import type { Device } from '../core/types';
import type { Contact, Store } from '../store/contract';
import { openSeats, type Seats } from '../store/devices';
import { openStore } from '../store/store';
import type { Engine, Enrolment, Reply, Transport, TransportFailure } from './contract';
import { createEngine } from './engine';
import { createSchedule, type Surroundings } from './schedule';
import { type Channel, createTransport, type Fetch } from './transport';

export interface Session {
  readonly device: Device;
  readonly store: Store;
  readonly transport: Transport & Channel;
  readonly engine: Engine;
  close(): void;
}

export interface Account {
  /** Everyone enrolled on this phone. */
  seats(): Promise<readonly Device[]>;
  /**
   * The seat in use, opened; null when there is none. Rejects with StoreError.
   * A page that has opened the seat's store already hands it over.
   */
  open(given?: Store): Promise<Session | null>;
  /** `invite` is a link or a typed code; `invite.unknown` when it cannot be one. */
  enrol(invite: string, deviceName: string): Reply<Device>;
  signIn(input: {
    username: string;
    password: string;
    deviceName: string;
    campaign?: string;
    factorCode?: string;
  }): Reply<Device>;
  /** Another person's turn on this phone; null for the sign-in screen. */
  choose(deviceId: string | null): Promise<void>;
  /** Ends the session on the server when it can be reached; the queue stays here. */
  signOut(session: Session): Promise<void>;
}

export interface AccountOptions {
  readonly app: string;
  readonly language: 'vi' | 'en';
  readonly around: Surroundings;
  readonly fetch?: Fetch;
  /** Given when the caller has them open already. */
  readonly seats?: Seats;
}

/** Rejects with StoreError. */
export async function openAccount(options: AccountOptions): Promise<Account> {
  const { around, app, language } = options;
  const { now } = around;
  const seats: Seats = options.seats ?? (await openSeats(now));
  const base = { app, language, now, ...(options.fetch ? { fetch: options.fetch } : {}) };

  async function join(
    ask: (transport: Transport, installId: string) => Reply<Enrolment>,
  ): Reply<Device> {
    const contacts: Contact[] = [];
    const transport = createTransport({
      ...base,
      deviceId: null,
      onContact: async (contact) => {
        contacts.push(contact);
      },
    });
    const reply = await ask(transport, await seats.installId());
    if (!reply.ok) return reply;
    const { handoverKey, ...rest } = reply.value;
    const device: Device = { ...rest, enrolledAt: instantOf(now()) };
    try {
      await seats.add(device, handoverKey);
      const store = await openStore(device.deviceId, { now, seats });
      const [contact] = contacts;
      if (contact) await store.rememberContact(contact);
      await store.saveLimits(device.limits);
      await store.remember({ problem: null });
      store.close();
    } catch {
      // The invite may be redeemed again for 24 hours from this phone.
      const error: TransportFailure = { code: 'store.unavailable', status: null, retryAfter: null };
      return { ok: false, error };
    }
    return { ok: true, value: device };
  }

  return {
    seats: () => seats.list(),
    async open(given) {
      const device = given?.device ?? (await seats.current());
      if (!device) return null;
      const store = given ?? (await openStore(device.deviceId, { now, seats }));
      const transport = createTransport({
        ...base,
        deviceId: device.deviceId,
        onContact: (contact) => store.rememberContact(contact),
      });
      const engine = createEngine({
        store,
        transport,
        schedule: createSchedule(device.deviceId, around),
        now,
      });
      return {
        device,
        store,
        transport,
        engine,
        close() {
          engine.stop();
          store.close();
        },
      };
    },
    async enrol(invite, deviceName) {
      const code = readInvite(invite);
      if (!code) {
        return { ok: false, error: { code: 'invite.unknown', status: null, retryAfter: null } };
      }
      return await join((transport, installId) => transport.enrol({ code, deviceName, installId }));
    },
    signIn: (input) => join((transport, installId) => transport.signIn({ ...input, installId })),
    choose: (deviceId) => seats.choose(deviceId),
    async signOut(session) {
      await session.transport.signOut();
      session.close();
      await seats.choose(null);
    },
  };
}
