/** Targets: phones helped with, or official installs, of an area and an organisation, until a day; the district's. */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, Said } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Sample } from '../../ui/marks';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { useLoaded } from '../load';
import { areaOptions, byName } from '../places';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import { DayField, Select } from '../select';
import { readWhole } from '../whole';
import { ListCard } from './list-card';
import { listTargets, putTarget, type TargetRow } from './wire';
import { directoryWords } from './words';

type Measure = 'unique' | 'installed';
const measures: readonly Measure[] = ['unique', 'installed'];

export function TargetsPart() {
  const desk = useDesk();
  const w = directoryWords.value.targets;
  const loaded = useLoaded('targets', () => listTargets(desk.session.transport));
  const failed = useSignal<TransportFailure | null>(null);
  const role = desk.me.value?.person.role ?? desk.session.device.person.role;
  const sets = role !== 'commune';
  const remove = async (row: TargetRow) => {
    failed.value = null;
    const { area, organisation, measure, startsOn, deadline, source } = row;
    const input = { area, organisation, measure, value: null, startsOn, deadline, source };
    const reply = await putTarget(desk.session.transport, input);
    if (reply.ok) loaded.reload();
    else failed.value = reply.error;
  };
  // The whole before its parts.
  const whole = (row: TargetRow) => (row.area === desk.root()?.code ? 0 : 1);
  const rows = [...(loaded.value ?? [])].sort((a, b) => whole(a) - whole(b));
  const unitName = (code: string) =>
    desk.directory.value?.organisations.find((one) => one.code === code)?.name ?? code;
  return (
    <div class="cols cols-free">
      <ListCard
        title={w.list}
        loaded={loaded}
        tools={<Refused failure={failed.value} />}
        none={rows.length ? null : w.none}
      >
        {rows.length ? (
          <Scroll label={w.list}>
            <table class="t t-wide">
              <caption class="sr">{w.list}</caption>
              <thead>
                <tr>
                  <th scope="col">{w.area}</th>
                  <th scope="col" class="num">
                    {w.value}
                  </th>
                  <th scope="col">{w.startsOn}</th>
                  <th scope="col">{w.deadline}</th>
                  <th scope="col">{w.source}</th>
                  {sets ? (
                    <th scope="col">
                      <span class="sr">{w.remove}</span>
                    </th>
                  ) : null}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      {desk.area(row.area)?.name ?? row.area}
                      <span class="xs muted below">
                        {w.measures[row.measure as Measure] ?? row.measure}
                        {row.organisation === null ? '' : `, ${unitName(row.organisation)}`}
                      </span>
                    </th>
                    <td class="num">
                      <b>{count(row.value)}</b>
                    </td>
                    <td>{fullDay(row.startsOn)}</td>
                    <td>{fullDay(row.deadline)}</td>
                    <td>
                      {row.source} {row.sample ? <Sample>{words.value.sample}</Sample> : null}
                    </td>
                    {sets ? (
                      <td>
                        <Btn kind="quiet" onClick={() => void remove(row)}>
                          {w.remove}
                        </Btn>
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        ) : null}
      </ListCard>
      {sets ? <TargetForm onSaved={loaded.reload} /> : <p class="c5 muted">{w.readOnly}</p>}
    </div>
  );
}

function TargetForm({ onSaved }: { onSaved: () => void }) {
  const desk = useDesk();
  const w = directoryWords.value.targets;
  const { campaign } = desk.session.device;
  const units = (desk.directory.value?.organisations ?? [])
    .filter((one) => one.takesMembers !== false)
    .sort(byName)
    .map((one) => ({ value: one.code, text: one.name }));
  const entry = useEntry({
    prefix: 'target',
    blank: {
      area: desk.home()?.code ?? '',
      organisation: '',
      measure: 'unique',
      value: '',
      startsOn: campaign.startsOn,
      deadline: campaign.endsOn,
      source: '',
    },
    read({ area, organisation, measure, value, startsOn, deadline, source }, faults) {
      const number = readWhole(value);
      if (!number) faults.value = w.needValue;
      if (deadline < startsOn) faults.deadline = w.order;
      if (source.trim() === '') faults.source = w.needSource;
      if (!number) return null;
      return {
        area: area || (desk.root()?.code ?? ''),
        organisation: organisation || null,
        measure,
        value: number,
        startsOn,
        deadline,
        source: source.trim(),
      };
    },
    send: (input) => putTarget(desk.session.transport, input),
    onTaken() {
      entry.type({ value: '' });
      onSaved();
    },
  });
  return (
    <section class="card stack c5">
      <h2>{w.title}</h2>
      <p class="sm muted">{w.text}</p>
      <EntryForm
        entry={entry}
        submit={{ text: w.save, kind: 'main' }}
        announce={entry.taken ? <Said kind="ok">{w.saved}</Said> : null}
      >
        <Select {...entry.choice('area')} label={w.area} options={areaOptions(desk, true)} />
        <Select
          {...entry.choice('organisation')}
          label={w.organisation}
          empty={w.everyone}
          options={units}
        />
        <Select
          {...entry.choice('measure')}
          label={w.measure}
          options={measures.map((one) => ({ value: one, text: w.measures[one] }))}
        />
        <Field {...entry.field('value')} label={w.value} inputMode="numeric" maxLength={13} />
        <div class="form-grid">
          <DayField {...entry.field('startsOn')} label={w.startsOn} />
          <DayField {...entry.field('deadline')} label={w.deadline} />
        </div>
        <Field {...entry.field('source')} label={w.source} hint={w.sourceHint} maxLength={300} />
      </EntryForm>
    </section>
  );
}
