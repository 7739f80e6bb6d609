/** What somebody is to do and where: the fields that inviting and moving share. */
import { type Signal, useSignal } from '@preact/signals';
import type { Role } from '../../core/types';
import { factWords } from '../../ui/facts';
import { Search } from '../../ui/fields';
import { useDesk } from '../context';
import { invitable } from '../invite/request';
import { Select } from '../select';
import { areaChoices, organisationChoices } from './choices';
import type { PostInput } from './wire';
import { peopleWords } from './words';

export interface PostDraft {
  readonly role: Signal<Role>;
  readonly organisation: Signal<string>;
  readonly area: Signal<string>;
  readonly hamlet: Signal<string>;
  read(faults: Record<string, string>): PostInput;
}

export function usePost(start: PostInput | null): PostDraft {
  const role = useSignal<Role>(start?.role ?? 'volunteer');
  const organisation = useSignal(start?.organisation ?? '');
  const area = useSignal(start?.area ?? '');
  const hamlet = useSignal(start?.hamlet ?? '');
  return {
    role,
    organisation,
    area,
    hamlet,
    read(faults) {
      const w = peopleWords.value;
      const free = role.value === 'district' || role.value === 'admin';
      if (!free && organisation.value === '') faults.organisation = w.needOrganisation;
      if (!free && area.value === '') faults.area = w.needArea;
      return {
        role: role.value,
        organisation: organisation.value || null,
        area: area.value || null,
        hamlet: hamlet.value || null,
      };
    },
  };
}

export function PostFields(props: {
  draft: PostDraft;
  prefix: string;
  wrong: Readonly<Record<string, string>>;
}) {
  const { session, directory, me } = useDesk();
  const w = peopleWords.value;
  const typed = useSignal('');
  const { role, organisation, area, hamlet } = props.draft;
  const { prefix, wrong } = props;
  const roles = invitable(me.value?.person.role ?? session.device.person.role);
  const areas = directory.value?.areas ?? [];
  const all = directory.value?.organisations ?? [];
  const hamlets = area.value ? areaChoices(areas, area.value) : [];
  return (
    <>
      <Select
        id={`${prefix}-role`}
        label={w.role}
        value={role.value}
        options={roles.map((one) => ({ value: one, text: factWords.value.roles[one] }))}
        onChoose={(value) => {
          role.value = value as Role;
        }}
      />
      <div class="stack-2">
        <Search
          label={w.organisationSearch}
          value={typed.value}
          onInput={(text) => {
            typed.value = text;
            const found = organisationChoices(all, text);
            const only = found[0];
            if (text.trim() && only && found.length === 1) organisation.value = only.value;
          }}
        />
        <Select
          id={`${prefix}-organisation`}
          label={w.organisation}
          value={organisation.value}
          empty={w.choose}
          options={organisationChoices(all, typed.value)}
          error={wrong.organisation ?? null}
          onChoose={(value) => {
            organisation.value = value;
          }}
        />
      </div>
      <div class="form-grid">
        <Select
          id={`${prefix}-area`}
          label={w.area}
          value={area.value}
          empty={w.choose}
          options={areaChoices(areas, null)}
          error={wrong.area ?? null}
          onChoose={(value) => {
            area.value = value;
            hamlet.value = '';
          }}
        />
        {hamlets.length ? (
          <Select
            id={`${prefix}-hamlet`}
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
    </>
  );
}
