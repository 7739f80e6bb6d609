/**
 * The volunteer's app, put together: the form over the store, and what its later pages ask of the rest.
 *
 * A part of the composition root, loaded to draw the form; its steps and the pages behind it come right after.
 */
import { computed, type ReadonlySignal } from '@preact/signals';
import { type ComponentChild, h } from 'preact';
import { FieldApp, loadRest } from './field/app';
import { type Field, openField, type PhoneHost } from './field/context';
import type { Here } from './here';
import type { Store } from './store/contract';
import { engineLater } from './sync/later';

export { loadRest };

/** What the page has heard of its browser. */
export interface Heard {
  /** A new version waits. */
  readonly update: ReadonlySignal<boolean>;
  readonly offerInstall: PhoneHost['offerInstall'];
}

const ways = () => import('./ways');

export async function openVolunteer(here: Here, store: Store, heard: Heard): Promise<Field> {
  const host: PhoneHost = {
    version: __GOCUA_APP__,
    updateReady: computed(() => heard.update.value && !field.visit.open()),
    applyUpdate: () => void import('./worker/bridge').then((bridge) => bridge.applyUpdate()),
    offerInstall: heard.offerInstall,
    askReceipt: async (day) => (await ways()).askReceipt(here, day),
    notify: async () => (await ways()).notifyOf(here),
    writeHandover: async () => (await ways()).writeHandover(store),
    signOut: async () => (await ways()).signOut(here),
  };
  const field = await openField({ store, engine: engineLater(), host, now: Date.now });
  return field;
}

export function volunteerView(field: Field): ComponentChild {
  return h(FieldApp, { field });
}
