/**
 * The audit trail: what staff and commands did, newest first, with filters in the address and the same as a CSV.
 * Promises: an act or a field that has no name yet is shown under its own; nothing is left out.
 */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { words } from '../../ui/language';
import { Empty, Sample } from '../../ui/marks';
import { query } from '../../ui/router';
import { useDesk } from '../context';
import { usePages } from '../list-pages';
import { ListTrouble } from '../list-trouble';
import { Refused } from '../refused';
import { give } from '../tables/panel';
import { when } from '../when';
import { readTrail, trailHref } from './address';
import { saidOf } from './details';
import { AdminFrame } from './page';
import { TrailFilters } from './trail-filters';
import { listTrail, type TrailFilter, type TrailLine, trailFile } from './wire';
import { adminWords } from './words';

export function TrailPage() {
  const { session } = useDesk();
  const w = adminWords.value.trail;
  const filter = readTrail(query.value);
  const list = usePages(JSON.stringify(filter), (after) =>
    listTrail(session.transport, filter, after),
  );
  const failed = useSignal<TransportFailure | null>(null);
  const saving = useSignal(false);
  const items = list.items ?? [];
  const about = items.find((line) => line.subject === filter.subject);
  const download = async () => {
    if (saving.value) return;
    saving.value = true;
    const reply = await trailFile(session.transport, filter);
    saving.value = false;
    failed.value = reply.ok ? null : reply.error;
    if (reply.ok) give(reply.value);
  };
  return (
    <AdminFrame
      title={w.title}
      lead={w.lead}
      aside={
        <Btn icon="save" locked={saving.value} onClick={() => void download()}>
          {w.csv}
        </Btn>
      }
    >
      <TrailFilters filter={filter} seen={items} />
      {filter.subject ? (
        <div class="line">
          <b class="cut">{w.onlySubject(about?.subjectName ?? filter.subject)}</b>
          <Btn href={trailHref({ ...filter, subject: '' })}>{w.anySubject}</Btn>
        </div>
      ) : null}
      <Refused failure={failed.value} />
      <ListTrouble list={list} />
      {list.items === null ? (
        list.busy ? (
          <div class="card block late" role="status" aria-label={adminWords.value.loading} />
        ) : null
      ) : items.length === 0 ? (
        <Empty icon="search" title={w.empty} text={w.emptyText}>
          <Btn href={trailHref({})}>{w.clear}</Btn>
        </Empty>
      ) : (
        <section class="card stack" aria-label={w.list} aria-busy={list.busy}>
          {session.device.campaign.sample ? (
            <div>
              <Sample>{words.value.sample}</Sample>
            </div>
          ) : null}
          <ol class="rows trail">
            {items.map((line) => (
              <Line key={line.id} line={line} filter={filter} />
            ))}
          </ol>
          <div class="line">
            <span class="src">
              {w.shown(items.length)} {list.more ? '' : w.noMore}
            </span>
            {list.more ? (
              <Btn locked={list.busy} onClick={() => list.next()}>
                {list.busy ? adminWords.value.loading : w.more}
              </Btn>
            ) : null}
          </div>
        </section>
      )}
    </AdminFrame>
  );
}

function Line({ line, filter }: { line: TrailLine; filter: TrailFilter }) {
  const desk = useDesk();
  const w = adminWords.value.trail;
  const { tz } = desk.session.device.campaign;
  const said = saidOf(line.details, w, (key, value) => {
    if (key === 'organisation')
      return desk.directory.value?.organisations.find((one) => one.code === value)?.name ?? value;
    if (['area', 'hamlet', 'parent', 'within'].includes(key))
      return desk.area(value)?.name ?? value;
    if (key === 'role')
      return (factWords.value.roles as Readonly<Record<string, string>>)[value] ?? value;
    return /^\d{4}-\d\d-\d\dT/.test(value) ? when(value, tz, true) : value;
  });
  const group = line.act.split('.')[0] ?? '';
  return (
    <li class="trail-row">
      <time class="nowrap muted" dateTime={line.at}>
        {when(line.at, tz, true)}
      </time>
      <span class="check-who">
        {line.actor ? (
          <a href={trailHref({ ...filter, person: line.actor.id })}>{line.actor.name}</a>
        ) : (
          <a href={trailHref({ ...filter, person: 'gocua' })}>{w.command}</a>
        )}
      </span>
      <span class="check-what">
        <b>{w.acts[line.act] ?? `${w.groups[group] ?? group}: ${line.act}`}</b>
        <a class="cut" href={trailHref({ ...filter, subject: line.subject })}>
          {line.subjectName ?? line.subject}
        </a>
      </span>
      {said.length ? (
        <dl class="said-list">
          {said.map((one, at) => (
            <div key={at}>
              <dt>{one.term}</dt>
              <dd class="cut">{one.value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <span />
      )}
    </li>
  );
}
