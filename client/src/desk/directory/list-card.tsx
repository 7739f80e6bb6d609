/** The list of a part of the directory: its title, what was just done, why it did not come, that nothing is in it. */
import type { ComponentChildren } from 'preact';
import { Said } from '../../ui/fields';
import type { Loaded } from '../load';
import { NotLoaded } from '../refused';

export function ListCard(props: {
  title: string;
  loaded: Loaded<unknown>;
  /** What stands between the title and the list. */
  tools?: ComponentChildren;
  /** What was done, in a sentence; left out where nothing is done from the list. */
  done?: string | null;
  /** Said when there is nothing to show. */
  none: string | null;
  children: ComponentChildren;
}) {
  const { loaded, done, none } = props;
  return (
    <section class="card card-flush c7">
      <div class="card-head">
        <h2>{props.title}</h2>
      </div>
      {props.tools}
      {done === undefined ? null : (
        <div role="status" class="pad-x">
          {done ? <Said kind="ok">{done}</Said> : null}
        </div>
      )}
      <NotLoaded loaded={loaded} />
      {loaded.value && none ? <p class="pad muted">{none}</p> : null}
      {props.children}
    </section>
  );
}
