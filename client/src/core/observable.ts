/** A value that tells when it changes; same shape as a signal, without the library. */

export interface Source<T> {
  readonly value: T;
  set(value: T): void;
  /** Calls at once with the present value, then on each change. */
  subscribe(listener: (value: T) => void): () => void;
}

export function createSource<T>(initial: T): Source<T> {
  let present = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return present;
    },
    set(value) {
      present = value;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(present);
      return () => listeners.delete(listener);
    },
  };
}
