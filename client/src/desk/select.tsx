/** A list to choose one of, and a day. Rest on the browser's own; the label stays, one sentence stands at an error. */
import { useId } from 'preact/hooks';
import { Said } from '../ui/fields';

export type Option = { value: string; text: string };

type Common = { label: string; value: string; error?: string | null; hint?: string; id?: string };

function Below(props: { id: string; error?: string | null; hint?: string | undefined }) {
  if (!props.error && !props.hint) return null;
  return (
    <div id={props.id}>
      {props.error ? <Said kind="bad">{props.error}</Said> : null}
      {props.hint ? <p class="hint">{props.hint}</p> : null}
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
  const made = useId();
  const id = props.id ?? made;
  return (
    <div>
      <label class="label" for={id}>
        {props.label}
      </label>
      <select
        class="input"
        id={id}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={props.error || props.hint ? `${id}-below` : undefined}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {props.empty === undefined ? null : <option value="">{props.empty}</option>}
        {props.options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
      <Below id={`${id}-below`} error={props.error ?? null} hint={props.hint} />
    </div>
  );
}

export function DayField(
  props: Common & { min?: string; max?: string; onInput: (value: string) => void },
) {
  const made = useId();
  const id = props.id ?? made;
  return (
    <div>
      <label class="label" for={id}>
        {props.label}
      </label>
      <input
        class="input"
        id={id}
        type="date"
        min={props.min}
        max={props.max}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={props.error || props.hint ? `${id}-below` : undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Below id={`${id}-below`} error={props.error ?? null} hint={props.hint} />
    </div>
  );
}
