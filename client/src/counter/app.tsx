/**
 * 10: the counter. One number, one button; each tap is a record of its own, so two counters add up.
 *
 * Rests on the store and the engine. Promises: a tap is counted when the store has it, not before; every
 * tap of today can be undone; no customer data is taken. Keys: space, 1 to 4, backspace.
 */
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { addDays } from '../core/day';
import type { Directory, FieldRecord } from '../core/types';
import type { Store } from '../store/contract';
import type { Engine, EngineStatus } from '../sync/contract';
import { Btn } from '../ui/buttons';
import { count, hour } from '../ui/figures';
import { SampleBar, SyncPill, Title } from '../ui/frame';
import { Icon } from '../ui/icon';
import { words } from '../ui/language';
import { lazily } from '../ui/lazy';
import { Logo } from '../ui/logo';
import { Banner, Sample } from '../ui/marks';
import type { OpenOthers } from './machine';
import {
  actionOf,
  type Button,
  buttonIcons,
  buttonIn,
  counterArea,
  others,
  outcomeOf,
  tallyOf,
} from './tally';
import { tapsOf } from './taps';
import { buttonName, counterWords } from './words';
import '../ui/css/outcome.css';
import '../ui/css/counter.css';
import { trouble } from '../ui/trouble';

export type CounterProps = {
  store: Store;
  engine: Engine;
  /** The other tellers of this machine. */
  others?: OpenOthers;
};

const daysShown = 7;

/** What is read below the number, and the other tellers: drawn right after the buttons. */
const recent = lazily(() => import('./recent').then((part) => part.Recent));
const machine = lazily(() => import('./machine').then((part) => part.Machine));

type Counter = CounterProps & {
  /** undefined while it is being read, null when the phone has never had one. */
  directory: Signal<Directory | null | undefined>;
  today: Signal<string>;
  records: Signal<readonly FieldRecord[]>;
  status: Signal<EngineStatus>;
  said: Signal<string>;
  failed: Signal<string | null>;
  /** What is shown may be old. */
  unread: Signal<boolean>;
};

/** The store's own word for why something could not be done. */
const failedWith = (failed: Signal<string | null>) => (error: unknown) => {
  const { code } = error as { code?: unknown };
  failed.value = typeof code === 'string' ? code : 'store.unavailable';
};

