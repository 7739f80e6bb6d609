/** What tells of something, in memory: an inbox of given notices, and a browser that answers as it is told. */
import type { NoticeLine, Notify, PushState } from '../../../../client/src/ui/notices';

export interface ToldNotify extends Notify {
  /** Ids that were marked read, in order. */
  readonly reads: string[];
  /** Acts of the switch, in order. */
  readonly acts: string[];
  ring(): void;
}

export function toldNotify(
  given: { notices?: readonly NoticeLine[]; push?: PushState; answers?: readonly PushState[] } = {},
): ToldNotify {
  let notices = given.notices ?? [];
  const answers = [...(given.answers ?? [])];
  const listeners = new Set<() => void>();
  const reads: string[] = [];
  const acts: string[] = [];
  const unread = () => notices.filter((one) => !one.read).length;
  const act = async (name: string): Promise<PushState> => {
    acts.push(name);
    return answers.shift() ?? 'on';
  };
  return {
    reads,
    acts,
    ring: () => {
      for (const each of listeners) each();
    },
    inbox: {
      list: async (after, limit = 30) => {
        const from = after === null ? 0 : notices.findIndex((one) => one.id === after) + 1;
        const items = notices.slice(from, from + limit);
        const more = from + limit < notices.length;
        const next = more ? (items[items.length - 1]?.id ?? null) : null;
        return { ok: true, value: { items, unread: unread(), next } };
      },
      read: async (ids) => {
        reads.push(...ids);
        notices = notices.map((one) => (ids.includes(one.id) ? { ...one, read: true } : one));
        return { ok: true, value: { unread: unread() } };
      },
    },
    push: {
      state: async () => given.push ?? 'off',
      turnOn: () => act('on'),
      turnOff: () => act('off'),
    },
    onRing: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
