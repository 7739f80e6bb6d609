/**
 * Reads a file of any length piece by piece and tells how far it is; loaded with the desk, not with the first form.
 * Rests on what the server says before a long file: how many rows, and about how many bytes.
 * Promises: memory does not hold the whole; a file that was cut is never taken for a whole one.
 */
export interface Progress {
  readonly bytes: number;
  /** About how many there will be; null when nobody said so. */
  readonly of: number | null;
  readonly rows: number | null;
}

/** Bytes that wait for their stop at most: the browser keeps whole Blobs on the disk. */
const FOLD = 4 * 1024 * 1024;
/** A quiet line is given up after the time that so many bytes may take. */
export const QUIET_BYTES = 64 * 1024;

function told(response: Response, name: string): number | null {
  const header = response.headers.get(name);
  return header !== null && /^[0-9]+$/.test(header) ? Number(header) : null;
}

/** In whole percent; 99 until the last byte is here. */
export function percentOf({ bytes, of }: Progress): number | null {
  return of === null || of === 0 ? null : Math.min(99, Math.floor((bytes * 100) / of));
}

export function reading(
  tell: (progress: Progress) => void,
): (response: Response, alive: () => void) => Promise<Blob> {
  return async (response, alive) => {
    const of = told(response, 'Gocua-Bytes');
    const rows = told(response, 'Gocua-Rows');
    const type = response.headers.get('Content-Type') ?? '';
    const reader = response.body?.getReader();
    if (!reader) return await response.blob();
    let whole = new Blob([], { type });
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let held = 0;
    let bytes = 0;
    tell({ bytes, of, rows });
    for (;;) {
      const { done, value } = await reader.read();
      if (value) {
        alive();
        pieces.push(value);
        held += value.byteLength;
        bytes += value.byteLength;
        tell({ bytes, of, rows });
      }
      if (done || held >= FOLD) {
        whole = new Blob([whole, ...pieces], { type });
        pieces = [];
        held = 0;
      }
      if (done) return whole;
    }
  };
}
