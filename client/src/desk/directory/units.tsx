/** Organisations and units of a place: who is there, real ones added under their kind, chapters made per hamlet. */
import { useSignal } from '@preact/signals';
import { foldText } from '../../core/text';
import type { Area } from '../../core/types';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, Said, Search } from '../../ui/fields';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { byName, hamletsOf } from '../places';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import { unitsIn } from './in-place';
import { AddChapters, AddUnits } from './new-units';
import { listOrganisations, type OrganisationRow, renameUnit } from './wire';
import { directoryWords } from './words';

export function UnitsPart({ place }: { place: Area | null }) {
  const desk = useDesk();
  const all = directoryWords.value;
  const w = all.units;
  const typed = useSignal('');
  const renaming = useSignal<string | null>(null);
  const said = useSignal<string | null>(null);
  const { value, problem, reload } = useLoaded('organisations', () =>
    listOrganisations(desk.session.transport),
  );
  const done = (text: string | null) => {
    renaming.value = null;
    said.value = text;
    reload();
    void desk.refresh();
  };
  const rows = unitsIn(
    value ?? [],
    place ? new Set([place.code, ...hamletsOf(desk, place.code).map((one) => one.code)]) : null,
    desk.root()?.code ?? null,
  ).sort(byName);
  const wanted = foldText(typed.value);
  const shown = rows.filter((one) => foldText(one.name).includes(wanted));
  const role = desk.me.value?.person.role ?? desk.session.device.person.role;
  const chosen = rows.find((one) => one.code === renaming.value);
  const own = role !== 'commune' || place !== null;
  return (
    <div class="cols cols-free">
      <section class="card card-flush c7">
        <div class="card-head">
          <h2>{w.list(place?.name ?? all.district, rows.length)}</h2>
        </div>
        <div class="tools">
          <Search
            label={all.search}
            value={typed.value}
            onInput={(text) => {
              typed.value = text;
            }}
          />
        </div>
        <div role="status" class="pad-x">
          {said.value ? <Said kind="ok">{said.value}</Said> : null}
        </div>
        {problem && !value ? (
          <Refused failure={{ code: problem, status: null, retryAfter: null }} />
        ) : null}
        {value && shown.length === 0 ? <p class="pad muted">{all.noneFound}</p> : null}
        {chosen ? <RenameUnit key={chosen.code} row={chosen} onDone={done} /> : null}
        {shown.length ? (
          <Scroll label={w.list(place?.name ?? all.district, rows.length)}>
            <table class="t">
              <caption class="sr">{w.list(place?.name ?? all.district, rows.length)}</caption>
              <thead>
                <tr>
                  <th scope="col">{w.name}</th>
                  <th scope="col">{w.kind}</th>
                  <th scope="col">
                    <span class="sr">{w.rename}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <tr key={one.code}>
                    <th scope="row" class="wrap">
                      <a href={`/huyen/ke-khai?don-vi=${encodeURIComponent(one.code)}`}>
                        {one.name}
                      </a>
                    </th>
                    <td>{w.kinds[one.kind] ?? one.kind}</td>
                    <td>
                      {own ? (
                        <Btn
                          kind="quiet"
                          onClick={() => {
                            said.value = null;
                            renaming.value = one.code;
                          }}
                        >
                          {w.rename}
                        </Btn>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        ) : null}
      </section>
      <div class="c5 stack-4">
        {value ? <AddUnits place={place} all={value} onAdded={() => done(null)} /> : null}
        {value && place ? (
          <AddChapters commune={place} all={value} onAdded={() => done(null)} />
        ) : null}
      </div>
    </div>
  );
}

function RenameUnit(props: { row: OrganisationRow; onDone: (said: string | null) => void }) {
  const { session } = useDesk();
  const all = directoryWords.value;
  const w = all.units;
  const name = useSignal(props.row.name);
  const wrong = useSignal<string | null>(null);
  const failed = useSignal<TransportFailure | null>(null);
  const save = async () => {
    wrong.value = name.value.trim() === '' ? all.hamlets.needName : null;
    if (wrong.value) return;
    const reply = await renameUnit(session.transport, props.row.code, name.value.trim());
    if (reply.ok) props.onDone(w.renamed);
    else failed.value = reply.error;
  };
  return (
    <form
      class="stack pad"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label={w.newName}
        value={name.value}
        maxLength={200}
        error={wrong.value}
        onInput={(text) => {
          name.value = text;
        }}
      />
      <Refused failure={failed.value} />
      <div class="line">
        <Btn kind="main" type="submit">
          {w.save}
        </Btn>
        <Btn onClick={() => props.onDone(null)}>{all.cancel}</Btn>
      </div>
    </form>
  );
}
