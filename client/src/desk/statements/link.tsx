/** A link with which somebody of the unit states by themselves: an invite of the role reporter. */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { useDesk } from '../context';
import { InviteCard } from '../invite/card';
import { type Invite, makeInvite } from '../invite/request';
import { Refused } from '../refused';
import type { Unit } from './wire';
import { statementWords } from './words';

export function LinkCard({ unit }: { unit: Unit }) {
  const desk = useDesk();
  const w = statementWords.value.link;
  const name = useSignal(unit.profile.contactName);
  const wrong = useSignal<string | null>(null);
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const made = useSignal<{ invite: Invite; name: string } | null>(null);
  const make = async () => {
    const wanted = name.value.trim();
    wrong.value = wanted === '' ? w.needName : null;
    if (wrong.value) document.getElementById('link-name')?.focus();
    if (wrong.value || busy.value) return;
    busy.value = true;
    failed.value = null;
    const reply = await makeInvite(desk.session.transport, {
      name: wanted,
      role: 'reporter',
      organisation: unit.code,
      area: unit.area ?? desk.root()?.code ?? null,
      hamlet: null,
    });
    busy.value = false;
    if (reply.ok) made.value = { invite: reply.value, name: wanted };
    else failed.value = reply.error;
  };
  if (made.value)
    return (
      <InviteCard
        invite={made.value.invite}
        name={made.value.name}
        tz={desk.session.device.campaign.tz}
        onAnother={() => {
          made.value = null;
          name.value = '';
        }}
      />
    );
  return (
    <section class="card stack">
      <h2>{w.title}</h2>
      <p class="sm muted">{w.text}</p>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field
          id="link-name"
          label={w.name}
          hint={w.nameHint}
          value={name.value}
          maxLength={200}
          error={wrong.value}
          onInput={(text) => {
            name.value = text;
          }}
        />
        <Refused failure={failed.value} />
        <div>
          <Btn icon="qr" type="submit" locked={busy.value}>
            {busy.value ? w.busy : w.make}
          </Btn>
        </div>
      </form>
    </section>
  );
}
