/**
 * All tellers of one machine: the count of each today, and the sum.
 *
 * Rests on each teller's own store, read for counts alone. Promises: a tap in another tab, or of another
 * teller, shows here without a reload; with one teller nothing is shown.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Store } from '../store/contract';
import { count } from '../ui/figures';
import { Kv } from '../ui/rows';
import { tallyOf } from './tally';
import { tapsOf } from './taps';
import { counterWords } from './words';

/** Opens the other tellers' stores; whoever opens them closes them. */
export type OpenOthers = () => Promise<readonly Store[]>;

type Teller = { id: string; name: string; helped: number };

/** Each store's own day: with a wrong clock it is that of the teller's last contact. */
async function helpedIn(store: Store): Promise<number> {
  const day = await store.today();
  const [taps, lists] = await Promise.all([
    tapsOf(store, { from: day, to: day }),
    store.directory(),
  ]);
  return tallyOf(taps, lists?.outcomes ?? []).helped;
}

export function Machine(props: { me: string; mine: number; today: string; others: OpenOthers }) {
  const { me, mine, today, others } = props;
  const w = counterWords.value;
  const found = useSignal<readonly Teller[]>([]);
  useEffect(() => {
    let over = false;
    let stores: readonly Store[] = [];
    const read = async () => {
      const tellers = await Promise.all(
        stores.map(async (store) => ({
          id: store.device.deviceId,
          name: store.device.person.name,
          helped: await helpedIn(store),
        })),
      );
      if (!over) found.value = tellers;
    };
    const refresh = () => {
      // A store that cannot be read now is read at the next change.
      read().catch(() => undefined);
    };
    const seen = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    others().then(
      (opened) => {
        if (over) {
          for (const store of opened) store.close();
          return;
        }
        stores = opened;
        for (const store of stores) store.onChange(refresh);
        refresh();
      },
      // The other tellers' counts are not shown; one's own are.
      () => undefined,
    );
    document.addEventListener('visibilitychange', seen);
    return () => {
      over = true;
      for (const store of stores) store.close();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [others, today, found]);

  if (found.value.length === 0) return null;
  const all = found.value.reduce((sum, teller) => sum + teller.helped, mine);
  return (
    <section class="machine" aria-label={w.machine}>
      <Kv
        facts={[
          { term: w.you(me), value: <b>{count(mine)}</b> },
          ...found.value.map((teller) => ({
            term: teller.name,
            value: <b>{count(teller.helped)}</b>,
          })),
          { term: w.machine, value: <b data-machine-total>{count(all)}</b> },
        ]}
      />
    </section>
  );
}
