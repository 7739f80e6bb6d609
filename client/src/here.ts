/** What the parts of the composition root share: who is at this phone, and what is open for them. */
import type { Device } from './core/types';
import type { Store } from './store/contract';
import type { Seats } from './store/devices';
import type { Session } from './sync/account';

export type AppKind = 'enrol' | 'signIn' | 'people' | 'lock' | 'desk' | 'counter' | 'field';

export interface Here {
  readonly seats: Seats;
  device: Device | null;
  store: Store | null;
  /** The way to the server, once it was asked for. */
  session: Promise<Session> | null;
  /** The code of an invite that was opened and not yet redeemed. */
  invite: string | null;
  locked: boolean;
  /** Opens the seat in use and goes to an address. */
  enter(at: string): Promise<void>;
}
