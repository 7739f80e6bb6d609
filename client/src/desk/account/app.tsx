/**
 * One's own account: the password, the second factor, and the devices that are signed in under one's name.
 * Whoever has yet to set up the second factor that the role needs sees nothing else than what is needed for that.
 */

import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { listDevices } from '../people/wire';
import { Waiting } from '../waiting';
import { OwnDevices } from './devices';
import { FactorCard } from './factor';
import { PasswordForm } from './password';
import { accountWords } from './words';
import '../../ui/css/factor.css';
import '../../ui/css/programs.css';

export function AccountApp(_: { at: string }) {
  const { me } = useDesk();
  return me.value?.owesFactor ? <FactorFirst /> : <Account />;
}

function FactorFirst() {
  const w = accountWords.value;
  return (
    <DeskFrame title={w.title} lead={w.owed}>
      <div class="cols cols-free">
        <div class="c8 stack-4">
          <FactorCard />
        </div>
        <div class="c4 stack-4">
          <PasswordForm />
        </div>
      </div>
    </DeskFrame>
  );
}

function Account() {
  const { session } = useDesk();
  const w = accountWords.value;
  const { value, problem, reload } = useLoaded('devices', () => listDevices(session.transport));
  // staff get those of the people that they look after, too
  const own = value?.filter((one) => one.person === session.device.person.id) ?? null;
  return (
    <DeskFrame title={w.title} lead={w.lead} problem={problem}>
      <div class="cols cols-free">
        <div class="c8 stack-4">
          <FactorCard />
          {own ? <OwnDevices rows={own} onChange={reload} /> : <Waiting problem={problem} />}
        </div>
        <div class="c4 stack-4">
          <PasswordForm />
        </div>
      </div>
    </DeskFrame>
  );
}
