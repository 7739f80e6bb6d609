/** A list to choose one of, and a day. Rest on the browser's own; the label stays, one sentence stands at an error. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Said } from '../ui/fields';

export type Option = { value: string; text: string };

type Common = { label: string; value: string; error?: string | null; hint?: string; id?: string };

type Tied = {
  class: string;
  id: string;
  value: string;
  'aria-invalid': 'true' | undefined;
  'aria-describedby': string | undefined;
};

/** The label above, what is wrong and the hint below, both tied to what stands between them. */
function Labelled(props: Common & { children: (tied: Tied) => ComponentChildren }) {
  const made = useId();
  const id = props.id ?? made;
  const below = `${id}-below`;
  const said = props.error || props.hint;
  return (
    <div>
      <label class="label" for={id}>
        {props.label}
      </label>
      {props.children({
        class: 'input',
        id,
        value: props.value,
        'aria-invalid': props.error ? 'true' : undefined,
        'aria-describedby': said ? below : undefined,
      })}
      {said ? (
        <div id={below}>
          {props.error ? <Said kind="bad">{props.error}</Said> : null}
          {props.hint ? <p class="hint">{props.hint}</p> : null}
        </div>
      ) : null}
    </div>
  );
}

export function Select(
  props: Common & {
    options: readonly Option[];
    /** What stands there while nothing is chosen; left out when something always is. */
    empty?: string;
    onChoose: (value: string) => void;
  },
) {
  return (
    <Labelled {...props}>
      {(tied) => (
        <select {...tied} onChange={(event) => props.onChoose(event.currentTarget.value)}>
          {props.empty === undefined ? null : <option value="">{props.empty}</option>}
          {props.options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.text}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

export function DayField(
  props: Common & { min?: string; max?: string; onInput: (value: string) => void },
) {
  return (
    <Labelled {...props}>
      {(tied) => (
        <input
          {...tied}
          type="date"
          min={props.min}
          max={props.max}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}
