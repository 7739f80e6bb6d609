/** Reads the taps of a counter's store: whole days, however many they are. Rests on the store's pages. */
import type { FieldRecord } from '../core/types';
import type { Store } from '../store/contract';

const PAGE = 1000;

/** Newest first, withdrawn ones included. */
export async function tapsOf(
  store: Pick<Store, 'listRecords'>,
  days: { from: string; to?: string },
): Promise<readonly FieldRecord[]> {
  const taps: FieldRecord[] = [];
  let after: string | null = null;
  do {
    const page = await store.listRecords({ ...days, limit: PAGE, ...(after ? { after } : {}) });
    taps.push(...page.records.filter((record) => record.mode === 'counter'));
    after = page.next;
  } while (after !== null);
  return taps;
}
