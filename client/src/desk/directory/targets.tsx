/** Targets: phones to be helped with in an area, of one organisation or of all, until a day. The district sets them. */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, Said } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Sample } from '../../ui/marks';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { areaOptions, byName } from '../places';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import { DayField, Select } from '../select';
import { readWhole } from '../whole';
import { listTargets, putTarget, type TargetRow } from './wire';
import { directoryWords } from './words';

export function TargetsPart() {
  const desk = useDesk();
  const w = directoryWords.value.targets;
  const { value, problem, reload } = useLoaded('targets', () =>
    listTargets(desk.session.transport),
  );
  const failed = useSignal<TransportFailure | null>(null);
  const role = desk.me.value?.person.role ?? desk.session.device.person.role;
  const sets = role !== 'commune';
  const remove = async (row: TargetRow) => {
    failed.value = null;
    const { area, organisation, startsOn, deadline, source } = row;
    const input = { area, organisation, value: null, startsOn, deadline, source };
    const reply = await putTarget(desk.session.transport, input);
    if (reply.ok) reload();
    else failed.value = reply.error;
  };
  const unitName = (code: string | null) =>
    code === null
      ? w.everyone
      : (desk.directory.value?.organisations.find((one) => one.code === code)?.name ?? code);
  return (
    <div class="cols cols-free">
      <section class="card card-flush c7">
        <div class="card-head">
          <h2>{w.list}</h2>
        </div>
        <Refused failure={failed.value} />
        {problem && !value ? (
          <Refused failure={{ code: problem, status: null, retryAfter: null }} />
        ) : null}
        {value?.length === 0 ? <p class="pad muted">{w.none}</p> : null}
        {value?.length ? (
          <Scroll label={w.list}>
            <table class="t t-wide">
              <caption class="sr">{w.list}</caption>
              <thead>
                <tr>
                  <th scope="col">{w.area}</th>
                  <th scope="col">{w.organisation}</th>
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
                {value.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">{desk.area(row.area)?.name ?? row.area}</th>
                    <td>{unitName(row.organisation)}</td>
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
      </section>
      {sets ? <TargetForm onSaved={reload} /> : <p class="c5 muted">{w.readOnly}</p>}
    </div>
  );
}

function TargetForm({ onSaved }: { onSaved: () => void }) {
  const desk = useDesk();
  const w = directoryWords.value.targets;
  const { campaign } = desk.session.device;
  const area = useSignal(desk.home()?.code ?? '');
  const organisation = useSignal('');
  const value = useSignal('');
  const startsOn = useSignal(campaign.startsOn);
  const deadline = useSignal(campaign.endsOn);
  const source = useSignal('');
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const saved = useSignal(false);
  const units = (desk.directory.value?.organisations ?? [])
    .filter((one) => one.takesMembers !== false)
    .sort(byName)
    .map((one) => ({ value: one.code, text: one.name }));
  const save = async () => {
    if (busy.value) return;
    const number = readWhole(value.value);
    wrong.value = {
      ...(number ? {} : { value: w.needValue }),
      ...(deadline.value < startsOn.value ? { deadline: w.order } : {}),
      ...(source.value.trim() === '' ? { source: w.needSource } : {}),
    };
    failed.value = null;
    saved.value = false;
    const first = Object.keys(wrong.value)[0];
    if (first || !number) {
      document.getElementById(`target-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const reply = await putTarget(desk.session.transport, {
      area: area.value || (desk.root()?.code ?? ''),
      organisation: organisation.value || null,
      value: number,
      startsOn: startsOn.value,
      deadline: deadline.value,
      source: source.value.trim(),
    });
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    saved.value = true;
    value.value = '';
    onSaved();
  };
  return (
    <section class="card stack c5">
      <h2>{w.title}</h2>
      <p class="sm muted">{w.text}</p>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={w.area}
          value={area.value}
          options={areaOptions(desk, true)}
          onChoose={(code) => {
            area.value = code;
          }}
        />
        <Select
          label={w.organisation}
          value={organisation.value}
          empty={w.everyone}
          options={units}
          onChoose={(code) => {
            organisation.value = code;
          }}
        />
        <Field
          id="target-value"
          label={w.value}
          value={value.value}
          inputMode="numeric"
          maxLength={13}
          error={wrong.value.value ?? null}
          onInput={(text) => {
            value.value = text;
          }}
        />
        <div class="form-grid">
          <DayField
            label={w.startsOn}
            value={startsOn.value}
            onInput={(day) => {
              startsOn.value = day;
            }}
          />
          <DayField
            id="target-deadline"
            label={w.deadline}
            value={deadline.value}
            error={wrong.value.deadline ?? null}
            onInput={(day) => {
              deadline.value = day;
            }}
          />
        </div>
        <Field
          id="target-source"
          label={w.source}
          hint={w.sourceHint}
          value={source.value}
          maxLength={300}
          error={wrong.value.source ?? null}
          onInput={(text) => {
            source.value = text;
          }}
        />
        <Refused failure={failed.value} />
        <div role="status">{saved.value ? <Said kind="ok">{w.saved}</Said> : null}</div>
        <div>
          <Btn kind="main" type="submit" locked={busy.value}>
            {w.save}
          </Btn>
        </div>
      </form>
    </section>
  );
}
