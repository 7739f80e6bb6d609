/**
 * 19 in its first form: invite a person. Who, what, where; then the link, the code in groups and the QR.
 * Promises: the form stays as typed when something is wrong; the code is shown once.
 */
import { useSignal } from '@preact/signals';
import { foldText } from '../../core/text';
import type { Area, Organisation, Role } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { Field, Search } from '../../ui/fields';
import { Banner } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { InviteCard } from '../invite/card';
import { type Invite, invitable, makeInvite } from '../invite/request';
import { type Option, Select } from '../select';
import { peopleWords } from './words';

const collator = new Intl.Collator('vi', { numeric: true });

/** Areas in tree order: root, then each commune followed by its hamlets when asked for. */
function areaOptions(areas: readonly Area[], hamletsOf: string | null): Option[] {
  const codes = new Set(areas.map((area) => area.code));
  const sorted = [...areas].sort((a, b) => collator.compare(a.name, b.name));
  if (hamletsOf !== null) {
    return sorted
      .filter((area) => area.parent === hamletsOf)
      .map((area) => ({ value: area.code, text: area.name }));
  }
  const roots = sorted.filter((area) => area.parent === null || !codes.has(area.parent));
  const communes = sorted.filter((area) => roots.some((root) => root.code === area.parent));
  return [...roots, ...communes].map((area) => ({ value: area.code, text: area.name }));
}

export function organisationOptions(
  organisations: readonly Organisation[],
  typed: string,
): Option[] {
  const wanted = foldText(typed);
  return organisations
    .filter(
      (one) => one.takesMembers !== false && (wanted === '' || foldText(one.name).includes(wanted)),
    )
    .sort((a, b) => collator.compare(a.name, b.name))
    .map((one) => ({ value: one.code, text: one.name }));
}

export function PeopleApp(_: { at: string }) {
  const desk = useDesk();
  const { session, directory, me } = desk;
  const w = peopleWords.value;
  const name = useSignal('');
  const role = useSignal<Role>('volunteer');
  const organisation = useSignal('');
  const typed = useSignal('');
  const area = useSignal('');
  const hamlet = useSignal('');
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<string | null>(null);
  const busy = useSignal(false);
  const made = useSignal<{ invite: Invite; name: string } | null>(null);

  const roles = invitable(me.value?.person.role ?? session.device.person.role);
  const areas = directory.value?.areas ?? [];
  const organisations = organisationOptions(directory.value?.organisations ?? [], typed.value);
  const hamlets = area.value ? areaOptions(areas, area.value) : [];
  const freeRole = role.value === 'district' || role.value === 'admin';

  const send = async () => {
    const missing: Record<string, string> = {};
    if (name.value.trim() === '') missing.name = w.needName;
    if (!freeRole && organisation.value === '') missing.organisation = w.needOrganisation;
    if (!freeRole && area.value === '') missing.area = w.needArea;
    wrong.value = missing;
    failed.value = null;
    const first = Object.keys(missing)[0];
    if (first) {
      document.getElementById(`invite-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const reply = await makeInvite(session.transport, {
      name: name.value.trim(),
      role: role.value,
      organisation: organisation.value || null,
      area: area.value || null,
      hamlet: hamlet.value || null,
    });
    busy.value = false;
    if (reply.ok) made.value = { invite: reply.value, name: name.value.trim() };
    else failed.value = reply.error.code;
  };

  return (
    <DeskFrame title={w.title}>
      <div class="cols">
        <section class="card c6 stack">
          <h2>{w.invite}</h2>
          {failed.value ? (
            <Banner kind="bad" icon="alert" now>
              {trouble(failed.value).title}
              <p>{trouble(failed.value).text}</p>
            </Banner>
          ) : null}
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
            <Select
              id="invite-role"
              label={w.role}
              value={role.value}
              empty={w.choose}
              options={roles.map((one) => ({ value: one, text: factWords.value.roles[one] }))}
              onChoose={(value) => {
                role.value = (value || 'volunteer') as Role;
              }}
            />
            <div class="stack-2">
              <Search
                label={w.organisationSearch}
                value={typed.value}
                onInput={(text) => {
                  typed.value = text;
                  const found = organisationOptions(directory.value?.organisations ?? [], text);
                  const only = found[0];
                  if (text.trim() && only && found.length === 1) organisation.value = only.value;
                }}
              />
              <Select
                id="invite-organisation"
                label={w.organisation}
                value={organisation.value}
                empty={w.choose}
                options={organisations}
                error={wrong.value.organisation ?? null}
                onChoose={(value) => {
                  organisation.value = value;
                }}
              />
            </div>
            <div class="form-grid">
              <Select
                id="invite-area"
                label={w.area}
                value={area.value}
                empty={w.choose}
                options={areaOptions(areas, null)}
                error={wrong.value.area ?? null}
                onChoose={(value) => {
                  area.value = value;
                  hamlet.value = '';
                }}
              />
              {hamlets.length ? (
                <Select
                  id="invite-hamlet"
                  label={w.hamlet}
                  value={hamlet.value}
                  empty={w.noHamlet}
                  options={hamlets}
                  onChoose={(value) => {
                    hamlet.value = value;
                  }}
                />
              ) : null}
            </div>
            <Btn kind="main" type="submit" locked={busy.value}>
              {busy.value ? w.busy : w.submit}
            </Btn>
          </form>
        </section>
        {made.value ? (
          <InviteCard
            invite={made.value.invite}
            name={made.value.name}
            tz={session.device.campaign.tz}
            onAnother={() => {
              made.value = null;
              name.value = '';
            }}
          />
        ) : null}
      </div>
    </DeskFrame>
  );
}
