/** The tokens that there are: for what, what they open, when last used; and closing one. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { fullDay } from '../../ui/format';
import type { IconName } from '../../ui/icon';
import { Empty, State, type StateKind } from '../../ui/marks';
import { useDesk } from '../context';
import { Refused } from '../refused';
import { when } from '../when';
import { revokeToken, type TokenRow } from './wire';
import { tokenWords } from './words';

const signs: Record<TokenRow['state'], [StateKind, IconName]> = {
  active: ['ok', 'check'],
  expired: ['late', 'clock'],
  revoked: ['none', 'lock'],
};

export function TokenList(props: { rows: readonly TokenRow[]; onChange: () => void }) {
  const { session, me } = useDesk();
  const words = tokenWords.value;
  const w = words.list;
  const { tz } = session.device.campaign;
  const asked = useSignal<TokenRow | null>(null);
  const busy = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  const done = useSignal<string | null>(null);
  const admin = (me.value?.person.role ?? session.device.person.role) === 'admin';
  const day = (instant: string) => fullDay(dayOf(instant, tz));
  const revoke = async (row: TokenRow) => {
    busy.value = true;
    const reply = await revokeToken(session.transport, row.id);
    busy.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (!reply.ok) return;
    asked.value = null;
    done.value = words.revoke.done(row.name);
    props.onChange();
  };
  const { rows } = props;
  if (rows.length === 0)
    return (
      <section class="card">
        <Empty icon="lock" title={w.none} text={w.noneText} />
      </section>
    );
  return (
    <section class="card card-flush">
      <div class="card-head">
        <h2>{w.title(rows.length)}</h2>
      </div>
      <div class="programs-said">
        <Refused failure={failed.value} />
        <div role="status">{done.value ? <Said kind="ok">{done.value}</Said> : null}</div>
      </div>
      <ul class="rows programs" aria-label={w.caption}>
        {rows.map((row) => (
          <li key={row.id} class="program" data-token-row={row.id}>
            <div>
              <b class="row-title">{row.name}</b>
              <span class="row-sub">
                {row.scope ?? w.whole} · {row.rights.map((one) => words.short[one]).join(', ')}
              </span>
              <span class="row-sub">
                {row.usedAt === null ? w.never : w.used(when(row.usedAt, tz, true))} ·{' '}
                {w.until(day(row.expiresAt))}
              </span>
              <span class="row-sub">
                {row.by === null
                  ? w.byServer(day(row.createdAt))
                  : w.by(row.by, day(row.createdAt))}
              </span>
            </div>
            <div class="program-state">
              <State kind={signs[row.state][0]} icon={signs[row.state][1]}>
                {words.states[row.state]}
              </State>
              {row.state === 'active' && (admin || !row.rights.includes('metrics')) ? (
                <Btn
                  kind="quiet"
                  label={words.revoke.of(row.name)}
                  onClick={() => {
                    asked.value = row;
                    done.value = null;
                  }}
                >
                  {words.revoke.act}
                </Btn>
              ) : null}
            </div>
            {asked.value?.id === row.id ? (
              <Sure
                name={row.name}
                busy={busy.value}
                onYes={() => void revoke(row)}
                onNo={() => {
                  asked.value = null;
                }}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The question before a token is closed, in the row that it is about. */
function Sure(props: { name: string; busy: boolean; onYes: () => void; onNo: () => void }) {
  const w = tokenWords.value.revoke;
  return (
    <div class="program-sure stack-2" role="alertdialog" aria-label={w.of(props.name)}>
      <p>{w.sure(props.name)}</p>
      <div class="line">
        <Btn kind="bad" locked={props.busy} onClick={props.onYes}>
          {w.yes}
        </Btn>
        <Btn onClick={props.onNo}>{w.no}</Btn>
      </div>
    </div>
  );
}
