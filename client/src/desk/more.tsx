/** A long list shown part by part: how much of it stands there, and the button for the next part. */
import { useSignal } from '@preact/signals';
import { Btn } from '../ui/buttons';

const PART = 50;

export interface Parts {
  readonly shown: number;
  next(): void;
}

/** @param first how much stands there at first. */
export function useParts(first = PART): Parts {
  const shown = useSignal(first);
  return {
    shown: shown.value,
    next() {
      shown.value += PART;
    },
  };
}

export function More(props: { parts: Parts; total: number; text: (number: number) => string }) {
  const left = props.total - props.parts.shown;
  if (left <= 0) return null;
  return (
    <div class="pad">
      <Btn onClick={props.parts.next}>{props.text(Math.min(PART, left))}</Btn>
    </div>
  );
}
