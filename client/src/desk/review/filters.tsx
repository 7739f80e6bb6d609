/** What the list of records is narrowed to, and where and when the other two parts look. */
import { nameOf } from '../../ui/language';
import { go, query } from '../../ui/router';
import { useDesk } from '../context';
import { areaOptions, byName } from '../places';
import { DayField, Select } from '../select';
import { hrefOf, readFilter, states, type Tab } from './address';
import type { RecordFilter } from './wire';
import { reviewWords } from './words';

/** The filter in the address, and how it is changed: in place, so that "back" leaves the list. */
export function useFilter(tab: Tab) {
  const filter = readFilter(query.value);
  const set = (change: Partial<RecordFilter>) =>
    go(hrefOf(tab, { ...filter, ...change }), { replace: true });
  return { filter, set };
}

type Props = { filter: RecordFilter; set: (change: Partial<RecordFilter>) => void };

/** Place and days. */
export function WhereAndWhen({ filter, set }: Props) {
  const desk = useDesk();
  const w = reviewWords.value.filter;
  return (
    <>
      <Select
        label={w.area}
        value={filter.area}
        empty={w.everywhere}
        options={areaOptions(desk, true)}
        onChoose={(area) => set({ area })}
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
    </>
  );
}

export function RecordFilters({ filter, set }: Props) {
  const desk = useDesk();
  const w = reviewWords.value.filter;
  const { organisations = [], modes = [], outcomes = [] } = desk.directory.value ?? {};
  const more = filter.organisation || filter.mode || filter.outcome;
  return (
    <form
      class="card stack no-print"
      aria-label={w.label}
      onSubmit={(event) => event.preventDefault()}
    >
      <div class="form-grid">
        <WhereAndWhen filter={filter} set={set} />
        <Select
          label={w.state}
          value={filter.state}
          options={states.map((state) => ({ value: state, text: w.states[state] }))}
          onChoose={(state) => set({ state: state as RecordFilter['state'] })}
        />
      </div>
      <details open={Boolean(more)}>
        <summary>{w.more}</summary>
        <div class="form-grid">
          <Select
            label={w.organisation}
            value={filter.organisation}
            empty={w.anyOrganisation}
            options={[...organisations]
              .sort(byName)
              .map((unit) => ({ value: unit.code, text: unit.name }))}
            onChoose={(organisation) => set({ organisation })}
          />
          <Select
            label={w.mode}
            value={filter.mode}
            empty={w.anyMode}
            options={modes.map((one) => ({ value: one.code, text: nameOf(one) }))}
            onChoose={(mode) => set({ mode })}
          />
          <Select
            label={w.outcome}
            value={filter.outcome}
            empty={w.anyOutcome}
            options={outcomes.map((one) => ({ value: one.code, text: nameOf(one) }))}
            onChoose={(outcome) => set({ outcome })}
          />
        </div>
      </details>
    </form>
  );
}
