/** What somebody sent, as facts that a person can read; what cannot be read so stays in the raw text. Pure. */
import type { Directory } from '../../core/types';
import { nameOf } from '../../ui/language';
import type { Sent } from './wire';

export const facts = [
  'area',
  'outcome',
  'mode',
  'happenedAt',
  'note',
  'verdict',
  'reason',
  'rev',
] as const;
export type Fact = (typeof facts)[number];

export interface Told {
  readonly fact: Fact;
  readonly value: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names for codes that the lists know; a code that they do not know stands as it was sent. */
export function factsOf(sent: Sent, directory: Directory | null): readonly Told[] {
  if (!sent) return [];
  const body = isObject(sent.body) ? sent.body : {};
  const found: Told[] = [];
  const add = (fact: Fact, value: unknown, known?: string) => {
    if (typeof value === 'string' && value !== '') found.push({ fact, value: known ?? value });
    else if (typeof value === 'number') found.push({ fact, value: String(value) });
  };
  const areas = [...(directory?.areas ?? []), ...(directory?.closedAreas ?? [])];
  const area = areas.find((one) => one.code === body.area);
  const above = areas.find((one) => one.code === area?.parent);
  const outcome = directory?.outcomes.find((one) => one.code === body.outcome);
  const mode = directory?.modes.find((one) => one.code === body.mode);
  add('area', body.area, area && [area.name, above?.name].filter(Boolean).join(', '));
  add('outcome', body.outcome, outcome && nameOf(outcome));
  add('mode', body.mode, mode && nameOf(mode));
  add('happenedAt', sent.happened_at);
  add('note', body.note);
  add('verdict', body.verdict);
  add('reason', body.reason);
  if (typeof sent.rev === 'number' && sent.rev > 1) add('rev', sent.rev);
  return found;
}

export function rawOf(sent: Sent): string {
  return JSON.stringify(sent, null, 2);
}
