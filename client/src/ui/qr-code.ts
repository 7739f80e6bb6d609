/**
 * QR codes (ISO/IEC 18004): byte mode, error correction M, versions 1 to 10 (213 bytes).
 *
 * Pure. Promises: the smallest version that holds the text, and of the eight masks the one with the
 * least penalty; longer text is an error of the caller (RangeError).
 */

/** Per version: error correction words a block, then the data words of each block (level M). */
const blocks: readonly { ec: number; data: readonly number[] }[] = [
  { ec: 10, data: [16] },
  { ec: 16, data: [28] },
  { ec: 26, data: [44] },
  { ec: 18, data: [32, 32] },
  { ec: 24, data: [43, 43] },
  { ec: 16, data: [27, 27, 27, 27] },
  { ec: 18, data: [31, 31, 31, 31] },
  { ec: 22, data: [38, 38, 39, 39] },
  { ec: 22, data: [36, 36, 36, 37, 37] },
  { ec: 26, data: [43, 43, 43, 43, 44] },
];

const alignment: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

// GF(256) with the polynomial of the standard.
const exp = new Uint8Array(512);
const log = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i += 1) {
  exp[i] = x;
  exp[i + 255] = x;
  log[x] = i;
  x = x & 0x80 ? (x << 1) ^ 0x11d : x << 1;
}

const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0;

/** Remainder words of a block. */
function correction(data: readonly number[], words: number): number[] {
  const generator: number[] = [1];
  for (let i = 0; i < words; i += 1) {
    generator.push(0);
    for (let j = generator.length - 1; j > 0; j -= 1) {
      const above = at(generator, j - 1);
      generator[j] = at(generator, j) ^ (above ? at(exp, at(log, above) + i) : 0);
    }
  }
  const rest = [...data, ...new Array<number>(words).fill(0)];
  for (let i = 0; i < data.length; i += 1) {
    const lead = at(rest, i);
    if (lead === 0) continue;
    for (let j = 0; j < generator.length; j += 1) {
      const factor = at(generator, j);
      if (factor) rest[i + j] = at(rest, i + j) ^ at(exp, at(log, factor) + at(log, lead));
    }
  }
  return rest.slice(data.length);
}

/** All words in the order in which they are drawn. */
function codewords(bytes: Uint8Array, version: number): number[] {
  const { ec, data } = blocks[version - 1] as (typeof blocks)[number];
  const room = data.reduce((sum, one) => sum + one, 0);
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, room * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8)
    words.push(Number.parseInt(bits.slice(i, i + 8).join(''), 2));
  for (let pad = 0xec; words.length < room; pad ^= 0xec ^ 0x11) words.push(pad);

  let start = 0;
  const parts = data.map((length) => {
    const part = words.slice(start, start + length);
    start += length;
    return { part, ec: correction(part, ec) };
  });
  const out: number[] = [];
  for (let i = 0; i < Math.max(...data); i += 1)
    for (const { part } of parts) if (i < part.length) out.push(at(part, i));
  for (let i = 0; i < ec; i += 1) for (const one of parts) out.push(at(one.ec, i));
  return out;
}

type Grid = (boolean | null)[][];

function set(grid: Grid, x: number, y: number, dark: boolean): void {
  const row = grid[y];
  if (row && x >= 0 && x < row.length) row[x] = dark;
}

/** Format or version bits: the data followed by the remainder of its division. */
function checked(value: number, polynomial: number, degree: number): number {
  let rest = value << degree;
  for (let i = 31 - Math.clz32(rest); i >= degree; i -= 1)
    if ((rest >> i) & 1) rest ^= polynomial << (i - degree);
  return (value << degree) | rest;
}

