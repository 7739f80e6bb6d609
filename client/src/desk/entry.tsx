/**
 * An entry: one thing that is typed in a form and sent.
 * Rests on what the form reads from its fields and on the request that takes it.
 * Promises: sent once for a press; each fault is said at its field and the first one gets the focus; what was typed
 * stays until the form clears it; sending again after a failure carries the same id, so nothing counts twice.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { uuidv7 } from '../core/ids';
import type { Reply, TransportFailure } from '../sync/contract';
import { Btn, type BtnKind } from '../ui/buttons';
import type { IconName } from '../ui/icon';
import { Refused } from './refused';

/** A sentence for each field in which something is wrong. */
export type Faults = Record<string, string>;

export interface Entry<Typed, Input> {
  readonly typed: Typed;
  type(part: Partial<Typed>): void;
  /** A field to type in: id, value, fault. */
  field(name: keyof Typed & string): {
    id: string;
    value: string;
    error: string | null;
    onInput: (value: string) => void;
  };
  /** A list to choose from: the same. */
  choice(name: keyof Typed & string): {
    id: string;
    value: string;
    error: string | null;
    onChoose: (value: string) => void;
  };
  readonly wrong: Readonly<Faults>;
  readonly failed: TransportFailure | null;
  readonly busy: boolean;
  /** What was taken last, until the next try. */
  readonly taken: Input | null;
  send(): Promise<void>;
}

export function useEntry<
  Typed extends { readonly [name in keyof Typed]: string },
  Input,
  Answer,
>(what: {
  /** Stands before the name in the id of each field. */
  prefix: string;
  blank: Typed;
  /** What to send; says in `faults` what is wrong, and is null when it cannot be sent. */
  read(typed: Typed, faults: Faults): Input | null;
  send(input: Input, id: string): Reply<Answer>;
  onTaken(answer: Answer, input: Input): void;
}): Entry<Typed, Input> {
  const typed = useSignal(what.blank);
  const wrong = useSignal<Faults>({});
  const failed = useSignal<TransportFailure | null>(null);
  const busy = useSignal(false);
  const taken = useSignal<Input | null>(null);
  const attempt = useRef(uuidv7(Date.now()));
  const type = (part: Partial<Typed>) => {
    typed.value = { ...typed.value, ...part };
  };
  const put = (name: keyof Typed) => (value: string) => {
    typed.value = { ...typed.value, [name]: value };
  };
  const standing = (name: keyof Typed & string) => ({
    id: `${what.prefix}-${name}`,
    value: typed.value[name],
    error: wrong.value[name] ?? null,
  });
  return {
    typed: typed.value,
    type,
    field: (name) => ({ ...standing(name), onInput: put(name) }),
    choice: (name) => ({ ...standing(name), onChoose: put(name) }),
    wrong: wrong.value,
    failed: failed.value,
    busy: busy.value,
    taken: taken.value,
    async send() {
      if (busy.value) return;
      const faults: Faults = {};
      const input = what.read(typed.value, faults);
      wrong.value = faults;
      failed.value = null;
      taken.value = null;
      const first = Object.keys(faults)[0];
      if (first !== undefined || input === null) {
        document.getElementById(`${what.prefix}-${first}`)?.focus();
        return;
      }
      busy.value = true;
      const reply = await what.send(input, attempt.current);
      busy.value = false;
      if (!reply.ok) {
        failed.value = reply.error;
        return;
      }
      attempt.current = uuidv7(Date.now());
      taken.value = input;
      what.onTaken(reply.value, input);
    },
  };
}

/** The fields of an entry, why it was refused, that it was taken, and the button that sends it. */
export function EntryForm(props: {
  entry: Pick<Entry<unknown, unknown>, 'send' | 'failed' | 'busy'>;
  class?: string;
  submit: { text: string; kind?: BtnKind; size?: 'big'; icon?: IconName };
  /** Stands where a taken entry is announced; left out where the form closes instead. */
  announce?: ComponentChildren;
  /** Stands beside the button. */
  beside?: ComponentChildren;
  /** The button as wide as the fields. */
  wide?: boolean;
  children: ComponentChildren;
}) {
  const { entry, submit } = props;
  const button = (
    <Btn kind={submit.kind} size={submit.size} icon={submit.icon} type="submit" locked={entry.busy}>
      {submit.text}
    </Btn>
  );
  return (
    <form
      class={props.class ?? 'stack'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void entry.send();
      }}
    >
      {props.children}
      <Refused failure={entry.failed} />
      {props.announce === undefined ? null : <div role="status">{props.announce}</div>}
      {props.wide ? (
        button
      ) : (
        <div class={props.beside ? 'line' : undefined}>
          {button}
          {props.beside}
        </div>
      )}
    </form>
  );
}
