/**
 * The inbox: what a person is told, each with the page that it is about; and the switch for notices that ring.
 *
 * Rests on two doors that its place opens: to the server's inbox and to the browser's push service. Promises: a
 * notice is marked read when it is opened or when the reader says so, never by being shown; the browser asks for
 * permission on a tap alone; where nothing rings, it says in words why, and that the inbox has everything all the same.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dayOf } from '../core/day';
import type { Result } from '../core/result';
import { Btn } from './buttons';
import { fullDay, hour } from './format';
import { Icon } from './icon';
import { Banner, Empty } from './marks';
import { noticeWords } from './notice-words';
import { trouble } from './trouble';
import './css/notices.css';

export interface NoticeLine {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly at: string;
  readonly read: boolean;
}

type Answer<T> = Promise<Result<T, { readonly code: string }>>;

export interface InboxDoor {
  list(
    after: string | null,
    limit?: number,
  ): Answer<{ items: readonly NoticeLine[]; unread: number; next: string | null }>;
  read(ids: readonly string[]): Answer<{ unread: number }>;
}

/**
 * `off`: may be switched on. `denied`: the person or the browser has refused. `home`: an iPhone rings only for what
 * stands on its home screen. `none`: this browser cannot. `failed`: it could not be switched now.
 */
export type PushState = 'on' | 'off' | 'denied' | 'home' | 'none' | 'failed';

export interface PushDoor {
  state(): Promise<PushState>;
  turnOn(): Promise<PushState>;
  turnOff(): Promise<PushState>;
}

/** What main opens for a session. */
export interface Notify {
  readonly inbox: InboxDoor;
  readonly push: PushDoor;
  /** Something rang while the page is open; returns what stops listening. */
  onRing(listener: () => void): () => void;
}

export function PushSwitch({ door }: { door: PushDoor }) {
  const w = noticeWords.value.push;
  const state = useSignal<PushState | null>(null);
  const busy = useSignal(false);
  useEffect(() => {
    void door.state().then((found) => {
      state.value = found;
    });
  }, [door, state]);
  const turn = async (to: () => Promise<PushState>) => {
    if (busy.value) return;
    busy.value = true;
    state.value = await to();
    busy.value = false;
  };
  if (state.value === null) return null;
  const now = state.value;
  const may = now === 'off' || now === 'failed';
  return (
    <Banner kind={now === 'on' ? 'ok' : now === 'off' ? 'info' : 'wait'} icon="bell" now>
      {w.title[now]}
      <p>{w.text[now]}</p>
      {may ? (
        <div class="push-act">
          <Btn icon="bell" locked={busy.value} onClick={() => void turn(() => door.turnOn())}>
            {busy.value ? w.busy : w.turnOn}
          </Btn>
        </div>
      ) : null}
      {now === 'on' ? (
        <div class="push-act">
          <Btn locked={busy.value} onClick={() => void turn(() => door.turnOff())}>
            {w.turnOff}
          </Btn>
        </div>
      ) : null}
    </Banner>
  );
}

type List = {
  items: readonly NoticeLine[];
  unread: number;
  next: string | null;
  problem: string | null;
};

export function Inbox(props: {
  notify: Pick<Notify, 'inbox' | 'onRing'>;
  tz: string;
  /** Told whenever the number of unread ones is known. */
  onUnread?: (unread: number) => void;
}) {
  const { notify, tz, onUnread } = props;
  const door = notify.inbox;
  const w = noticeWords.value;
  const list = useSignal<List | null>(null);
  const keep = (next: List) => {
    list.value = next;
    onUnread?.(next.unread);
  };
  const load = async (after: string | null) => {
    const before = after === null ? [] : (list.peek()?.items ?? []);
    const reply = await door.list(after);
    if (reply.ok) {
      keep({ ...reply.value, items: [...before, ...reply.value.items], problem: null });
    } else {
      const kept = list.peek() ?? { items: [], unread: 0, next: null };
      list.value = { ...kept, problem: reply.error.code };
    }
  };
  useEffect(() => {
    void load(null);
    const seen = () => {
      if (document.visibilityState === 'visible') void load(null);
    };
    document.addEventListener('visibilitychange', seen);
    const stop = notify.onRing(seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      stop();
    };
  }, [notify]);

  const markRead = async (ids: readonly string[]) => {
    const found = list.peek();
    if (!found || ids.length === 0) return;
    const items = found.items.map((one) => (ids.includes(one.id) ? { ...one, read: true } : one));
    list.value = { ...found, items };
    const reply = await door.read(ids);
    if (reply.ok) keep({ ...found, items, unread: reply.value.unread, problem: null });
  };

  const found = list.value;
  if (found === null) return <div class="block late" aria-hidden="true" />;
  const unread = found.items.filter((one) => !one.read).map((one) => one.id);
  const { problem } = found;
  return (
    <section class="stack" aria-label={w.title}>
      {problem ? (
        <Banner kind={problem.startsWith('transport.') ? 'wait' : 'bad'} icon="alert" now>
          {trouble(problem).title}
          <p>{trouble(problem).text}</p>
        </Banner>
      ) : null}
      <div class="spread">
        <p role="status">
          {found.unread
            ? w.unread(found.unread)
            : problem && !found.items.length
              ? null
              : w.allRead}
        </p>
        {unread.length ? (
          <Btn icon="check2" onClick={() => void markRead(unread)}>
            {w.readAll}
          </Btn>
        ) : null}
      </div>
      {found.items.length ? (
        <ul class="notices">
          {found.items.map((one) => (
            <li key={one.id} class={one.read ? 'notice' : 'notice notice-new'}>
              <a href={one.link} onClick={() => void markRead(one.read ? [] : [one.id])}>
                <Icon name={one.read ? 'check' : 'bell'} />
                <span>
                  <b>
                    {one.read ? null : <span class="sr">{w.isNew} </span>}
                    {one.title}
                  </b>
                  <span class="notice-body">{one.body}</span>
                  <span class="row-sub">
                    {hour(one.at, tz)}, {fullDay(dayOf(one.at, tz))}
                  </span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      ) : problem ? null : (
        <Empty icon="bell" title={w.empty} text={w.emptyText} />
      )}
      {found.next ? (
        <div>
          <Btn onClick={() => void load(found.next)}>{w.more}</Btn>
        </div>
      ) : null}
    </section>
  );
}
