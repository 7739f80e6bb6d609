/**
 * Choices: radio lists, segments, modes, chips of choice, tick boxes.
 *
 * Rests on the browser's own radio buttons: arrow keys, one stop for the Tab key and the reader's
 * words come with them. Promises: nothing is preselected unless the caller says so.
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import './css/choice.css';

export type Choice<T extends string> = {
  value: T;
  text: ComponentChildren;
  icon?: IconName;
  label?: string;
};

type GroupProps<T extends string> = {
  label: string;
  choices: readonly Choice<T>[];
  value: T | null;
  onChoose: (value: T) => void;
};

function Options<T extends string>(props: GroupProps<T> & { one: string }) {
  const name = useId();
  return (
    <>
      {props.choices.map((choice) => (
        <label
          key={choice.value}
          class={props.one}
          data-on={props.value === choice.value ? '' : undefined}
        >
          <input
            class="pick"
            type="radio"
            name={name}
            value={choice.value}
            checked={props.value === choice.value}
            aria-label={choice.label}
            onChange={() => props.onChoose(choice.value)}
          />
          {choice.icon ? <Icon name={choice.icon} /> : null}
          {choice.text === '' ? null : <span>{choice.text}</span>}
        </label>
      ))}
    </>
  );
}

/** A list of reasons, one a line. */
export function Radios<T extends string>(props: GroupProps<T>) {
  return (
    <div class="radios" role="radiogroup" aria-label={props.label}>
      <Options {...props} one="radio" />
    </div>
  );
}

/** Two to five views or spans of which one is shown. */
export function Seg<T extends string>(props: GroupProps<T>) {
  return (
    <div class="seg" role="radiogroup" aria-label={props.label}>
      <Options {...props} one="seg-one" />
    </div>
  );
}

/** The four ways of helping, remembered from the last record. */
export function Modes<T extends string>(props: GroupProps<T>) {
  return (
    <div class="modes" role="radiogroup" aria-label={props.label}>
      <Options {...props} one="mode" />
    </div>
  );
}

/** A few short choices in a line. */
export function Chips<T extends string>(props: GroupProps<T> & { children?: ComponentChildren }) {
  return (
    <div class="line" role="radiogroup" aria-label={props.label}>
      <Options {...props} one="chip" />
      {props.children}
    </div>
  );
}

/** A box that a person ticks. */
export function Tickbox(props: {
  on: boolean;
  onChange: (on: boolean) => void;
  children: ComponentChildren;
}) {
  return (
    <label class="radio tickbox" data-on={props.on ? '' : undefined}>
      <input
        class="pick"
        type="checkbox"
        checked={props.on}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.children}</span>
    </label>
  );
}
