/**
 * One person: a new phone, another place, a phone locked, an end. Each act says beforehand what it does.
 * Promises: nothing that was logged is taken away by any of them.
 */
import { useSignal } from '@preact/signals';
import type { Result } from '../../core/result';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { useDesk } from '../context';
import { InviteCard } from '../invite/card';
import type { Invite } from '../invite/request';
import { Refused } from '../refused';
import type { PeopleRow } from './health';
import { PostFields, usePost } from './post-fields';
import {
  letGo,
  movePerson,
  newPhone,
  resetFactor,
  resume,
  revokeDevice,
  suspend,
  withdrawInvite,
} from './wire';
import { peopleWords } from './words';

type Act = 'move' | 'revoke' | 'suspend' | 'leave' | 'withdraw' | 'factor';

export function PersonCard(props: {
  row: PeopleRow;
  onChange: (gone: boolean) => void;
  onClose: () => void;
}) {
  const { session } = useDesk();
  const w = peopleWords.value;
  const { row } = props;
  const asking = useSignal<Act | null>(null);
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const done = useSignal<string | null>(null);
  const made = useSignal<Invite | null>(null);
  const { transport } = session;
  const inUse = row.devices.filter((one) => one.revokedAt === null);

  const run = async (
    act: () => Promise<Result<unknown, TransportFailure>>,
    said: string,
    gone = false,
  ) => {
    if (busy.value) return;
    busy.value = true;
    failed.value = null;
    const reply = await act();
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    asking.value = null;
    done.value = said;
    props.onChange(gone);
  };
  const phone = async () => {
    if (busy.value || !row.person) return;
    busy.value = true;
    failed.value = null;
    const reply = await newPhone(transport, row.person.id);
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    made.value = reply.value;
    props.onChange(false);
  };
  const revokeAll = async (): Promise<Result<unknown, TransportFailure>> => {
    for (const one of inUse) {
      const reply = await revokeDevice(transport, one.id);
      if (!reply.ok) return reply;
    }
    return { ok: true, value: null };
  };

  if (made.value)
    return (
      <InviteCard
        invite={made.value}
        name={row.name}
        tz={session.device.campaign.tz}
        onAnother={props.onClose}
      />
    );
  const ask = (act: Act) => () => {
    done.value = null;
    asking.value = act;
  };
  const confirm = (act: Exclude<Act, 'move'>) => {
    const acts = {
      revoke: () => run(revokeAll, w.acts.revoked),
      suspend: () => run(() => suspend(transport, row.key), w.acts.suspended),
      factor: () => run(() => resetFactor(transport, row.key), w.acts.factorDone),
      leave: () => run(() => letGo(transport, row.key), w.acts.left, true),
      withdraw: () =>
        run(() => withdrawInvite(transport, row.invite?.id ?? ''), w.acts.withdrawn, true),
    };
    return (
      <div class="stack card-line">
        <p>{w.acts.what[act]}</p>
        <div class="line">
          <Btn kind="bad" locked={busy.value} onClick={() => void acts[act]()}>
            {w.acts[act]}
          </Btn>
          <Btn
            onClick={() => {
              asking.value = null;
            }}
          >
            {w.acts.cancel}
          </Btn>
        </div>
      </div>
    );
  };
  const now = asking.value;
  return (
    <section class="card stack" aria-label={row.name}>
      <div class="card-head">
        <h2>{row.name}</h2>
        <Btn kind="quiet" onClick={props.onClose}>
          {w.acts.close}
        </Btn>
      </div>
      <Refused failure={failed.value} />
      <div role="status">{done.value ? <Said kind="ok">{done.value}</Said> : null}</div>
      <div class="line">
        {row.person ? (
          <>
            <Btn icon="phone" locked={busy.value} onClick={() => void phone()}>
              {w.acts.phone}
            </Btn>
            <Btn icon="map" onClick={ask('move')}>
              {w.acts.move}
            </Btn>
            {inUse.length ? (
              <Btn icon="lock" onClick={ask('revoke')}>
                {w.acts.revoke}
              </Btn>
            ) : null}
            {row.person.suspendedAt === null ? (
              <Btn icon="no" onClick={ask('suspend')}>
                {w.acts.suspend}
              </Btn>
            ) : (
              <Btn
                icon="check"
                locked={busy.value}
                onClick={() => void run(() => resume(transport, row.key), w.acts.resumed)}
              >
                {w.acts.resume}
              </Btn>
            )}
            {row.person.factor && row.key !== session.device.person.id ? (
              <Btn icon="shield" onClick={ask('factor')}>
                {w.acts.factor}
              </Btn>
            ) : null}
            <Btn kind="bad" onClick={ask('leave')}>
              {w.acts.leave}
            </Btn>
          </>
        ) : (
          <Btn kind="bad" onClick={ask('withdraw')}>
            {w.acts.withdraw}
          </Btn>
        )}
      </div>
      {row.person ? <p class="sm muted">{w.acts.phoneText}</p> : null}
      {now === 'move' && row.person ? (
        <MoveForm
          start={row.person.membership}
          busy={busy.value}
          onMove={(post) => void run(() => movePerson(transport, row.key, post), w.acts.moved)}
        />
      ) : null}
      {now !== null && now !== 'move' ? confirm(now) : null}
    </section>
  );
}

function MoveForm(props: {
  start: Parameters<typeof movePerson>[2];
  busy: boolean;
  onMove: (post: Parameters<typeof movePerson>[2]) => void;
}) {
  const w = peopleWords.value;
  const draft = usePost(props.start);
  const wrong = useSignal<Record<string, string>>({});
  return (
    <form
      class="stack card-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const faults: Record<string, string> = {};
        const post = draft.read(faults);
        wrong.value = faults;
        if (Object.keys(faults).length === 0) props.onMove(post);
      }}
    >
      <p class="sm muted">{w.acts.moveText}</p>
      <PostFields draft={draft} prefix="move" wrong={wrong.value} />
      <div>
        <Btn kind="main" type="submit" locked={props.busy}>
          {w.acts.move}
        </Btn>
      </div>
    </form>
  );
}
