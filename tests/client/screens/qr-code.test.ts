/** QR codes drawn on the phone are, module by module, those of an independent maker (segno). */
import { expect, it } from 'vitest';
import { qrMasked, qrMatrix } from '../../../client/src/ui/qr-code';
import vectors from '../../vectors/qr.json';

function rowsOf(matrix: boolean[][]): string[] {
  return matrix.map((row) =>
    BigInt(`0b${row.map((dark) => (dark ? '1' : '0')).join('')}`).toString(16),
  );
}

it.each(vectors)('draws $text as version $version', ({ text, version, mask, rows }) => {
  const matrix = qrMasked(text, mask);
  expect(matrix).toHaveLength(17 + 4 * version);
  expect(rowsOf(matrix)).toEqual(rows);
});

it.each(vectors)('shows $text under a mask that readers know', ({ text }) => {
  const shown = rowsOf(qrMatrix(text)).join();
  const masked = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => rowsOf(qrMasked(text, mask)).join());
  expect(new Set(masked).size).toBe(8);
  expect(masked).toContain(shown);
});

it('says so when the text is too long', () => {
  expect(() => qrMatrix('x'.repeat(214))).toThrow(RangeError);
});
