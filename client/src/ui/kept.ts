/** What this browser remembers for its pages, whoever is here. Promises: one that keeps nothing still works. */

/** Under which the present day is kept (core/kept-day.ts). */
export const lastDay = 'gocua-day';

export function keptOf(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It is as asked for until the page goes.
  }
}
