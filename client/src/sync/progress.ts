/**
 * The progress of one's hamlets and organisation as last known, for when there is no network.
 *
 * Rests on /totals, which gives helpers the state of the last midnight: once a day is enough.
 * Promises: what is kept carries its day and the server's time; a failure leaves what is known.
 */
import { addDays, dayOf, instantOf } from '../core/day';
import type { Progress, ProgressRow, Store } from '../store/contract';
import type { Engine, TotalsFigures, Transport } from './contract';

const DAYS_BACK = 14;
const MOST_ROWS = 8;
const RETRY_MS = 10 * 60_000;

interface Parts {
  readonly store: Store;
  readonly transport: Pick<Transport, 'me' | 'totals'>;
  readonly now: () => number;
}

function rowOf(code: string, name: string, figures: TotalsFigures): ProgressRow {
  const { records, assists, smartphones } = figures;
  return { code, name, records, assists, smartphones };
}

/** Where this phone has logged lately, and the hamlet it was given; most visited first. */
async function ownAreas(store: Store, today: string): Promise<string[]> {
  const page = await store.listRecords({ from: addDays(today, -DAYS_BACK), limit: 2000 });
  const visits = new Map<string, number>();
  const preset = store.device.presetHamlet;
  if (preset !== null) visits.set(preset, 0);
  for (const { area } of page.records) visits.set(area, (visits.get(area) ?? 0) + 1);
  return [...visits].sort(([, a], [, b]) => b - a).map(([code]) => code);
}

/** True when something newer is kept now. Rejects with StoreError. */
export async function refreshProgress({ store, transport, now }: Parts): Promise<boolean> {
  const { tz } = store.device.campaign;
  const memory = await store.memory();
  const today = dayOf(instantOf(now() + (memory.clockError ?? 0)), tz);
  if (memory.progress?.day === today) return false;
  const [whole, me] = await Promise.all([transport.totals({ by: 'hamlet' }), transport.me()]);
  if (!whole.ok || !me.ok) return false;
  const own = me.value.membership.organisation;
  const united = own === null ? null : await transport.totals({ by: 'commune', organisation: own });
  const lists = await store.directory();
  const unit = lists?.organisations.find((one) => one.code === own)?.name;
  const wanted = await ownAreas(store, today);
  const hamlets = wanted
    .flatMap((code) => whole.value.rows.filter((row) => row.code === code))
    .slice(0, MOST_ROWS)
    .map((row) => rowOf(row.code, row.name, row));
  const area = me.value.membership.area;
  const place = lists?.areas.find((one) => one.code === area);
  const { serverNow } = whole.value;
  const progress: Progress = {
    day: dayOf(serverNow, tz),
    at: serverNow,
    hamlets,
    whole: rowOf(area ?? '', place?.name ?? area ?? '', whole.value.total),
    organisation: own !== null && united?.ok ? rowOf(own, unit ?? own, united.value.total) : null,
  };
  await store.remember({ progress });
  return true;
}

/** Keeps it fresh while passes reach the server. Returns how to stop. */
export function followProgress(parts: Parts & { readonly engine: Engine }): () => void {
  let triedAt: number | null = null;
  return parts.engine.status.subscribe(({ online, sending, problem }) => {
    if (!online || sending || problem !== null) return;
    if (triedAt !== null && Math.abs(parts.now() - triedAt) < RETRY_MS) return;
    triedAt = parts.now();
    // What is known stays; the next time is in ten minutes.
    refreshProgress(parts).catch(() => undefined);
  });
}
