/** A QR code drawn from its text, black on white in both themes. Rests on qr-code. */
import { useMemo } from 'preact/hooks';
import { qrMatrix } from './qr-code';

/** The dark modules as one path, a run a piece. */
function pathOf(matrix: readonly (readonly boolean[])[]): string {
  let path = '';
  matrix.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      let end = x;
      while (row[end]) end += 1;
      if (end > x) path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
      x = end + 1;
    }
  });
  return path;
}

export function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const matrix = qrMatrix(text);
    return { size: matrix.length, path: pathOf(matrix) };
  }, [text]);
  return (
    <div class="qr">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={label}
        shape-rendering="crispEdges"
      >
        <path d={path} />
      </svg>
    </div>
  );
}
