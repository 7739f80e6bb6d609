/**
 * What this phone can tell a helper about itself, as lines of text.
 *
 * Pure but for reading. Promises: no name, number, note, place or id of anybody or of any record gets in;
 * counts, codes and times of the phone only.
 */
import { instantOf } from '../../../core/day';
import type { Store } from '../../../store/contract';
import { type Persistence, readPersistence } from '../../../store/persistence';
import type { EngineStatus } from '../../../sync/contract';
import { space } from '../../../ui/format';
import { leaveWords } from './words';

export type Found = {
  version: string;
  browser: string;
  standalone: boolean;
  worker: boolean;
  storage: Persistence;
  waiting: number;
  oldestAt: string | null;
  sent: number;
  attention: number;
  /** Codes of what needs attention, with how often each. */
  attentionCodes: ReadonlyMap<string, number>;
  clockError: number | null;
  lastAnswerAt: number | null;
  problem: string | null;
  troubles: readonly { readonly code: string; readonly at: number }[];
  oldPhones: number;
  at: number;
};

const most = 500;

/** The worker keeps the files of the app in caches of that name (worker/sw.ts); some browsers have none. */
async function opensOffline(): Promise<boolean> {
  if (typeof caches === 'undefined') return false;
  return (await caches.keys().catch(() => [])).some((name) => name.startsWith('gocua-'));
}

export async function lookAround(phone: {
  store: Store;
  status: EngineStatus;
  version: string;
  standalone: boolean;
  now: () => number;
}): Promise<Found> {
  const { store, status } = phone;
  const [queue, counts, memory, wrong, storage] = await Promise.all([
    store.queue(),
    store.counts(),
    store.memory(),
    store.listRecords({ state: 'attention', limit: most }),
    readPersistence(),
  ]);
  const attentionCodes = new Map<string, number>();
  for (const { receipt } of wrong.records) {
    const code = receipt?.code ?? receipt?.status ?? 'unanswered';
    attentionCodes.set(code, (attentionCodes.get(code) ?? 0) + 1);
  }
  return {
    version: phone.version,
    browser: navigator.userAgent,
    standalone: phone.standalone,
    worker: await opensOffline(),
    storage,
    waiting: queue.length,
    oldestAt: queue.oldestAt,
    sent: counts.sent,
    attention: counts.attention,
    attentionCodes,
    clockError: memory.clockError,
    lastAnswerAt: memory.lastAnswerAt,
    problem: status.problem,
    troubles: memory.troubles ?? [],
    oldPhones: (store.device.oldPhones ?? []).reduce((sum, one) => sum + one.waiting, 0),
    at: phone.now(),
  };
}

/** A code of the catalogue; anything else that came in its place may hold what it should not. */
function codeOf(text: string): string {
  return /^[a-z_.]{1,40}$/.test(text) ? text : '?';
}

function bytes(value: number | null): string {
  return value === null ? '?' : space(value);
}

export function tell(found: Found): string {
  const w = leaveWords.value.diagnostic;
  const time = (ms: number | null) => (ms === null ? w.never : instantOf(ms));
  const codes = [...found.attentionCodes].map(([code, n]) => `${codeOf(code)} × ${n}`);
  const lines: [string, string][] = [
    [w.version, found.version],
    [w.browser, found.browser],
    [w.home, found.standalone ? w.yes : w.no],
    [w.worker, found.worker ? w.yes : w.no],
    [w.kept, found.storage.persisted === null ? '?' : found.storage.persisted ? w.yes : w.no],
    [w.used, bytes(found.storage.usage)],
    [w.free, bytes(found.storage.free)],
    [w.waiting, String(found.waiting)],
    [w.oldest, found.oldestAt ?? w.none],
    [w.sent, String(found.sent)],
    [w.attention, [found.attention, ...codes].join(', ')],
    [w.clock, found.clockError === null ? '?' : `${Math.round(found.clockError / 1000)} s`],
    [w.answer, time(found.lastAnswerAt)],
    [w.problem, found.problem === null ? w.none : codeOf(found.problem)],
    [
      w.troubles,
      found.troubles.map((one) => `${codeOf(one.code)} ${time(one.at)}`).join(', ') || w.none,
    ],
    [w.oldPhones, String(found.oldPhones)],
    [w.made, time(found.at)],
  ];
  return `${[w.head, ...lines.map(([term, value]) => `${term}: ${value}`)].join('\n')}\n`;
}
