/** The marks of the board: disc, diamond, dashed square, ring, arrow, dotted ring, dash. Shape and word before colour. */
import type { ComponentChildren } from 'preact';
import type { Square } from '../../sync/protocol-obligations';
import { type Sign, signOf } from './grid';
import { lateBy, span } from './times';
import { obligationWords } from './words';

type Kind = Sign | 'none';

const shapes: Record<Kind, ComponentChildren> = {
  sent: (
    <>
      <circle class="fill" cx="11" cy="11" r="9" />
      <path class="cut" d="M6.5 11.3l3 3 6-6.6" />
    </>
  ),
  excused: (
    <>
      <circle class="line" cx="11" cy="11" r="8.5" />
      <path class="line" d="M6.5 11.3l3 3 6-6.6" />
    </>
  ),
  zero: (
    <>
      <circle class="line" cx="11" cy="11" r="8.5" />
      <ellipse class="line" cx="11" cy="11" rx="2.6" ry="4.2" />
    </>
  ),
  late: (
    <>
      <path class="fill" d="M11 1.5L20.5 11 11 20.5 1.5 11z" />
      <path class="cut" d="M11 6.5V11l3 2" />
    </>
  ),
  missing: (
    <>
      <rect class="line dashed" x="2.5" y="2.5" width="17" height="17" rx="2" />
      <path class="line" d="M11 6.5v5.5M11 15.3v.01" />
    </>
  ),
  returned: <path class="line" d="M8 5L3.5 9.5 8 14M4 9.5h9.5a4.5 4.5 0 0 1 0 9H10" />,
  open: <circle class="line dotted" cx="11" cy="11" r="8" />,
  none: <path class="line" d="M6 11h10" />,
};

export function Mark({ kind, children }: { kind: Kind; children?: ComponentChildren }) {
  return (
    <span class={`mark mark-${kind}`}>
      <svg viewBox="0 0 22 22" aria-hidden="true">
        {shapes[kind]}
      </svg>
      <span class="sr">{obligationWords.value.signs[kind]} </span>
      {children}
    </span>
  );
}

/** One square of the board as a mark with its few words. */
export function SquareMark({ square }: { square: Square }) {
  const w = obligationWords.value;
  const sign = signOf(square);
  if (sign === 'late') {
    return (
      <Mark kind={sign}>
        <span aria-hidden="true">{lateBy(square.lateMs ?? 0)}</span>
        <span class="sr">{span(square.lateMs ?? 0)}</span>
        {square.zero ? <span class="sr"> {w.signs.zero}</span> : null}
      </Mark>
    );
  }
  const word = sign === 'excused' || sign === 'missing' || sign === 'returned' ? sign : null;
  return <Mark kind={sign}>{word ? <span aria-hidden="true">{w.marks[word]}</span> : null}</Mark>;
}
