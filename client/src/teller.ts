/** The teller's app, put together: taps count before the way to the server is there, as they do without one. */
import { type ComponentChild, h } from 'preact';
import { CounterApp } from './counter/app';
import type { Here } from './here';
import type { Store } from './store/contract';
import type { LaterEngine } from './sync/later';

export function tellerView(here: Here, store: Store, engine: LaterEngine): ComponentChild {
  const others = async () => (await import('./ways')).otherTellers(here);
  return h(CounterApp, { store, engine, others });
}
