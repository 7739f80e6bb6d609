/** What backups, keys and jobs come to: fine, time again, never, failed. Pure. */
import type { Backups, Jobs, Keys } from './wire';

export type Verdict = 'ok' | 'due' | 'never' | 'failed';

const kinds = ['backup', 'test', 'trail'] as const;
export type UpkeepKind = (typeof kinds)[number];

export function verdictOf(backups: Backups, kind: UpkeepKind, nowMs: number): Verdict {
  const last = backups[kind];
  if (last === null) return 'never';
  if (kind === 'test' && last.details.ok !== true) return 'failed';
  const due = backups.due[kind];
  return due !== null && Date.parse(due) <= nowMs ? 'due' : 'ok';
}

/** The worst of all: what the list of pages says beside "backups". */
export function backupsVerdict(backups: Backups, nowMs: number): Verdict {
  const all = kinds.map((kind) => verdictOf(backups, kind, nowMs));
  return (['failed', 'never', 'due'] as const).find((one) => all.includes(one)) ?? 'ok';
}

export function keysDue(keys: Keys, nowMs: number): boolean {
  return keys.next !== null && Date.parse(keys.next.dueAt) <= nowMs;
}

export function jobsVerdict(jobs: Jobs): Verdict {
  if (jobs.seenAt === null) return 'never';
  if (jobs.items.some((job) => job.failures > 0)) return 'failed';
  return jobs.silent ? 'due' : 'ok';
}
