/**
 * The receipt as a picture: black on white like paper, whatever the theme, 720 points wide.
 * Promises: long names and sentences are broken into lines, none is cut; null where there is no canvas.
 */
import { qrMatrix } from '../../ui/qr-code';

export type Picture = {
  title: string;
  day: string;
  name: string;
  campaign: string;
  sample: string | null;
  lines: readonly { term: string; value: string }[];
  proof: { text: string; code: string; link: string; how: string } | null;
  unproved: string;
  made: string;
};

const width = 720;
const edge = 40;
const room = width - 2 * edge;
const quiet = 4;
const square = 300;
const font = (size: number, bold = false) =>
  `${bold ? '700' : '400'} ${size}px system-ui, -apple-system, Roboto, "Segoe UI", sans-serif`;

type Measure = (text: string) => number;

/** Words in lines that fit; a word longer than a line is broken where it must be. */
export function broken(text: string, most: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  const put = (word: string) => {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= most) {
      line = longer;
      return;
    }
    if (line !== '') lines.push(line);
    line = '';
    let rest = word;
    while (measure(rest) > most && rest.length > 1) {
      let end = rest.length - 1;
      while (end > 1 && measure(rest.slice(0, end)) > most) end -= 1;
      lines.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    line = rest;
  };
  for (const word of text.split(/\s+/).filter(Boolean)) put(word);
  if (line !== '') lines.push(line);
  return lines;
}

/** Draws at a place, or only measures when `real` is false; returns the height. */
function compose(pen: CanvasRenderingContext2D, picture: Picture, real: boolean): number {
  let y = edge;
  const write = (text: string, size: number, bold = false, gap = 12) => {
    pen.font = font(size, bold);
    for (const line of broken(text, room, (part) => pen.measureText(part).width)) {
      y += size;
      if (real) pen.fillText(line, edge, y);
      y += Math.round(size * 0.35);
    }
    y += gap;
  };
  const rule = () => {
    if (real) pen.fillRect(edge, y, room, 2);
    y += 18;
  };
  const { proof } = picture;
  write(`Gõ Cửa · ${picture.title}`, 26, true);
  write(picture.day, 40, true);
  write(picture.name, 30);
  write(picture.campaign, 26, false, 18);
  if (picture.sample) write(picture.sample, 24, true, 18);
  rule();
  for (const { term, value } of picture.lines) {
    write(term, 24, false, 0);
    write(value, 34, true, 16);
  }
  rule();
  if (proof) {
    write(proof.text, 26, true, 16);
    const matrix = qrMatrix(proof.link);
    const cell = Math.floor(square / (matrix.length + 2 * quiet));
    if (real) {
      matrix.forEach((row, down) => {
        row.forEach((dark, along) => {
          if (dark) {
            pen.fillRect(edge + (quiet + along) * cell, y + (quiet + down) * cell, cell, cell);
          }
        });
      });
    }
    y += (matrix.length + 2 * quiet) * cell + 16;
    write(proof.code, 28, true);
    write(proof.how, 24);
  } else write(picture.unproved, 28, true);
  write(picture.made, 22, false, 0);
  return y + edge;
}

/** A PNG, or null. */
export async function draw(picture: Picture): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  canvas.height = compose(pen, picture, false);
  // Setting the height has wiped the pen.
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = 'black';
  pen.textBaseline = 'alphabetic';
  compose(pen, picture, true);
  return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
