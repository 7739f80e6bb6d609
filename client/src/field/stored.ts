/**
 * What a screen reads from the store, read again after every change.
 * Promises: what was read last stays while it is read again, or cannot be.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { FieldRecord } from '../core/types';
import { useField } from './context';

/** `read` is called again when one of `on` is another; undefined until there is an answer. */
export function useStored<T>(
  read: () => Promise<T>,
  on: readonly (string | number | null | undefined)[] = [],
): T | undefined {
  const { reading, changed } = useField();
  const found = useSignal<T | undefined>(undefined);
  const latest = useRef(read);
  latest.current = read;
  const turn = changed.value;
  const asked = on.join('\n');
  useEffect(() => {
    let current = true;
    void [turn, asked];
    void reading(latest, latest.current()).then((answer) => {
      if (current && answer !== undefined) found.value = answer;
    });
    return () => {
      current = false;
      // Who has left misses nothing.
      void reading(latest, Promise.resolve());
    };
  }, [reading, turn, asked, found]);
  return found.value;
}

/** The record with this id; null when there is none, undefined while it is being read. */
export function useRecord(recordId: string): FieldRecord | null | undefined {
  const { store } = useField();
  return useStored(() => store.getRecord(recordId), [recordId]);
}
