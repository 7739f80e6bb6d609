/** The look is measured: contrast from the tokens, sizes and colours from nowhere else, every icon drawn. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { iconNames } from '../../../client/src/ui/icon';

const client = fileURLToPath(new URL('../../../client/', import.meta.url));
const tokens = ['tokens.css', 'tokens.desk.css']
  .map((name) => readFileSync(join(client, 'src/ui', name), 'utf8').split('@media print')[0])
  .join('')
  .replace(/\/\*.*?\*\//gs, '');
const sheets = readdirSync(join(client, 'src/ui/css')).map((name) => ({
  name,
  text: readFileSync(join(client, 'src/ui/css', name), 'utf8').replace(/\/\*.*?\*\//gs, ''),
}));

type Theme = Record<string, string>;

function block(selector: RegExp): Theme {
  const body = [...tokens.matchAll(selector)].map((found) => found[1]).join('');
  return Object.fromEntries(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((found) => [found[1], found[2]?.trim()]),
  ) as Theme;
}

const light = block(/:root \{(.*?)\n\}/gs);
const darkChosen = block(/:root\[data-theme="dark"\] \{(.*?)\n\}/gs);
const darkDevice = block(/:root:not\(\[data-theme\]\) \{(.*?)\n {2}\}/gs);
const dark: Theme = { ...light, ...darkChosen };

function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(theme: Theme, ink: string, ground: string): number {
  const pair = [ink, ground].map((name) => {
    const hex = theme[`--${name}`];
    if (!hex || !/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`--${name} is ${hex}`);
    return luminance(hex);
  });
  const [dim, bright] = pair.sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

const text: [string, string][] = [
  ['ink', 'field-bg'],
  ['ink', 'bg'],
  ['ink', 'surface'],
  ['ink-2', 'field-bg'],
  ['ink-2', 'bg'],
  ['ink-2', 'surface'],
  ['ink-2', 'sunken'],
  ['river', 'field-bg'],
  ['river', 'surface'],
  ['on-river', 'river'],
  ['ink', 'river-soft'],
  ['on-rail', 'rail'],
  ['on-rail-2', 'rail'],
  ['on-rail', 'rail-active'],
  ['on-rice', 'rice'],
  ['on-ok', 'ok'],
  ['ok', 'ok-soft'],
  ['ok', 'field-bg'],
  ['wait', 'wait-soft'],
  ['wait', 'field-bg'],
  ['late', 'late-soft'],
  ['bad', 'bad-soft'],
  ['bad', 'field-bg'],
  ['ink', 'bad-soft'],
  ['info', 'info-soft'],
  ['on-q1', 'q1'],
  ['on-q2', 'q2'],
  ['on-q4', 'q4'],
  ['on-q5', 'q5'],
  ['paper-ink', 'paper'],
];
const shapes: [string, string][] = [
  ['line-strong', 'field-bg'],
  ['line-strong', 'surface'],
  ['line-strong', 'bg'],
  ['bar', 'bar-track'],
  ['bar', 'surface'],
  ['focus', 'field-bg'],
  ['focus', 'surface'],
  ['target', 'surface'],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_name, theme) => {
  it.each(text)('%s on %s can be read in the sun', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(7);
  });

  it.each(shapes)('%s on %s can be told apart', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(3);
  });

  it('the middle step of the map stays readable', () => {
    expect(contrast(theme, 'on-q3', 'q3')).toBeGreaterThanOrEqual(4.5);
  });
});

it('the two dark blocks are equal', () => {
  expect(Object.keys(darkChosen).length).toBeGreaterThan(40);
  expect(darkDevice).toEqual(darkChosen);
});

it.each(sheets)('$name names no colour of its own', ({ text: css }) => {
  expect(css.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl|:\s*(?:white|black)\b/gi) ?? []).toEqual([]);
});

it.each(sheets)('$name sets no type in px', ({ text: css }) => {
  expect(css.match(/font(?:-size)?:[^;]*\dpx/g) ?? []).toEqual([]);
});

it.each(sheets)('$name uses only tokens that exist', ({ text: css }) => {
  // Set by the tile map on each tile, or by the sheet itself.
  const own = new Set(['--col', '--row', ...(css.match(/--[\w-]+(?=:)/g) ?? [])]);
  const used = [...css.matchAll(/var\((--[\w-]+)/g)].map((found) => found[1] as string);
  expect(used.filter((name) => !(name in light) && !own.has(name))).toEqual([]);
});

it('every icon stands in the sprite once, and no other', () => {
  const page = readFileSync(join(client, 'index.html'), 'utf8');
  const drawn = [...page.matchAll(/<symbol id="i-(\w+)"/g)].map((found) => found[1]);
  expect([...drawn].sort()).toEqual([...iconNames].sort());
});
