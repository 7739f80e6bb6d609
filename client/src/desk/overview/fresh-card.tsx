/**
 * Freshness and silent phones by commune, each with a button that reminds.
 * Promises: a reminder is sent once for a press; whom it reached is said; nobody who was heard of is told.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { ago } from '../../ui/facts';
import { Said } from '../../ui/fields';
import { count, hour } from '../../ui/format';
import { words } from '../../ui/language';
import { Sample } from '../../ui/marks';
import { useDesk } from '../context';
import { More, useParts } from '../more';
import { Refused } from '../refused';
import { TakeFile } from '../taking/take-file';
import { type Fresh, type Reminding, remindSilent, silentFile } from './wire';
import { overviewWords } from './words';

const SHOWN = 8;

export function FreshCard(props: {
  fresh: Fresh;
  within: string | null;
  now: string;
  onReminded: () => void;
}) {
  const { session } = useDesk();
  const w = overviewWords.value.fresh;
  const tz = session.device.campaign.tz;
  const parts = useParts(SHOWN);
  const busy = useSignal(false);
  const done = useSignal<Reminding | null>(null);
  const failed = useSignal<TransportFailure | null>(null);
  const since = (instant: string | null) =>
    instant ? ago(Date.parse(props.now) - Date.parse(instant)) : null;

  const remind = async (within: string | null, people: string[] | null) => {
    if (busy.value) return;
    [busy.value, done.value, failed.value] = [true, null, null];
    const reply = await remindSilent(session.transport, within, people);
    busy.value = false;
    if (reply.ok) done.value = reply.value;
    else failed.value = reply.error;
    props.onReminded();
  };

  const { total, people } = props.fresh;
  const communes = props.fresh.communes
    .filter((one) => one.silent > 0)
    .sort((a, b) => b.silent - a.silent || a.name.localeCompare(b.name, 'vi'));
  return (
    <section class="card card-flush" id="im-lang">
      <div class="card-head">
        <h2>{w.silent}</h2>
        <div class="line no-print">
          {session.device.campaign.sample ? <Sample>{words.value.sample}</Sample> : null}
          {total.silent > 0 ? (
            <Btn icon="bell" locked={busy.value} onClick={() => void remind(props.within, null)}>
              {w.remindAll}
            </Btn>
          ) : null}
        </div>
      </div>
      <div class="card-text" role="status">
        <p class="sm">{total.silent > 0 ? w.silentOf(total.silent) : w.none}</p>
        {done.value ? (
          <Said kind="ok">
            {done.value.people === 0 ? w.nobody : w.told(done.value.people, done.value.reachable)}{' '}
            {done.value.later ? w.later(hour(done.value.later, tz)) : ''}
          </Said>
        ) : null}
        <Refused failure={failed.value} />
      </div>
      <div class="halves cards">
        {communes.length > 1 ? (
          <SilentTable label={w.silent} first={w.place} second={<th class="num">{w.count}</th>}>
            {communes.map((one) => (
              <tr key={one.code} data-code={one.code}>
                <th scope="row">{one.name}</th>
                <td class="num">{count(one.silent)}</td>
                <td class="num">{one.waiting > 0 ? count(one.waiting) : '–'}</td>
                <RemindCell
                  label={w.remindOf(one.name)}
                  since={since(one.remindedAt)}
                  onRemind={() => void remind(one.code, null)}
                />
              </tr>
            ))}
          </SilentTable>
        ) : null}
        {people.length > 0 ? (
          <SilentTable label={w.people} first={w.person} second={<th>{w.last}</th>}>
            {people.slice(0, parts.shown).map((one) => (
              <tr key={one.id}>
                <th scope="row" class="wrap">
                  {one.name} <span class="xs muted">{one.organisation ?? one.area}</span>
                </th>
                <td>{since(one.syncedAt) ?? w.never}</td>
                <td class="num">{one.waiting > 0 ? count(one.waiting) : '–'}</td>
                <RemindCell
                  label={w.remindPerson(one.name)}
                  since={since(one.remindedAt)}
                  onRemind={() => void remind(props.within, [one.id])}
                />
              </tr>
            ))}
          </SilentTable>
        ) : null}
      </div>
      {total.silent > 0 ? (
        <div class="card-text stack-2">
          <More parts={parts} total={people.length} text={w.more} />
          <TakeFile path={(kind) => silentFile(props.within, kind)} />
        </div>
      ) : null}
    </section>
  );
}

/** Who is silent: in the first column who, in the second how much; then what waits, and the button. */
function SilentTable(props: {
  label: string;
  first: string;
  second: ComponentChildren;
  children: ComponentChildren;
}) {
  const w = overviewWords.value.fresh;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={props.label}>
      <table class="t t-tight">
        <thead>
          <tr>
            <th>{props.first}</th>
            {props.second}
            <th class="num">{w.wait}</th>
            <th class="no-print">{w.act}</th>
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

function RemindCell(props: { label: string; since: string | null; onRemind: () => void }) {
  const w = overviewWords.value.fresh;
  return (
    <td class="no-print">
      <button type="button" class="textlink sm" aria-label={props.label} onClick={props.onRemind}>
        {w.remind}
      </button>{' '}
      {props.since === null ? null : <span class="xs muted">{w.remindedAt(props.since)}</span>}
    </td>
  );
}
