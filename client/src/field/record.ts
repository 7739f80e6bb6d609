/** One record as a screen follows it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FieldRecord } from '../core/types';
import { useField } from './context';

/** The record with this id, read again after every change; undefined while it is being read. */
export function useRecord(recordId: string): FieldRecord | null | undefined {
  const { store, changed } = useField();
  const found = useSignal<FieldRecord | null | undefined>(undefined);
  const turn = changed.value;
  useEffect(() => {
    let current = true;
    void turn;
    void store.getRecord(recordId).then((record) => {
      if (current) found.value = record;
    });
    return () => {
      current = false;
    };
  }, [store, recordId, turn, found]);
  return found.value;
}
