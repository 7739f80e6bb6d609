/**
 * Ops that the server has and does not count: one or many are accepted, or refused with a word to their author.
 *
 * Rests on the server's attention list. Promises: nothing is settled by opening it; what cannot be accepted as things
 * are stays and says why; the same decision sent again changes nothing more.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TransportFailure } from '../../sync/contract';
import { Btn, Chip } from '../../ui/buttons';
import { Tickbox } from '../../ui/choices';
import { TextField } from '../../ui/fields';
import { Banner, Empty } from '../../ui/marks';
import { go, query } from '../../ui/router';
import { ChosenBar } from '../chosen-bar';
import { useDesk } from '../context';
import { dueChanged } from '../due';
import { DeskFrame } from '../frame';
import { usePages } from '../list-pages';
import { ListTrouble } from '../list-trouble';
import { areaOptions } from '../places';
import { Refused } from '../refused';
import { Select } from '../select';
import { WaitingCard } from './card';
import {
  type Asked,
  listWaiting,
  type Settled,
  type Status,
  settle,
  statuses,
  type WaitingPage,
} from './wire';
import { attentionWords } from './words';
import '../../ui/css/checking.css';

const statusWords: Record<Status, string> = {
  quarantined: 'chua-doc-duoc',
  held: 'giu-lai',
};

export function readAddress(search: string): Asked {
  const parts = new URLSearchParams(search);
  return {
    area: parts.get('noi') ?? '',
    status: statuses.find((one) => statusWords[one] === parts.get('loai')) ?? null,
  };
}

export function writeAddress({ area, status }: Asked): string {
  const parts = new URLSearchParams();
  if (area) parts.set('noi', area);
  if (status) parts.set('loai', statusWords[status]);
  const text = parts.toString();
  return `/huyen/can-xem${text ? `?${text}` : ''}`;
}

type Done = { accept: boolean; settled: readonly Settled[] };

export function AttentionApp(_: { at: string }) {
  const desk = useDesk();
  const { session } = desk;
  const w = attentionWords.value;
  const asked = readAddress(query.value);
  const key = JSON.stringify(asked);
  const list = usePages<WaitingPage>(key, (after) => listWaiting(session.transport, asked, after));
  const picked = useSignal<{ key: string; ids: ReadonlySet<string> }>({ key, ids: new Set() });
  /** Whose refusal is being written; one id, or all that are chosen. */
  const refusing = useSignal<readonly string[] | null>(null);
  const busy = useSignal(false);
  const failed = useSignal<TransportFailure | null>(null);
  const done = useSignal<Done | null>(null);
  const ids = picked.value.key === key ? picked.value.ids : new Set<string>();
  const pick = (next: Iterable<string>) => {
    picked.value = { key, ids: new Set(next) };
  };
  const items = list.items ?? [];
  const chosen = items.filter((one) => ids.has(one.id)).map((one) => one.id);
  const decide = async (which: readonly string[], accept: boolean, word: string) => {
    if (busy.value) return;
    busy.value = true;
    const reply = await settle(session.transport, which, accept, word);
    busy.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (reply.ok) {
      done.value = { accept, settled: reply.value };
      refusing.value = null;
      pick([]);
    }
    // A part may have been settled before the rest failed.
    list.reload();
    dueChanged();
  };
  const set = (change: Partial<Asked>) =>
    go(writeAddress({ ...asked, ...change }), { replace: true });
  const filtered = asked.area !== '' || asked.status !== null;
  const total = list.page?.waiting ?? 0;

  return (
    <DeskFrame title={w.title} lead={w.lead}>
      <form
        class="card board-filters attention-filters no-print"
        aria-label={w.filter.label}
        onSubmit={(event) => event.preventDefault()}
      >
        <div class="line">
          <Chip on={asked.status === null} onClick={() => set({ status: null })}>
            {w.filter.all}
          </Chip>
          {statuses.map((status) => (
            <Chip key={status} on={asked.status === status} onClick={() => set({ status })}>
              {w.filter[status]}
            </Chip>
          ))}
        </div>
        <Select
          label={w.filter.area}
          value={asked.area}
          empty={w.filter.everywhere}
          options={areaOptions(desk, false)}
          onChoose={(area) => set({ area })}
        />
      </form>
      <DoneBanner done={done.value} />
      <Refused failure={failed.value} />
      <ListTrouble list={list} />
      {list.items === null ? (
        list.busy ? (
          <div class="card block" role="status" aria-label={w.loading} />
        ) : null
      ) : items.length === 0 ? (
        <Empty
          icon="check2"
          title={filtered ? w.emptyFiltered : w.empty}
          text={filtered ? undefined : w.emptyText}
        >
          {filtered ? <Btn href="/huyen/can-xem">{w.showAll}</Btn> : null}
        </Empty>
      ) : (
        <>
          <div class="line spread pick-all">
            <Tickbox
              on={chosen.length === items.length}
              onChange={(on) => pick(on ? items.map((one) => one.id) : [])}
            >
              {w.all(items.length)}
            </Tickbox>
            <b role="status">{w.waiting(total)}</b>
          </div>
          {chosen.length ? (
            <section
              class="card stack mark-form"
              id="settle-form"
              tabIndex={-1}
              aria-label={w.act.label(chosen.length)}
            >
              <h2>{w.act.label(chosen.length)}</h2>
              {refusing.value && refusing.value.length === chosen.length && chosen.length > 1 ? (
                <RefusalForm
                  busy={busy.value}
                  onSend={(word) => void decide(chosen, false, word)}
                  onShut={() => {
                    refusing.value = null;
                  }}
                />
              ) : (
                <div class="line">
                  <Btn
                    kind="main"
                    icon="check"
                    locked={busy.value}
                    onClick={() => void decide(chosen, true, '')}
                  >
                    {busy.value ? w.act.busy : w.act.acceptMany(chosen.length)}
                  </Btn>
                  <Btn
                    kind="bad"
                    icon="cross"
                    onClick={() => {
                      refusing.value = chosen;
                    }}
                  >
                    {w.act.refuseMany(chosen.length)}
                  </Btn>
                  <Btn kind="quiet" onClick={() => pick([])}>
                    {w.act.cancel}
                  </Btn>
                </div>
              )}
            </section>
          ) : null}
          <ul class="stack">
            {items.map((one) => (
              <WaitingCard
                key={one.id}
                one={one}
                on={ids.has(one.id)}
                onPick={(on) => {
                  const next = new Set(ids);
                  if (on) next.add(one.id);
                  else next.delete(one.id);
                  refusing.value = null;
                  pick(next);
                }}
              >
                {refusing.value?.length === 1 && refusing.value[0] === one.id ? (
                  <RefusalForm
                    busy={busy.value}
                    onSend={(word) => void decide([one.id], false, word)}
                    onShut={() => {
                      refusing.value = null;
                    }}
                  />
                ) : (
                  <div class="line">
                    <Btn
                      icon="check"
                      locked={busy.value}
                      onClick={() => void decide([one.id], true, '')}
                    >
                      {w.act.accept}
                      <span class="sr"> {w.act.of(one.personName)}</span>
                    </Btn>
                    <Btn
                      icon="cross"
                      onClick={() => {
                        refusing.value = [one.id];
                      }}
                    >
                      {w.act.refuse}
                      <span class="sr"> {w.act.of(one.personName)}</span>
                    </Btn>
                  </div>
                )}
              </WaitingCard>
            ))}
          </ul>
          <div class="line">
            <span class="src">{w.shown(items.length, total)}</span>
            {list.more ? (
              <Btn locked={list.busy} onClick={list.next}>
                {list.busy ? w.loading : w.more}
              </Btn>
            ) : null}
          </div>
          {chosen.length ? (
            <ChosenBar text={w.chosen(chosen.length)} go={w.act.go} formId="settle-form" />
          ) : null}
        </>
      )}
    </DeskFrame>
  );
}

