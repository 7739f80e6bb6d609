/** What a unit said of one sort: the list of it, and a form behind a button to add to it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Btn } from '../../ui/buttons';
import type { Loaded } from '../load';
import { NotLoaded } from '../refused';

export function SaidCard<T>(props: {
  title: string;
  add: string;
  lead?: string;
  loaded: Loaded<T>;
  form: ComponentChildren;
  children: (rows: T) => ComponentChildren;
}) {
  const open = useSignal(false);
  const { value } = props.loaded;
  return (
    <section class="card stack">
      <div class="card-head">
        <h2>{props.title}</h2>
        {open.value ? null : (
          <Btn
            icon="plus"
            onClick={() => {
              open.value = true;
            }}
          >
            {props.add}
          </Btn>
        )}
      </div>
      {props.lead ? <p class="sm muted">{props.lead}</p> : null}
      {open.value ? props.form : null}
      <NotLoaded loaded={props.loaded} />
      {value ? props.children(value) : null}
    </section>
  );
}
