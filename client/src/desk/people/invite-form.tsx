/**
 * Inviting one person: who, what, where; then the link, the code in groups and the QR.
 * Promises: the form stays as typed when something is wrong; the code is shown once.
 */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { useDesk } from '../context';
import { InviteCard } from '../invite/card';
import { type Invite, makeInvite } from '../invite/request';
import { Refused } from '../refused';
import { PostFields, usePost } from './post-fields';
import { peopleWords } from './words';

export function InviteForm({ onMade }: { onMade: () => void }) {
  const { session } = useDesk();
  const w = peopleWords.value;
  const name = useSignal('');
  const draft = usePost(null);
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const made = useSignal<{ invite: Invite; name: string } | null>(null);

  const send = async () => {
    if (busy.value) return;
    const faults: Record<string, string> = {};
    if (name.value.trim() === '') faults.name = w.needName;
    const post = draft.read(faults);
    wrong.value = faults;
    failed.value = null;
    const first = Object.keys(faults)[0];
    if (first) {
      document.getElementById(`invite-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const reply = await makeInvite(session.transport, { name: name.value.trim(), ...post });
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    made.value = { invite: reply.value, name: name.value.trim() };
    onMade();
  };

  if (made.value)
    return (
      <InviteCard
        invite={made.value.invite}
        name={made.value.name}
        tz={session.device.campaign.tz}
        onAnother={() => {
          made.value = null;
          name.value = '';
        }}
      />
    );
  return (
    <section class="card stack">
      <h2>{w.invite}</h2>
      <Refused failure={failed.value} />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field
          id="invite-name"
          label={w.name}
          hint={w.nameHint}
          value={name.value}
          maxLength={200}
          error={wrong.value.name ?? null}
          onInput={(text) => {
            name.value = text;
          }}
        />
        <PostFields draft={draft} prefix="invite" wrong={wrong.value} />
        <Btn kind="main" type="submit" locked={busy.value}>
          {busy.value ? w.busy : w.submit}
        </Btn>
      </form>
    </section>
  );
}
