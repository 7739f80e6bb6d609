/**
 * One device: what it last said, and revoking it, which is told before it is done.
 * Promises: nothing that was logged is taken away.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { count } from '../../ui/format';
import { Banner, State } from '../../ui/marks';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { when } from '../when';
import { trailHref } from './address';
import { type DeviceRow, stateMarks } from './device-state';
import { revokeDevice } from './wire';
import { adminWords } from './words';

export function DeviceCard(props: { row: DeviceRow; onRevoked: () => void; onClose: () => void }) {
  const { session } = useDesk();
  const w = adminWords.value.devices;
  const { device, state, unit, place } = props.row;
  const { tz } = session.device.campaign;
  const asking = useSignal(false);
  const busy = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    head.current?.scrollIntoView({ block: 'nearest' });
    head.current?.focus({ preventScroll: true });
  }, []);
  const revoke = async () => {
    if (busy.value) return;
    busy.value = true;
    failed.value = null;
    const reply = await revokeDevice(session.transport, device.id);
    busy.value = false;
    if (reply.ok) props.onRevoked();
    else failed.value = reply.error;
  };
  const at = (instant: string | null) => (instant ? when(instant, tz, true) : '–');
  return (
    <section class="card stack device-card" aria-label={device.person.name}>
      <div class="card-head">
        <h2 ref={head} class="acted" tabIndex={-1}>
          {device.person.name}
        </h2>
        <Btn kind="quiet" onClick={props.onClose}>
          {adminWords.value.close}
        </Btn>
      </div>
      <div>
        <State {...stateMarks[state]}>{w.states[state]}</State>
      </div>
      {state === 'replaced' ? (
        <Banner kind="late" icon="alert">
          {w.replacedText}
        </Banner>
      ) : null}
      <div class="facts-2">
        <Kv
          facts={[
            { term: w.device, value: device.name || w.unnamed },
            {
              term: w.unit,
              value: [factWords.value.roles[device.membership.role], unit, place]
                .filter(Boolean)
                .join(', '),
            },
            { term: w.version, value: device.app ?? '–' },
            { term: w.made, value: device.nextN === null ? '–' : count(device.nextN - 1) },
          ]}
        />
        <Kv
          facts={[
            { term: w.enrolled, value: at(device.enrolledAt) },
            { term: w.seen, value: at(device.lastSeenAt) },
            { term: w.synced, value: at(device.syncedAt) },
            device.replacedAt ? { term: w.replacedAt, value: at(device.replacedAt) } : null,
            device.revokedAt ? { term: w.revokedAt, value: at(device.revokedAt) } : null,
          ]}
        />
      </div>
      <Refused failure={failed.value} />
      {asking.value ? (
        <div class="stack card-line">
          <p>{w.revokeText}</p>
          {device.id === session.device.deviceId ? (
            <Banner kind="bad" icon="alert">
              {w.revokeOwn}
            </Banner>
          ) : null}
          <div class="line">
            <Btn kind="bad" icon="lock" locked={busy.value} onClick={() => void revoke()}>
              {w.revoke}
            </Btn>
            <Btn
              onClick={() => {
                asking.value = false;
              }}
            >
              {adminWords.value.cancel}
            </Btn>
          </div>
        </div>
      ) : (
        <div class="line">
          {device.revokedAt === null ? (
            <Btn
              icon="lock"
              onClick={() => {
                asking.value = true;
              }}
            >
              {w.revoke}
            </Btn>
          ) : null}
          <Btn kind="quiet" icon="list" href={trailHref({ subject: device.id })}>
            {w.trail}
          </Btn>
        </div>
      )}
    </section>
  );
}
