/** What every page of the desk shares: the session, who is calling, the directory, and the frame around. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Area, Directory } from '../core/types';
import type { Session } from '../sync/account';
import type { Me } from '../sync/contract';
import type { Notify } from '../ui/notices';

export interface Desk {
  readonly session: Session;
  readonly me: ReadonlySignal<Me | null>;
  readonly directory: ReadonlySignal<Directory | null>;
  readonly problem: ReadonlySignal<string | null>;
  /** The inbox, and notices that ring. */
  readonly notify: Notify;
  signOut(): Promise<void>;
  /** The lists again, after they were changed here. */
  refresh(): Promise<void>;
  /** The area at the top of the campaign. */
  root(): Area | null;
  /** The area at the top of what this person sees. */
  home(): Area | null;
  area(code: string): Area | null;
}

export async function openDesk(
  session: Session,
  notify: Notify,
  signOut: () => Promise<void>,
): Promise<Desk> {
  const me = signal<Me | null>(null);
  const directory = signal<Directory | null>(await session.store.directory().catch(() => null));
  const problem = signal<string | null>(null);
  const load = async () => {
    const [who, lists] = await Promise.all([
      session.transport.me(),
      session.transport.directory(null),
    ]);
    if (who.ok) me.value = who.value;
    problem.value = who.ok ? null : who.error.code;
    if (lists.ok && lists.value) {
      directory.value = lists.value.directory;
      const { directory: found, etag } = lists.value;
      // The person may have left meanwhile, or the disk be full; the lists are shown all the same.
      await session.store.saveDirectory(found, etag).catch(() => undefined);
    }
  };
  void load();
  const root = () => {
    const areas = directory.value?.areas ?? [];
    const codes = new Set(areas.map((one) => one.code));
    return areas.find((one) => one.parent === null || !codes.has(one.parent)) ?? null;
  };
  const area = (code: string) => directory.value?.areas.find((one) => one.code === code) ?? null;
  return {
    session,
    me,
    directory,
    problem,
    notify,
    signOut,
    refresh: load,
    area,
    root,
    home: () => {
      const own = me.value?.membership.area;
      return (own ? area(own) : null) ?? root();
    },
  };
}

const DeskContext = createContext<Desk | null>(null);

export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a page of the desk stands outside its provider');
  return desk;
}
