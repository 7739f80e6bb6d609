/** The devices under one's own name, when each was last used; and revoking one that is lost. */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { State } from '../../ui/marks';
import { useDesk } from '../context';
import { type DeviceRow, revokeDevice } from '../people/wire';
import { Refused } from '../refused';
import { when } from '../when';
import { accountWords } from './words';

export function OwnDevices(props: { rows: readonly DeviceRow[]; onChange: () => void }) {
  const { session } = useDesk();
  const w = accountWords.value.devices;
  const { tz } = session.device.campaign;
  const asked = useSignal<string | null>(null);
  const busy = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  const done = useSignal<string | null>(null);
  const revoke = async (row: DeviceRow) => {
    busy.value = true;
    const reply = await revokeDevice(session.transport, row.id);
    busy.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (!reply.ok) return;
    asked.value = null;
    done.value = w.done(row.name);
    props.onChange();
  };
  return (
    <section class="card card-flush">
      <div class="card-head">
        <h2>{w.title(props.rows.length)}</h2>
      </div>
      <div class="programs-said">
        <Refused failure={failed.value} />
        <div role="status">{done.value ? <Said kind="ok">{done.value}</Said> : null}</div>
      </div>
      <ul class="rows programs" aria-label={w.caption}>
        {props.rows.map((row) => {
          const here = row.id === session.device.deviceId;
          return (
            <li key={row.id} class="program">
              <div>
                <b class="row-title">{row.name}</b>
                <span class="row-sub">
                  {here ? `${w.here} · ` : ''}
                  {row.lastSeenAt === null ? w.never : w.seen(when(row.lastSeenAt, tz, true))}
                </span>
              </div>
              <div class="program-state">
                {row.revokedAt === null ? (
                  <State kind="ok" icon="check">
                    {w.open}
                  </State>
                ) : (
                  <State kind="none" icon="lock">
                    {w.locked}
                  </State>
                )}
                {here || row.revokedAt !== null ? null : (
                  <Btn
                    kind="quiet"
                    label={w.of(row.name)}
                    onClick={() => {
                      asked.value = row.id;
                      done.value = null;
                    }}
                  >
                    {w.lock}
                  </Btn>
                )}
              </div>
              {asked.value === row.id ? (
                <div class="program-sure stack-2" role="alertdialog" aria-label={w.of(row.name)}>
                  <p>{w.sure(row.name)}</p>
                  <div class="line">
                    <Btn kind="bad" locked={busy.value} onClick={() => void revoke(row)}>
                      {w.yes}
                    </Btn>
                    <Btn
                      onClick={() => {
                        asked.value = null;
                      }}
                    >
                      {w.no}
                    </Btn>
                  </div>
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
