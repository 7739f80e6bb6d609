/** Whom, what and when the trail is asked for; the address holds it. */
import { go } from '../../ui/router';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { byName } from '../places';
import { DayField, type Option, Select } from '../select';
import { trailHref } from './address';
import { listStaff, type TrailFilter, type TrailLine } from './wire';
import { adminWords } from './words';

/** A group and below it each of its acts, in the order of the groups. */
export function actOptions(w: {
  groups: Readonly<Record<string, string>>;
  acts: Readonly<Record<string, string>>;
  allOf: (group: string) => string;
}): Option[] {
  const acts = Object.entries(w.acts);
  const grouped = Object.entries(w.groups).flatMap(([group, name]): Option[] => {
    const own = acts.filter(([act]) => act.startsWith(`${group}.`));
    const options = own.map(([act, text]) => ({ value: act, text: `${name}: ${text}` }));
    return own.length > 1 ? [{ value: group, text: w.allOf(name) }, ...options] : options;
  });
  const known = new Set(grouped.map((one) => one.value));
  const rest = acts.filter(([act]) => !known.has(act));
  return [...grouped, ...rest.map(([value, text]) => ({ value, text }))];
}

export function TrailFilters({
  filter,
  seen,
}: {
  filter: TrailFilter;
  seen: readonly TrailLine[];
}) {
  const { session } = useDesk();
  const w = adminWords.value.trail;
  const staff = useLoaded('staff', () => listStaff(session.transport));
  const set = (change: Partial<TrailFilter>) =>
    go(trailHref({ ...filter, ...change }), { replace: true });
  // Whoever stands in the lines can be chosen too: a volunteer who came in, somebody who has left.
  const people = new Map((staff.value ?? []).map((one) => [one.id, one.name]));
  for (const { actor } of seen) if (actor) people.set(actor.id, actor.name);
  if (filter.person && filter.person !== 'gocua' && !people.has(filter.person))
    people.set(filter.person, filter.person);
  const named = [...people].map(([id, name]) => ({ id, name })).sort(byName);
  const act = actOptions(w);
  if (filter.act && !act.some((one) => one.value === filter.act))
    act.push({ value: filter.act, text: filter.act });
  return (
    <form
      class="card stack no-print"
      aria-label={w.filterLabel}
      onSubmit={(event) => event.preventDefault()}
    >
      <div class="form-grid">
        <Select
          label={w.person}
          value={filter.person}
          empty={w.everybody}
          options={[
            { value: 'gocua', text: w.command },
            ...named.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChoose={(person) => set({ person })}
        />
        <Select
          label={w.act}
          value={filter.act}
          empty={w.anyAct}
          options={act}
          onChoose={(chosen) => set({ act: chosen })}
        />
        <DayField
          label={w.since}
          value={filter.since}
          max={filter.until}
          onInput={(since) => set({ since })}
        />
        <DayField
          label={w.until}
          value={filter.until}
          min={filter.since}
          onInput={(until) => set({ until })}
        />
      </div>
    </form>
  );
}
