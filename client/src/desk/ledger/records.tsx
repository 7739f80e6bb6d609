/** The records of one part: what each counted as before, and as what after. */
import { useEffect, useRef } from 'preact/hooks';
import { dayOf } from '../../core/day';
import { Btn } from '../../ui/buttons';
import { Icon } from '../../ui/icon';
import { useDesk } from '../context';
import { usePages } from '../list-pages';
import { ListTrouble } from '../list-trouble';
import { dayOfPerson } from '../review/address';
import { when } from '../when';
import { type Change, type LedgerQuery, listChanges, type Part, type Side } from './wire';
import { ledgerWords } from './words';

export function ChangesCard(props: {
  query: LedgerQuery;
  part: Part;
  place: string;
  /** Only those that are, or were, at the place itself. */
  exact: string | null;
  shutHref: string;
}) {
  const { query, part, exact } = props;
  const { session } = useDesk();
  const w = ledgerWords.value;
  const head = useRef<HTMLHeadingElement>(null);
  const key = JSON.stringify([query, part]);
  const list = usePages(key, (after) =>
    listChanges(session.transport, query, part, exact ? 500 : 50, after),
  );
  const items = (list.items ?? []).filter(
    (one) => exact === null || one.before?.area === exact || one.after?.area === exact,
  );
  useEffect(() => {
    head.current?.focus();
    head.current?.scrollIntoView({ block: 'start' });
  }, [key]);
  const { next, more } = list;
  const searching = exact !== null && more && items.length === 0 && !list.failure;
  useEffect(() => {
    // Others may fill the first pages; somebody who asked for these does not want to press on.
    if (searching && !list.busy) next();
  });
  return (
    <section class="card stack ledger-records" aria-busy={list.busy}>
      <div class="card-head">
        <h2 ref={head} tabIndex={-1}>
          {w.records.title(w.flow[part], props.place)}
        </h2>
        <Btn icon="cross" href={props.shutHref}>
          {w.records.shut}
        </Btn>
      </div>
      <ListTrouble list={list} />
      {items.length ? (
        <ul class="rows">
          {items.map((change) => (
            <ChangeRow key={`${change.person} ${change.recordId}`} change={change} />
          ))}
        </ul>
      ) : list.items === null || searching ? (
        <p class="muted">{w.records.loading}</p>
      ) : (
        <p class="muted">{w.records.none}</p>
      )}
      <div class="line">
        {items.length ? <span class="src">{w.records.shown(items.length)}</span> : null}
        {list.more ? (
          <Btn locked={list.busy} onClick={list.next}>
            {list.busy ? w.records.loading : w.records.more}
          </Btn>
        ) : null}
      </div>
    </section>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { session } = useDesk();
  const w = ledgerWords.value.records;
  const tz = session.device.campaign.tz;
  const time = when(change.eff, tz, true);
  return (
    <li class="change-row">
      <div class="check-who">
        <b>{change.personName}</b>
        <span class="xs muted">
          {w.visit} <time dateTime={change.eff}>{time}</time>
        </span>
      </div>
      <SideOf name={w.before} side={change.before} none={w.absent} />
      <Icon name="right" />
      <SideOf name={w.after} side={change.after} none={w.gone} />
      <a href={dayOfPerson(change.person, dayOf(change.eff, tz))}>
        {w.open}
        <span class="sr"> {w.openOf(change.personName, time)}</span>
      </a>
    </li>
  );
}

function SideOf({ name, side, none }: { name: string; side: Side | null; none: string }) {
  const w = ledgerWords.value.records;
  return (
    <div class="check-what">
      <span class="xs muted">{name}</span>
      {side ? (
        <>
          <b>{side.outcomeName}</b>
          <span class="xs muted">
            {[side.areaName, side.organisationName, side.assist ? w.assist : w.noAssist]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </>
      ) : (
        <b class="muted">{none}</b>
      )}
    </div>
  );
}
