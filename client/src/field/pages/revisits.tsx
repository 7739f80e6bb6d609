/**
 * 06: houses to come back to, by hamlet, then by day. The volunteer's own words help to find the house.
 *
 * Rests on the store's revisits (a day is set, no later record of the house). Promises: a tap starts the
 * next record of that house; a phone half done is finished in its own record.
 */
import { useSignal } from '@preact/signals';
import { daysBetween } from '../../core/day';
import type { FieldRecord } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { capital, namedDay } from '../../ui/format';
import { nameOf } from '../../ui/language';
import { Empty, Sample, State } from '../../ui/marks';
import { go } from '../../ui/router';
import { GroupHead, Rows } from '../../ui/rows';
import { type Field, useField } from '../context';
import { Actions } from '../foot';
import { stepTo } from '../history';
import { Screen } from '../shell';
import { pageWords } from './words';

type House = { key: string; first: FieldRecord; records: FieldRecord[]; day: string };

/** Appointments joined to houses: the earliest day leads. */
export function housesOf(records: readonly FieldRecord[]): House[] {
  const houses = new Map<string, House>();
  for (const record of records) {
    if (record.revisitOn === null) continue;
    const key = record.household ?? record.recordId;
    const house = houses.get(key);
    if (!house) houses.set(key, { key, first: record, records: [record], day: record.revisitOn });
    else {
      house.records.push(record);
      if (record.revisitOn < house.day) {
        house.day = record.revisitOn;
        house.first = record;
      }
    }
  }
  return [...houses.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** Starts the visit to a house: a half-done phone is corrected, anything else is a new record. */
function visitHouse(field: Field, house: House): void {
  const record = house.first;
  const outcome = field.outcome(record.outcome);
  if (outcome?.group === 'partial' || record.household === null) {
    go(`/so/${record.recordId}`);
    return;
  }
  field.visit.visitAgain(record, house.records.length);
  stepTo(null);
}

export function RevisitsScreen() {
  const field = useField();
  const { revisits, today, areas, device } = field;
  const w = pageWords.value;
  const filter = useSignal<'due' | 'coming' | 'all'>('due');
  const known = revisits.value;
  const houses = housesOf(known ?? []);
  const due = houses.filter((house) => house.day <= today.value);
  const coming = houses.filter((house) => house.day > today.value);
  const shown = filter.value === 'due' ? due : filter.value === 'coming' ? coming : houses;
  const groups = new Map<string, House[]>();
  for (const house of shown) {
    const area = house.first.area;
    groups.set(area, [...(groups.get(area) ?? []), house]);
  }
  const next = shown[0];

  if (known === null) {
    return (
      <Screen title={w.revisits.title} tab="revisits">
        <div class="block late" aria-hidden="true" />
      </Screen>
    );
  }
  return (
    <Screen
      title={w.revisits.title}
      aside={<span class="muted sm">{w.revisits.houses(houses.length)}</span>}
      tab="revisits"
      actions={
        next ? (
          <Actions slim>
            <Btn kind="main" size="big" icon="house" onClick={() => visitHouse(field, next)}>
              {w.revisits.first}
            </Btn>
          </Actions>
        ) : undefined
      }
    >
      <Seg
        label={w.revisits.filter}
        choices={[
          { value: 'due', text: w.revisits.due(due.length) },
          { value: 'coming', text: w.revisits.coming(coming.length) },
          { value: 'all', text: w.revisits.all },
        ]}
        value={filter.value}
        onChoose={(value) => {
          filter.value = value;
        }}
      />
      {houses.length === 0 ? (
        <Empty icon="revisit" title={w.revisits.empty} text={w.revisits.emptyText} />
      ) : shown.length === 0 ? (
        <Empty icon="revisit" title={w.revisits.emptyDue} />
      ) : null}
      {[...groups].map(([area, list]) => (
        <section key={area}>
          <GroupHead
            title={areas.value.byCode.get(area)?.name ?? area}
            aside={
              <>
                {w.revisits.houses(list.length)}{' '}
                {device.campaign.sample ? <Sample>{w.sample}</Sample> : null}
              </>
            }
          />
          <Rows>
            {list.map((house) => (
              <HouseRow key={house.key} house={house} />
            ))}
          </Rows>
        </section>
      ))}
    </Screen>
  );
}

function HouseRow({ house }: { house: House }) {
  const field = useField();
  const w = pageWords.value.revisits;
  const note = house.records.find((record) => record.note)?.note;
  const outcome = field.outcome(house.first.outcome);
  return (
    <button type="button" class="row row-2 btn-block" onClick={() => visitHouse(field, house)}>
      <span>
        <span class="row-title">{outcome ? nameOf(outcome) : house.first.outcome}</span>
        <span class="row-sub">{note ? `“${note}”` : w.machines(house.records.length)}</span>
      </span>
      <DueMark day={house.day} />
    </button>
  );
}

function DueMark({ day }: { day: string }) {
  const { today } = useField();
  const w = pageWords.value.revisits;
  const late = daysBetween(day, today.value);
  if (late > 0) {
    return (
      <State kind="late" icon="clockwarn">
        {w.overdue(late)}
      </State>
    );
  }
  if (late === 0) {
    return (
      <State kind="wait" icon="cal">
        {w.today}
      </State>
    );
  }
  return (
    <State kind="none" icon="cal">
      {capital(namedDay(day))}
    </State>
  );
}
