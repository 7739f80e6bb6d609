/**
 * Inviting one person: who, what, where; then the link, the code in groups and the QR.
 * Promises: the form stays as typed when something is wrong; the code is shown once.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { useDesk } from '../context';
import { useEntry } from '../entry';
import { InviteCard } from '../invite/card';
import { type Invite, makeInvite } from '../invite/request';
import { Refused } from '../refused';
import { PostFields, usePost } from './post-fields';
import { peopleWords } from './words';

export function InviteForm({ onMade }: { onMade: () => void }) {
  const { session } = useDesk();
  const w = peopleWords.value;
  const draft = usePost(null);
  const made = useSignal<{ invite: Invite; name: string } | null>(null);
  const entry = useEntry({
    prefix: 'invite',
    blank: { name: '' },
    read({ name }, faults) {
      if (name.trim() === '') faults.name = w.needName;
      return { name: name.trim(), ...draft.read(faults) };
    },
    send: (input) => makeInvite(session.transport, input),
    onTaken(invite, { name }) {
      made.value = { invite, name };
      onMade();
    },
  });

  if (made.value)
    return (
      <InviteCard
        invite={made.value.invite}
        name={made.value.name}
        tz={session.device.campaign.tz}
        onAnother={() => {
          made.value = null;
          entry.type({ name: '' });
        }}
      />
    );
  return (
    <section class="card stack">
      <h2>{w.invite}</h2>
      <Refused failure={entry.failed} />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void entry.send();
        }}
      >
        <Field {...entry.field('name')} label={w.name} hint={w.nameHint} maxLength={200} />
        <PostFields draft={draft} prefix="invite" wrong={entry.wrong} />
        <Btn kind="main" type="submit" locked={entry.busy}>
          {entry.busy ? w.busy : w.submit}
        </Btn>
      </form>
    </section>
  );
}
