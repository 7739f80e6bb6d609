/** Organisations and units of a place: who is there, real ones added under their kind, chapters made per hamlet. */
import { useSignal } from '@preact/signals';
import { foldText } from '../../core/text';
import type { Area } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { Field, Search } from '../../ui/fields';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { useLoaded } from '../load';
import { byName, hamletsOf } from '../places';
import { Scroll } from '../scroll';
import { unitsIn } from './in-place';
import { ListCard } from './list-card';
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
  const loaded = useLoaded('organisations', () => listOrganisations(desk.session.transport));
  const { value, reload } = loaded;
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
  const title = w.list(place?.name ?? all.district, rows.length);
  const own = role !== 'commune' || place !== null;
  return (
    <div class="cols cols-free">
      <ListCard
        title={title}
        loaded={loaded}
        tools={
          <div class="tools">
            <Search
              label={all.search}
              value={typed.value}
              onInput={(text) => {
                typed.value = text;
              }}
            />
          </div>
        }
        done={said.value}
        none={shown.length ? null : all.noneFound}
      >
        {chosen ? <RenameUnit key={chosen.code} row={chosen} onDone={done} /> : null}
        {shown.length ? (
          <Scroll label={title}>
            <table class="t">
              <caption class="sr">{title}</caption>
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
      </ListCard>
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
  const entry = useEntry({
    prefix: 'unit',
    blank: { name: props.row.name },
    read({ name }, faults) {
      if (name.trim() === '') faults.name = all.hamlets.needName;
      return name.trim();
    },
    send: (name) => renameUnit(session.transport, props.row.code, name),
    onTaken: () => props.onDone(w.renamed),
  });
  return (
    <EntryForm
      entry={entry}
      class="stack pad"
      submit={{ text: w.save, kind: 'main' }}
      beside={<Btn onClick={() => props.onDone(null)}>{all.cancel}</Btn>}
    >
      <Field {...entry.field('name')} label={w.newName} maxLength={200} />
    </EntryForm>
  );
}
