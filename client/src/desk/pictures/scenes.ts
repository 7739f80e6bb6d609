/** The board's pictures as scenes: tiles of a map, bars by name, columns along time. Pure. */
import { type Ink, lines, type Scene, type Shape } from './scene';

export interface Frame {
  readonly title: string;
  /** Source, day, and what is an estimate or a sample: leaves the screen with the picture. */
  readonly notes: readonly string[];
}

const WIDTH = 900;
const PAD = 24;
const INNER = WIDTH - 2 * PAD;

function framed(frame: Frame, body: readonly Shape[], height: number): Scene {
  const head = lines(frame.title, 22, INNER);
  const top = PAD + head.length * 30;
  const notes = frame.notes.flatMap((note) => lines(note, 13, INNER));
  const whole = top + height + 16 + notes.length * 19 + PAD;
  const moved = body.map((shape): Shape => ({ ...shape, x: shape.x + PAD, y: shape.y + top }));
  return {
    width: WIDTH,
    height: whole,
    title: frame.title,
    shapes: [
      { kind: 'box', x: 0, y: 0, width: WIDTH, height: whole, fill: 'surface' },
      ...head.map(
        (text, at): Shape => ({
          kind: 'text',
          x: PAD,
          y: PAD + 20 + at * 30,
          text,
          size: 22,
          fill: 'ink',
          bold: true,
        }),
      ),
      ...moved,
      ...notes.map(
        (text, at): Shape => ({
          kind: 'text',
          x: PAD,
          y: top + height + 16 + 13 + at * 19,
          text,
          size: 13,
          fill: 'ink-2',
        }),
      ),
    ],
  };
}

export interface Tile {
  readonly name: string;
  readonly text: string;
  readonly col: number;
  readonly row: number;
  readonly step: 0 | 1 | 2 | 3 | 4 | 5;
}

export interface LegendStep {
  readonly step: 1 | 2 | 3 | 4 | 5;
  readonly text: string;
}

export function tilesScene(
  frame: Frame,
  tiles: readonly Tile[],
  legend: readonly LegendStep[],
): Scene {
  const cols = 1 + Math.max(0, ...tiles.map((tile) => tile.col));
  const rows = 1 + Math.max(0, ...tiles.map((tile) => tile.row));
  const [wide, high] = [INNER / cols, 78];
  const shapes: Shape[] = [];
  for (const { name, text, col, row, step } of tiles) {
    const [x, y] = [col * wide, row * high];
    const fill: Ink = step === 0 ? 'surface' : `q${step}`;
    const ink: Ink = step === 0 ? 'ink-2' : `on-q${step}`;
    const named = lines(name, 14, wide - 20);
    shapes.push({
      kind: 'box',
      x: x + 2,
      y: y + 2,
      width: wide - 4,
      height: high - 4,
      fill,
      line: 'line-strong',
      dashed: step === 0,
    });
    named.slice(0, 2).forEach((part, at) => {
      shapes.push({
        kind: 'text',
        x: x + 12,
        y: y + 22 + at * 17,
        text: part,
        size: 14,
        fill: ink,
      });
    });
    shapes.push({
      kind: 'text',
      x: x + 12,
      y: y + high - 12,
      text,
      size: 17,
      fill: ink,
      bold: true,
    });
  }
  const below = rows * high + 14;
  legend.forEach(({ step, text }, at) => {
    const x = at * 130;
    shapes.push(
      { kind: 'box', x, y: below, width: 26, height: 16, fill: `q${step}`, line: 'line-strong' },
      { kind: 'text', x: x + 34, y: below + 13, text, size: 13, fill: 'ink' },
    );
  });
  return framed(frame, shapes, below + 16);
}

export interface BarLine {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  /** Of the second kind: what cannot be changed by going there. */
  readonly second?: boolean;
}

export function barsScene(frame: Frame, bars: readonly BarLine[]): Scene {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const [left, right] = [330, 90];
  const shapes: Shape[] = [];
  let y = 8;
  for (const { name, value, text, second } of bars) {
    const named = lines(name, 14, left - 16);
    const width = ((INNER - left - right) * value) / most;
    named.forEach((part, at) => {
      shapes.push({ kind: 'text', x: 0, y: y + 14 + at * 18, text: part, size: 14, fill: 'ink' });
    });
    shapes.push(
      { kind: 'box', x: left, y, width: INNER - left - right, height: 18, fill: 'bar-track' },
      { kind: 'box', x: left, y, width, height: 18, fill: second ? 'bar-2' : 'bar' },
      {
        kind: 'text',
        x: INNER,
        y: y + 14,
        text,
        size: 14,
        fill: 'ink',
        bold: true,
        anchor: 'end',
      },
    );
    y += Math.max(1, named.length) * 18 + 10;
  }
  return framed(frame, shapes, y);
}

export interface Column {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** Every nth column is named, so that names do not run into each other. */
export function everyNth(count: number, most: number): number {
  return Math.max(1, Math.ceil(count / most));
}

export function columnsScene(frame: Frame, columns: readonly Column[]): Scene {
  const most = Math.max(1, ...columns.map((column) => column.value));
  const [high, wide] = [280, INNER / Math.max(1, columns.length)];
  const nth = everyNth(columns.length, 14);
  const shapes: Shape[] = [];
  columns.forEach(({ label, value, text }, at) => {
    const [x, height] = [at * wide, (high * value) / most];
    const middle = x + wide / 2;
    shapes.push({
      kind: 'box',
      x: x + wide * 0.12,
      y: 22 + high - height,
      width: wide * 0.76,
      height,
      fill: 'bar',
    });
    if (at % nth !== 0) return;
    shapes.push(
      {
        kind: 'text',
        x: middle,
        y: 16 + high - height,
        text,
        size: 13,
        fill: 'ink',
        bold: true,
        anchor: 'middle',
      },
      {
        kind: 'text',
        x: middle,
        y: high + 42,
        text: label,
        size: 13,
        fill: 'ink-2',
        anchor: 'middle',
      },
    );
  });
  shapes.push({ kind: 'box', x: 0, y: 22 + high, width: INNER, height: 1, fill: 'line-strong' });
  return framed(frame, shapes, high + 52);
}
