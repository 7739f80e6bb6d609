/**
 * A picture as plain shapes, before anything draws it; colours are names of tokens. Pure.
 * Rests on nothing. Promises: a scene holds everything that must leave the screen with it: title, source, marks.
 */

/** A token of the theme, as `ink` or `q3`. */
export type Ink =
  | 'ink'
  | 'ink-2'
  | 'surface'
  | 'line-strong'
  | 'bar'
  | 'bar-2'
  | 'bar-track'
  | `q${1 | 2 | 3 | 4 | 5}`
  | `on-q${1 | 2 | 3 | 4 | 5}`;

export type Shape =
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: Ink;
      readonly line?: Ink;
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the base line. */
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly fill: Ink;
      readonly bold?: boolean;
      readonly anchor?: 'start' | 'middle' | 'end';
    };

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly shapes: readonly Shape[];
}

/** Letters of the widest common font are about this wide, as a share of their size. */
const LETTER = 0.56;

/** Text in lines of at most so many px, broken at spaces; a longer word stays whole. */
export function lines(text: string, size: number, width: number): readonly string[] {
  const most = Math.max(1, Math.floor(width / (size * LETTER)));
  const found: string[] = [];
  for (const word of text.split(' ')) {
    const last = found[found.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= most)
      found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}