function useCounter(props: CounterProps): Counter {
  const { store, engine } = props;
  const directory = useSignal<Directory | null | undefined>(undefined);
  const today = useSignal('');
  const records = useSignal<readonly FieldRecord[]>([]);
  const status = useSignal(engine.status.value);
  const said = useSignal('');
  const failed = useSignal<string | null>(null);
  const unread = useSignal(false);
  useEffect(() => {
    const read = async () => {
      const day = await store.today();
      const taps = await tapsOf(store, { from: addDays(day, -daysShown) });
      today.value = day;
      records.value = taps;
    };
    const readLists = async () => {
      directory.value = await store.directory();
    };
    const told = (reading: () => Promise<void>) =>
      void reading().then(
        () => {
          unread.value = false;
        },
        () => {
          unread.value = true;
        },
      );
    told(readLists);
    told(read);
    const stops = [
      store.onChange((change) => {
        if (change.kind === 'directory') told(readLists);
        if (change.kind === 'records' || change.kind === 'queued') told(read);
      }),
      engine.status.subscribe((value) => {
        status.value = value;
      }),
    ];
    const seen = () => {
      if (document.visibilityState === 'visible') told(read);
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      for (const stop of stops) stop();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [store, engine, directory, today, records, status, unread]);
  return { ...props, directory, today, records, status, said, failed, unread };
}

/** Taps are saved one after the other, in the order in which they came. */
function useTaps(counter: Counter) {
  const { store, directory, said, failed } = counter;
  return useMemo(() => {
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = (work: () => Promise<void>) => {
      // A tap that cannot be done is told, and holds up none after it.
      last = last.then(work).catch(failedWith(failed));
      return last;
    };
    const tap = (button: Button) =>
      inTurn(async () => {
        const lists = directory.value;
        if (!lists) return;
        const outcome = outcomeOf(lists.outcomes, button);
        const area = counterArea(lists, store.device.presetHamlet);
        if (!outcome || area === null) {
          said.value = counterWords.value.missing;
          return;
        }
        const result = await store.saveRecord({ area, mode: 'counter', outcome: outcome.code });
        failed.value = result.ok ? null : result.error.code;
        if (result.ok) said.value = counterWords.value.saved(buttonName(button));
      });
    const undo = (recordId: string) =>
      inTurn(async () => {
        const result = await store.withdrawRecord(recordId);
        failed.value = result.ok ? null : result.error.code;
        if (result.ok)
          said.value = counterWords.value.undone(
            buttonName(buttonIn(directory.value?.outcomes ?? [], result.value)),
          );
      });
    const undoLast = () =>
      inTurn(async () => {
        // Asked anew: what the page shows may be one tap behind.
        const day = await store.today();
        const taps = await tapsOf(store, { from: day, to: day });
        const found = taps.find((record) => !record.void);
        if (!found) return;
        const result = await store.withdrawRecord(found.recordId);
        failed.value = result.ok ? null : result.error.code;
        if (result.ok)
          said.value = counterWords.value.undone(
            buttonName(buttonIn(directory.value?.outcomes ?? [], found)),
          );
      });
    return { tap, undo, undoLast };
  }, [store]);
}

function Kbd({ children }: { children: ComponentChildren }) {
  return <span class="kbd">{children}</span>;
}

export function CounterApp(props: CounterProps) {
  const counter = useCounter(props);
  const taps = useTaps(counter);
  const { store, directory, today, records, status, said, failed, unread } = counter;
  const { device } = store;
  const w = words.value;
  const c = counterWords.value;

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const action = actionOf(event);
      // A button in focus answers the space bar itself; counting here as well would count twice.
      const onButton =
        event.key === ' ' &&
        (event.target as Element | null)?.closest?.('button, a, input') != null;
      if (!action || onButton) return;
      event.preventDefault();
      if (action === 'undo') void taps.undoLast();
      else void taps.tap(action);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [taps]);

  const outcomes = directory.value?.outcomes ?? [];
  const ofToday = records.value.filter((record) => record.day === today.value);
  const tally = tallyOf(ofToday, outcomes);
  const standing = ofToday.filter((record) => !record.void);
  const problem = status.value.problem;
  const blocked =
    problem !== null && /^(session|person|device|campaign)\./.test(problem) ? problem : null;

  return (
    <>
      {device.campaign.sample ? <SampleBar /> : null}
      <div class="phone counter">
        <header class="phone-head">
          <Logo />
          <span class="place">
            <Icon name="counter" />
            <span>
              <b>{device.person.name}</b>
              <small>{device.campaign.name}</small>
            </span>
          </span>
          <SyncPill
            view={{
              online: status.value.online || problem?.startsWith('transport.') !== true,
              sending: status.value.sending,
              waiting: status.value.waiting,
              blocked: blocked !== null,
            }}
          />
          <Btn kind="quiet" icon="users" href="/nguoi">
            <span class="wide">{c.switch}</span>
          </Btn>
        </header>
        <main class="phone-main">
          {[failed.value, blocked].map((code) =>
            code === null ? null : (
              <Banner key={code} kind="bad" icon="alert" now>
                {trouble(code).title}
                <p>{trouble(code).text}</p>
              </Banner>
            ),
          )}
          {unread.value ? (
            <Banner kind="info" icon="info" now>
              {words.value.broken.text}
            </Banner>
          ) : null}
          {directory.value === null ? (
            <Banner kind="bad" icon="alert">
              {w.noLists.title}
              <p>{w.noLists.text}</p>
              <Btn onClick={() => void counter.engine.syncNow()}>{w.noLists.load}</Btn>
            </Banner>
          ) : null}
          <div class="tally">
            <Title>{c.today}</Title>
            <p class="tally-num" aria-live="polite">
              {count(tally.helped)} <span class="tally-unit">{c.customers}</span>
            </p>
            {device.campaign.sample ? <Sample>{w.sample}</Sample> : null}
            {props.others ? (
              <machine.View
                me={device.person.name}
                mine={tally.helped}
                today={today.value}
                others={props.others}
              />
            ) : null}
          </div>
          <p class="sr" role="status">
            {said.value}
          </p>
          <div class="go actions">
            <Btn
              kind="ok"
              size="huge"
              icon="plus"
              locked={!directory.value}
              onClick={() => void taps.tap('helped')}
            >
              <span>{c.helped}</span>
              <Kbd>{c.space}</Kbd>
            </Btn>
            {standing[0] ? (
              <Btn icon="undo" onClick={() => void taps.undoLast()}>
                <span>
                  {c.undoThat(
                    hour(standing[0].happenedAt, device.campaign.tz),
                    buttonName(buttonIn(outcomes, standing[0])),
                  )}
                </span>
                <Kbd>⌫</Kbd>
              </Btn>
            ) : null}
          </div>
          <section class="others" aria-labelledby="others">
            <h2 id="others" class="wide">
              {c.others}
            </h2>
            {others.map((button, at) => (
              <button
                key={button}
                type="button"
                class="outcome"
                aria-disabled={directory.value ? undefined : 'true'}
                onClick={() => void taps.tap(button)}
              >
                <Icon name={buttonIcons[button]} />
                <span class="grow">{c[button]}</span>
                <b>{count(tally[button])}</b>
                <Kbd>{at + 1}</Kbd>
              </button>
            ))}
            <p class="line-top sm muted">
              <Icon name="lock" />
              <span>
                {c.onlyCount} {c.safe}
              </span>
            </p>
          </section>
          <recent.View
            standing={standing}
            before={records.value.filter((record) => record.day !== today.value)}
            outcomes={outcomes}
            tz={device.campaign.tz}
            onUndo={(recordId) => void taps.undo(recordId)}
          />
        </main>
      </div>
    </>
  );
}
