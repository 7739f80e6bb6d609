/**
 * The second factor: set up with a QR code, moved to another phone, new recovery codes, taken away.
 * Rests on the account's routes. Promises: each change asks for the password again, and for a code where there is one;
 * secret and recovery codes are shown once and kept nowhere; nothing counts before a code of the new phone was right.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Field, Said } from '../../ui/fields';
import { Banner, State } from '../../ui/marks';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { useLoaded } from '../load';
import { NotLoaded } from '../refused';
import { when } from '../when';
import { FactorCodes } from './factor-codes';
import { FactorOffered } from './factor-offered';
import type { Offered, Proof } from './wire';
import { offerFactor, readFactor, removeFactor, renewCodes } from './wire';
import { accountWords } from './words';

type Act = 'offer' | 'codes' | 'remove';
const few = 3;

export function FactorCard() {
  const { session, refresh } = useDesk();
  const { transport } = session;
  const w = accountWords.value.factor;
  const loaded = useLoaded('factor', () => readFactor(transport));
  const asking = useSignal<Act | null>(null);
  const offered = useSignal<Offered | null>(null);
  const codes = useSignal<readonly string[] | null>(null);
  const removed = useSignal(false);
  const state = loaded.value;
  const changed = () => {
    asking.value = null;
    loaded.reload();
    void refresh();
  };
  const shown = (made: { recoveryCodes: readonly string[] }) => {
    offered.value = null;
    codes.value = made.recoveryCodes;
    changed();
  };
  const ask = (act: Act) => () => {
    removed.value = false;
    asking.value = act;
  };
  const stop = () => {
    asking.value = null;
  };
  return (
    <section class="card stack" aria-labelledby="factor-card">
      <div class="card-head">
        <h2 id="factor-card">{w.title}</h2>
        {state ? (
          <State kind={state.active ? 'ok' : 'none'} icon={state.active ? 'shield' : 'lock'}>
            {state.active ? w.on : w.off}
          </State>
        ) : null}
      </div>
      <NotLoaded loaded={loaded} />
      <div role="status">{removed.value ? <Said kind="ok">{w.removed}</Said> : null}</div>
      {codes.value ? (
        <FactorCodes
          codes={codes.value}
          onClose={() => {
            codes.value = null;
          }}
        />
      ) : offered.value ? (
        <FactorOffered
          offered={offered.value}
          onTaken={shown}
          onStop={() => {
            offered.value = null;
          }}
        />
      ) : state && asking.value ? (
        <ProofForm
          key={asking.value}
          act={asking.value}
          active={state.active}
          onStop={stop}
          onOffered={(one) => {
            offered.value = one;
            asking.value = null;
          }}
          onCodes={shown}
          onRemoved={() => {
            removed.value = true;
            changed();
          }}
        />
      ) : state ? (
        <>
          {state.required && !state.active ? (
            <Banner kind="wait" icon="alert">
              {w.required}
            </Banner>
          ) : null}
          {state.active ? (
            <>
              <p>
                {state.since === null
                  ? null
                  : w.since(when(state.since, session.device.campaign.tz, true))}
              </p>
              {state.recoveryLeft < few ? (
                <Said kind="wait">{w.left(state.recoveryLeft)}</Said>
              ) : (
                <p class="sm muted">{w.left(state.recoveryLeft)}</p>
              )}
              <div class="line">
                <Btn icon="phone" onClick={ask('offer')}>
                  {w.move}
                </Btn>
                <Btn icon="copy" onClick={ask('codes')}>
                  {w.renew}
                </Btn>
                <Btn kind="bad" onClick={ask('remove')}>
                  {w.remove}
                </Btn>
              </div>
            </>
          ) : (
            <>
              <p>{w.why}</p>
              <div>
                <Btn kind="main" icon="shield" onClick={ask('offer')}>
                  {w.begin}
                </Btn>
              </div>
            </>
          )}
        </>
      ) : null}
    </section>
  );
}

function ProofForm(props: {
  act: Act;
  active: boolean;
  onStop: () => void;
  onOffered: (offered: Offered) => void;
  onCodes: (made: { recoveryCodes: readonly string[] }) => void;
  onRemoved: () => void;
}) {
  const { transport } = useDesk().session;
  const w = accountWords.value.factor;
  const { act, active } = props;
  const read = (typed: { password: string; code: string }, faults: Record<string, string>) => {
    if (typed.password === '') faults.password = w.needPassword;
    else if (active && typed.code.trim() === '') faults.code = w.needCode;
    return { password: typed.password, factorCode: active ? typed.code.trim() : null };
  };
  const blank = { password: '', code: '' };
  const entry = useEntry({
    prefix: 'factor',
    blank,
    read,
    async send(proof: Proof) {
      if (act === 'offer') {
        const reply = await offerFactor(transport, proof);
        return reply.ok ? { ok: true as const, value: () => props.onOffered(reply.value) } : reply;
      }
      if (act === 'codes') {
        const reply = await renewCodes(transport, proof);
        return reply.ok ? { ok: true as const, value: () => props.onCodes(reply.value) } : reply;
      }
      const reply = await removeFactor(transport, proof);
      return reply.ok ? { ok: true as const, value: props.onRemoved } : reply;
    },
    onTaken(next: () => void) {
      entry.type(blank);
      next();
    },
  });
  return (
    <EntryForm
      entry={entry}
      submit={{ text: w.submit[act], kind: act === 'remove' ? 'bad' : 'main' }}
      beside={<Btn onClick={props.onStop}>{w.cancel}</Btn>}
    >
      <p>{w.what[act]}</p>
      <Field
        {...entry.field('password')}
        label={w.password}
        secret
        autoComplete="current-password"
      />
      {active ? (
        <Field
          {...entry.field('code')}
          label={w.code}
          hint={w.codeHint}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          maxLength={64}
        />
      ) : null}
    </EntryForm>
  );
}
