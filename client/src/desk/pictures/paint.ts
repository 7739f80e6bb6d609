/**
 * A scene as a file: SVG text, or a PNG drawn on a canvas.
 * Rests on the tokens of the light theme, so that what is printed or mailed is light whatever the screen is.
 */
import type { Ink, Scene, Shape } from './scene';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';

export type Palette = (ink: Ink) => string;

/** What the tokens are by themselves, without the dark theme over them. */
export function lightPalette(): Palette {
  const found = new Map<string, string>();
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule) || rule.selectorText !== ':root') continue;
      for (const name of rule.style) {
        if (name.startsWith('--'))
          found.set(name.slice(2), rule.style.getPropertyValue(name).trim());
      }
    }
  }
  return (ink) => found.get(ink) ?? 'currentColor';
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const short = (value: number) => String(Number(value.toFixed(2)));

function element(shape: Shape, palette: Palette): string {
  if (shape.kind === 'box') {
    const line = shape.line
      ? ` stroke="${palette(shape.line)}"${shape.dashed ? ' stroke-dasharray="5 4"' : ''}`
      : '';
    return `<rect x="${short(shape.x)}" y="${short(shape.y)}" width="${short(shape.width)}" height="${short(shape.height)}" fill="${palette(shape.fill)}"${line}/>`;
  }
  const weight = shape.bold ? ' font-weight="700"' : '';
  const anchor = shape.anchor ? ` text-anchor="${shape.anchor}"` : '';
  return `<text x="${short(shape.x)}" y="${short(shape.y)}" font-size="${shape.size}"${weight}${anchor} fill="${palette(shape.fill)}">${escaped(shape.text)}</text>`;
}

export function svgOf(scene: Scene, palette: Palette): string {
  const { width, height, title, shapes } = scene;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${short(height)}" width="${width}" height="${short(height)}" role="img" font-family="${escaped(FONT)}">`,
    `<title>${escaped(title)}</title>`,
    ...shapes.map((shape) => element(shape, palette)),
    '</svg>',
    '',
  ].join('\n');
}

/** Twice as large as the screen's px, so that it is sharp on paper; null where the browser makes no canvas. */
export function pngOf(scene: Scene, palette: Palette): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = scene.width * 2;
  canvas.height = Math.ceil(scene.height) * 2;
  const brush = canvas.getContext('2d');
  if (!brush) return Promise.resolve(null);
  brush.scale(2, 2);
  for (const shape of scene.shapes) draw(brush, shape, palette);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function draw(brush: CanvasRenderingContext2D, shape: Shape, palette: Palette): void {
  brush.fillStyle = palette(shape.fill);
  if (shape.kind === 'box') {
    brush.fillRect(shape.x, shape.y, shape.width, shape.height);
    if (!shape.line) return;
    brush.strokeStyle = palette(shape.line);
    brush.setLineDash(shape.dashed ? [5, 4] : []);
    brush.strokeRect(shape.x, shape.y, shape.width, shape.height);
    return;
  }
  brush.font = `${shape.bold ? '700 ' : ''}${shape.size}px ${FONT}`;
  brush.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start');
  brush.fillText(shape.text, shape.x, shape.y);
}
