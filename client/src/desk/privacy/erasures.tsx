/**
 * Requests to erase a number: put down by one person, decided by another.
 * Promises: the number is in the form alone and leaves it when the server has the request; erasing takes two presses.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { Banner, Empty, State, type StateKind } from '../../ui/marks';
import { useDesk } from '../context';
import { usePages } from '../list-pages';
import { ListTrouble } from '../list-trouble';
import { Refused } from '../refused';
import { when } from '../when';
import { askErasure, decideErasure, type Erasure, listErasures, newRequest } from './wire';
import { privacyWords } from './words';

export function ErasuresPart() {
  const { session } = useDesk();
  const w = privacyWords.value.list;
  const list = usePages('erasures', (after) => listErasures(session.transport, after));
  return (
    <>
      <AskForm onAsked={list.reload} />
      <ListTrouble list={list} />
      <section class="card stack" aria-busy={list.busy}>
        <div>
          <h2>{w.title}</h2>
          <p class="src">{w.how}</p>
        </div>
        {list.items === null ? null : list.items.length === 0 ? (
          <Empty icon="shield" title={w.empty} text={w.emptyText} />
        ) : (
          <ul class="rows">
            {list.items.map((one) => (
              <Request key={one.id} request={one} onDecided={list.reload} />
            ))}
          </ul>
        )}
        {list.more ? (
          <div>
            <Btn locked={list.busy} onClick={list.next}>
              {w.more}
            </Btn>
          </div>
        ) : null}
      </section>
    </>
  );
}

function AskForm({ onAsked }: { onAsked: () => void }) {
  const { session } = useDesk();
  const w = privacyWords.value.ask;
  const phone = useSignal('');
  const reason = useSignal('');
  const missing = useSignal<'phone' | 'reason' | null>(null);
  const busy = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  const told = useSignal(false);
  // Kept until the server answers: sent again, it is the same request.
  const request = useSignal<string | null>(null);
  const send = async () => {
    if (busy.value) return;
    missing.value = phone.value.trim() ? (reason.value.trim() ? null : 'reason') : 'phone';
    if (missing.value) {
      document.getElementById(`erase-${missing.value}`)?.focus();
      return;
    }
    request.value ??= newRequest();
    busy.value = true;
    told.value = false;
    const reply = await askErasure(
      session.transport,
      request.value,
      phone.value.trim(),
      reason.value.trim(),
    );
    busy.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (!reply.ok) return;
    request.value = null;
    phone.value = '';
    reason.value = '';
    told.value = true;
    onAsked();
  };
  return (
    <form
      class="card stack no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{w.title}</h2>
      <p class="hint">{w.hint}</p>
      <div class="form-grid">
        <Field
          id="erase-phone"
          label={w.phone}
          value={phone.value}
          kind="tel"
          inputMode="tel"
          maxLength={40}
          error={missing.value === 'phone' ? w.needPhone : null}
          onInput={(text) => {
            phone.value = text;
            request.value = null;
          }}
        />
        <Field
          id="erase-reason"
          label={w.reason}
          value={reason.value}
          hint={w.reasonHint}
          maxLength={280}
          error={missing.value === 'reason' ? w.needReason : null}
          onInput={(text) => {
            reason.value = text;
            request.value = null;
          }}
        />
      </div>
      <Refused failure={failed.value} />
      <div role="status">
        {told.value ? (
          <Banner kind="ok" icon="check2">
            {w.sent}
          </Banner>
        ) : null}
      </div>
      <div>
        <Btn kind="main" type="submit" locked={busy.value}>
          {busy.value ? w.sending : w.send}
        </Btn>
      </div>
    </form>
  );
}

const marks: Record<Erasure['state'], { kind: StateKind; icon: 'clock' | 'check2' | 'no' }> = {
  waiting: { kind: 'wait', icon: 'clock' },
  done: { kind: 'ok', icon: 'check2' },
  refused: { kind: 'none', icon: 'no' },
};

function Request({ request, onDecided }: { request: Erasure; onDecided: () => void }) {
  const { session, me } = useDesk();
  const w = privacyWords.value.list;
  const tz = session.device.campaign.tz;
  const person = me.value?.person ?? session.device.person;
  const busy = useSignal(false);
  const sure = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  useEffect(() => {
    if (!sure.value) return;
    const calm = setTimeout(() => {
      sure.value = false;
    }, 8000);
    return () => clearTimeout(calm);
  }, [sure.value, sure]);
  const decide = async (grant: boolean) => {
    if (busy.value) return;
    busy.value = true;
    const reply = await decideErasure(session.transport, request.id, grant);
    busy.value = false;
    sure.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (reply.ok) onDecided();
  };
  const mark = marks[request.state];
  const open = request.state === 'waiting' && person.role !== 'commune';
  const own = request.askedBy?.id === person.id;
  return (
    <li class="stack-2" data-state={request.state}>
      <div class="line">
        <b>{request.reason || w.nobody}</b>
        <State kind={mark.kind} icon={mark.icon}>
          {w.states[request.state]}
        </State>
      </div>
      <p class="src">
        {w.asked(request.askedBy?.name ?? w.nobody, when(request.askedAt, tz, true))}
        {request.decidedAt
          ? ` · ${w.decided(request.decidedBy?.name ?? w.nobody, when(request.decidedAt, tz, true))}`
          : ''}
      </p>
      {open && own ? <p class="sm">{w.own}</p> : null}
      {open && !own ? (
        <div class="line">
          <Btn
            kind="bad"
            icon="cross"
            locked={busy.value}
            onClick={() => {
              if (sure.value) void decide(true);
              else sure.value = true;
            }}
          >
            {sure.value ? w.sure : w.grant}
          </Btn>
          <Btn locked={busy.value} onClick={() => void decide(false)}>
            {w.refuse}
          </Btn>
        </div>
      ) : null}
      <Refused failure={failed.value} />
    </li>
  );
}
