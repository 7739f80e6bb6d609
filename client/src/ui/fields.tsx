/**
 * Fields to type in. Promises: a label that stays, a hint before and one sentence after an error,
 * both tied to the field for readers; the text is never thrown away by the field itself.
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import './css/input.css';

type FieldProps = {
  label: ComponentChildren;
  value: string;
  onInput: (value: string) => void;
  hint?: ComponentChildren;
  error?: string | null;
  id?: string;
  /** Shows dots. */
  secret?: boolean;
  kind?: 'tel';
  inputMode?: 'text' | 'tel' | 'numeric' | 'none';
  autoComplete?: string;
  autoCapitalize?: 'none' | 'characters' | 'sentences';
  maxLength?: number;
  children?: ComponentChildren;
};

/** The sentence under a field: what was understood, or what is wrong and what to do. */
export function Said({
  kind,
  id,
  children,
}: {
  kind: 'ok' | 'wait' | 'bad';
  id?: string;
  children: ComponentChildren;
}) {
  const icon: IconName = kind === 'ok' ? 'check' : kind === 'wait' ? 'info' : 'alert';
  return (
    <p class={`said said-${kind}`} id={id}>
      <Icon name={icon} size="sm" />
      <span>{children}</span>
    </p>
  );
}

export function Field(props: FieldProps) {
  const made = useId();
  const id = props.id ?? made;
  const below = `${id}-below`;
  const common = {
    class: `input${props.kind ? ` input-${props.kind}` : ''}`,
    id,
    inputMode: props.inputMode,
    autoComplete: props.autoComplete ?? 'off',
    autoCapitalize: props.autoCapitalize,
    spellcheck: false,
    maxLength: props.maxLength,
    value: props.value,
    'aria-invalid': props.error ? ('true' as const) : undefined,
    'aria-describedby': props.error || props.hint || props.children ? below : undefined,
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      props.onInput(event.currentTarget.value),
  };
  return (
    <div>
      <label class="label" for={id}>
        {props.label}
      </label>
      {props.secret ? <input {...common} type="password" /> : <input {...common} type="text" />}
      <div id={below}>
        {props.error ? <Said kind="bad">{props.error}</Said> : null}
        {props.hint ? <p class="hint">{props.hint}</p> : null}
        {props.children}
      </div>
    </div>
  );
}

/** Several lines: the note. */
export function TextField(
  props: Pick<FieldProps, 'label' | 'value' | 'onInput' | 'hint' | 'error' | 'id' | 'maxLength'>,
) {
  const made = useId();
  const id = props.id ?? made;
  const below = `${id}-below`;
  return (
    <div>
      <label class="label" for={id}>
        {props.label}
      </label>
      <textarea
        class="input"
        id={id}
        rows={3}
        maxLength={props.maxLength}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={below}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <div id={below}>
        {props.error ? <Said kind="bad">{props.error}</Said> : null}
        {props.hint ? <p class="hint">{props.hint}</p> : null}
      </div>
    </div>
  );
}

/** Search as one types; names are compared without diacritics by the caller. */
export function Search(props: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <div class="search">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        enterkeyhint="search"
        autoComplete="off"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}