/** Finders, timing, alignment, version; null where words will go. Format places are kept as false. */
function skeleton(version: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => new Array<boolean | null>(size).fill(null));
  const square = (cx: number, cy: number, radius: number, dark: (distance: number) => boolean) => {
    for (let dy = -radius; dy <= radius; dy += 1)
      for (let dx = -radius; dx <= radius; dx += 1)
        set(grid, cx + dx, cy + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let i = 0; i < size; i += 1) {
    set(grid, 6, i, i % 2 === 0);
    set(grid, i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(x, y, 4, (d) => d !== 2 && d !== 4);
  const marks = alignment[version - 1] ?? [];
  for (const y of marks)
    for (const x of marks) {
      const corner =
        (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
      if (!corner) square(x, y, 2, (d) => d !== 1);
    }
  for (let i = 0; i < 9; i += 1) {
    if (i !== 6) {
      set(grid, 8, i, false);
      set(grid, i, 8, false);
    }
    if (i < 8) {
      set(grid, size - 1 - i, 8, false);
      set(grid, 8, size - 1 - i, i === 7);
    }
  }
  if (version >= 7) {
    const bits = checked(version, 0x1f25, 12);
    for (let i = 0; i < 18; i += 1) {
      const dark = ((bits >> i) & 1) === 1;
      set(grid, size - 11 + (i % 3), Math.floor(i / 3), dark);
      set(grid, Math.floor(i / 3), size - 11 + (i % 3), dark);
    }
  }
  return grid;
}

function drawFormat(grid: boolean[][], mask: number): void {
  const size = grid.length;
  // Level M is 00.
  const bits = checked(mask, 0x537, 10) ^ 0x5412;
  const bit = (i: number) => ((bits >> i) & 1) === 1;
  for (let i = 0; i < 6; i += 1) set(grid, 8, i, bit(i));
  set(grid, 8, 7, bit(6));
  set(grid, 8, 8, bit(7));
  set(grid, 7, 8, bit(8));
  for (let i = 9; i < 15; i += 1) set(grid, 14 - i, 8, bit(i));
  for (let i = 0; i < 8; i += 1) set(grid, size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i += 1) set(grid, 8, size - 15 + i, bit(i));
  set(grid, 8, size - 8, true);
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Puts the words in their zigzag under a mask. */
function fill(skeletonGrid: Grid, words: readonly number[], mask: number): boolean[][] {
  const size = skeletonGrid.length;
  const hides = masks[mask] as (x: number, y: number) => boolean;
  const grid = skeletonGrid.map((row) => [...row]);
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (skeletonGrid[y]?.[x] !== null) continue;
        const dark = ((at(words, bit >> 3) >> (7 - (bit & 7))) & 1) === 1;
        set(grid, x, y, dark !== hides(x, y));
        bit += 1;
      }
    }
  }
  const drawn = grid as boolean[][];
  drawFormat(drawn, mask);
  return drawn;
}

/** The four penalties of the standard. */
function penalty(grid: readonly (readonly boolean[])[]): number {
  const size = grid.length;
  const cell = (x: number, y: number) => (grid[y]?.[x] ? 1 : 0);
  let score = 0;
  let dark = 0;
  for (let a = 0; a < size; a += 1) {
    for (const read of [(b: number) => cell(b, a), (b: number) => cell(a, b)]) {
      let line = '';
      for (let b = 0; b < size; b += 1) line += read(b);
      for (const run of line.match(/0{5,}|1{5,}/g) ?? []) score += run.length - 2;
      for (let b = 0; b + 11 <= size; b += 1) {
        const piece = line.slice(b, b + 11);
        if (piece === '10111010000' || piece === '00001011101') score += 40;
      }
    }
    for (let b = 0; b < size; b += 1) {
      dark += cell(b, a);
      if (a > 0 && b > 0) {
        const sum = cell(b, a) + cell(b - 1, a) + cell(b, a - 1) + cell(b - 1, a - 1);
        if (sum === 0 || sum === 4) score += 3;
      }
    }
  }
  return score + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
}

type Plan = { words: readonly number[]; grid: Grid };

function plan(text: string): Plan {
  const bytes = new TextEncoder().encode(text);
  const version =
    blocks.findIndex(({ data }, index) => {
      const room = data.reduce((sum, one) => sum + one, 0) * 8;
      return room >= 4 + (index < 9 ? 8 : 16) + bytes.length * 8;
    }) + 1;
  if (version === 0) throw new RangeError('text too long for a QR code of version 10');
  return { words: codewords(bytes, version), grid: skeleton(version) };
}

/** The code under one of the eight masks (0 to 7); any of them can be read. */
export function qrMasked(text: string, mask: number): boolean[][] {
  const { words, grid } = plan(text);
  return fill(grid, words, mask);
}

/** The modules of the code, true where dark; rows from the top. */
export function qrMatrix(text: string): boolean[][] {
  const { words, grid } = plan(text);
  const drawn = masks.map((_mask, at) => fill(grid, words, at));
  const scores = drawn.map(penalty);
  return drawn[scores.indexOf(Math.min(...scores))] as boolean[][];
}
