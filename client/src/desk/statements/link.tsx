/** A link with which somebody of the unit states by themselves: an invite of the role reporter. */
import { useSignal } from '@preact/signals';
import { Field } from '../../ui/fields';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { InviteCard } from '../invite/card';
import { type Invite, makeInvite } from '../invite/request';
import type { Unit } from './wire';
import { statementWords } from './words';

export function LinkCard({ unit }: { unit: Unit }) {
  const desk = useDesk();
  const w = statementWords.value.link;
  const made = useSignal<{ invite: Invite; name: string } | null>(null);
  const entry = useEntry({
    prefix: 'link',
    blank: { name: unit.profile.contactName },
    read({ name }, faults) {
      if (name.trim() === '') faults.name = w.needName;
      return name.trim();
    },
    send: (name) =>
      makeInvite(desk.session.transport, {
        name,
        role: 'reporter',
        organisation: unit.code,
        area: unit.area ?? desk.root()?.code ?? null,
        hamlet: null,
      }),
    onTaken(invite, name) {
      made.value = { invite, name };
    },
  });
  if (made.value)
    return (
      <InviteCard
        invite={made.value.invite}
        name={made.value.name}
        tz={desk.session.device.campaign.tz}
        onAnother={() => {
          made.value = null;
          entry.type({ name: '' });
        }}
      />
    );
  return (
    <section class="card stack">
      <h2>{w.title}</h2>
      <p class="sm muted">{w.text}</p>
      <EntryForm entry={entry} submit={{ text: entry.busy ? w.busy : w.make, icon: 'qr' }}>
        <Field {...entry.field('name')} label={w.name} hint={w.nameHint} maxLength={200} />
      </EntryForm>
    </section>
  );
}