function RefusalForm(props: { busy: boolean; onSend: (word: string) => void; onShut: () => void }) {
  const w = attentionWords.value.act;
  const word = useSignal('');
  const missing = useSignal(false);
  const send = () => {
    missing.value = word.value.trim() === '';
    if (missing.value) document.getElementById('refusal-word')?.focus();
    else props.onSend(word.value.trim());
  };
  return (
    <form
      class="stack-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextField
        id="refusal-word"
        label={w.word}
        hint={w.wordHint}
        value={word.value}
        maxLength={280}
        error={missing.value ? w.needWord : null}
        onInput={(text) => {
          word.value = text;
          missing.value = false;
        }}
      />
      <div class="line">
        <Btn kind="bad" type="submit" locked={props.busy}>
          {props.busy ? w.busy : w.send}
        </Btn>
        <Btn kind="quiet" onClick={props.onShut}>
          {w.cancel}
        </Btn>
      </div>
    </form>
  );
}

function DoneBanner({ done }: { done: Done | null }) {
  const w = attentionWords.value.done;
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: who works by keyboard goes on from what came of it.
  useEffect(() => {
    if (done) box.current?.focus();
  }, [done]);
  if (!done) return null;
  const good = done.settled.filter((one) => one.done);
  const bad = done.settled.filter((one) => !one.done);
  return (
    <div class="stack acted" ref={box} tabIndex={-1}>
      {good.length ? (
        <Banner kind="ok" icon="check2" now>
          {done.accept ? w.accepted(good.length) : w.refused(good.length)}
        </Banner>
      ) : null}
      {bad.length ? (
        <Banner kind="bad" icon="alert" now>
          {w.not(bad.length)}
          {[...new Set(bad.flatMap((one) => (one.message ? [one.message] : [])))].map((text) => (
            <p key={text}>{text}</p>
          ))}
          <p>{w.notText}</p>
        </Banner>
      ) : null}
    </div>
  );
}
