/** What a unit said of one sort: the list of it, and a form behind a button to add to it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Btn } from '../../ui/buttons';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { NotLoaded } from '../refused';
import { TakeFile } from '../taking/take-file';
import { type Column, SaidTable } from './said-table';
import { listSaid, type SaidOf, saidFile, type Unit } from './wire';

export function SaidCard<K extends 'activities' | 'told-assists'>(props: {
  resource: K;
  unit: Unit;
  words: { title: string; add: string; caption: string; none: string; lead?: string };
  columns: readonly Column<SaidOf[K]>[];
  form: (onSent: () => void) => ComponentChildren;
}) {
  const { session } = useDesk();
  const { resource, unit, words } = props;
  const open = useSignal(false);
  const loaded = useLoaded(`${resource} ${unit.code}`, () =>
    listSaid(session.transport, resource, unit.code),
  );
  return (
    <section class="card stack">
      <div class="card-head">
        <h2>{words.title}</h2>
        {open.value ? null : (
          <Btn
            icon="plus"
            onClick={() => {
              open.value = true;
            }}
          >
            {words.add}
          </Btn>
        )}
      </div>
      {words.lead ? <p class="sm muted">{words.lead}</p> : null}
      {open.value ? props.form(loaded.reload) : null}
      <NotLoaded loaded={loaded} />
      {loaded.value ? (
        <SaidTable
          resource={resource}
          caption={words.caption}
          none={words.none}
          rows={loaded.value}
          onChange={loaded.reload}
          columns={props.columns}
        />
      ) : null}
      {loaded.value?.length ? (
        <TakeFile
          path={(kind) => saidFile(resource, { organisation: unit.code, withdrawn: 'true' }, kind)}
        />
      ) : null}
    </section>
  );
}
