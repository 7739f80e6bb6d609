/** What a square of the board says of its versions. */
import type { Square, Version } from '../../sync/reports';

export function newest({ versions }: Square): Version | undefined {
  return versions[versions.length - 1];
}

/** Whether staff have not looked at the newest version yet. */
export function unread(square: Square): boolean {
  return newest(square)?.verdict === null;
}

/** Received late, finished in time, and not decided yet. */
export function excusable(square: Square): boolean {
  return square.finishedInTime && square.excuse === null && square.status === 'late';
}
