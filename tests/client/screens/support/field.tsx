/** The volunteer's app in a page of its own: real store, real form, an engine that a test drives. */
import { signal } from '@preact/signals';
import { cleanup, render } from '@testing-library/preact';
import { createSource, type Source } from '../../../../client/src/core/observable';
import { FieldApp, loadRest } from '../../../../client/src/field/app';
import { type Field, openField } from '../../../../client/src/field/context';
import type { Engine, EngineStatus, PassResult } from '../../../../client/src/sync/contract';
import { engineLater } from '../../../../client/src/sync/later';
import { go, startRouter } from '../../../../client/src/ui/router';
import { makePhone, type Phone } from '../../support/phone';

export const calm: EngineStatus = {
  online: true,
  sending: false,
  waiting: 0,
  lastAnswerAt: null,
  nextTryAt: null,
  clockError: null,
  problem: null,
};

export interface Screens {
  readonly phone: Phone;
  readonly field: Field;
  readonly status: Source<EngineStatus>;
  readonly signedOut: () => number;
  /** Closes the page and opens the phone again, as after a kill. */
  kill(at?: string): Promise<Screens>;
}

async function mount(phone: Phone, at: string, pass: () => Promise<PassResult>): Promise<Screens> {
  const status = createSource<EngineStatus>(calm);
  let out = 0;
  const engine: Engine = { status, syncNow: pass, stop: () => {} };
  const later = engineLater();
  later.attach(engine);
  const stopRouter = startRouter();
  go(at, { replace: true });
  const field = await openField({
    store: phone.store,
    engine: later,
    now: () => phone.clock.now,
    host: {
      version: '1.0.0',
      updateReady: signal(false),
      applyUpdate: () => {},
      offerInstall: signal(null),
      askReceipt: async () => ({ ok: false, error: { code: 'transport.offline' } }),
      notify: () => Promise.reject(new Error('no server in this test')),
      writeHandover: async () => '',
      signOut: async () => {
        out += 1;
      },
    },
  });
  loadRest();
  render(<FieldApp field={field} />);
  return {
    phone,
    field,
    status,
    signedOut: () => out,
    async kill(next = '/') {
      await field.visit.settled();
      cleanup();
      field.stop();
      stopRouter();
      return await mount(await phone.reopen(), next, pass);
    },
  };
}

/** Opens the app at an address; `pass` answers "Gửi ngay". */
export async function openScreens(
  at = '/',
  options: { phone?: Phone; pass?: () => Promise<PassResult> } = {},
): Promise<Screens> {
  const phone = options.phone ?? (await makePhone());
  const done: PassResult = { outcome: 'done', answered: 0, problem: null, retryAfter: null };
  return await mount(phone, at, options.pass ?? (async () => done));
}
