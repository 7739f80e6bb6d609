/**
 * The hamlets of a commune: pasted, brought as a table, renamed, merged, closed with the last day of their validity.
 * Promises: records keep the code that they were logged under; nothing is ever deleted.
 */
import { useSignal } from '@preact/signals';
import type { Area } from '../../core/types';
import { Btn } from '../../ui/buttons';
import { fullDay } from '../../ui/format';
import { State } from '../../ui/marks';
import { useDesk } from '../context';
import { todayIn } from '../day';
import { useLoaded } from '../load';
import { byName } from '../places';
import { Scroll } from '../scroll';
import { TablePanel } from '../tables/panel';
import { ChangeHamlet, type ChangeKind } from './change';
import { ListCard } from './list-card';
import { PasteCard } from './paste-card';
import { type AreaRow, listAreas } from './wire';
import { directoryWords } from './words';

export function HamletsPart({ commune }: { commune: Area }) {
  const { session, refresh } = useDesk();
  const w = directoryWords.value.hamlets;
  const today = todayIn(session.device.campaign.tz);
  const loaded = useLoaded('areas', () => listAreas(session.transport));
  const { value, reload } = loaded;
  const changing = useSignal<{ kind: ChangeKind; code: string } | null>(null);
  const said = useSignal<string | null>(null);
  const all = value ?? [];
  const rows = all.filter((one) => one.parent === commune.code).sort(byName);
  const isOpen = (row: AreaRow) => row.validTo === null || row.validTo >= today;
  const open = rows.filter(isOpen);
  const closed = rows.filter((row) => !isOpen(row));
  const done = (text: string | null) => {
    changing.value = null;
    said.value = text;
    reload();
    void refresh();
  };
  const title = w.list(commune.name, open.length);
  const chosen = open.find((row) => row.code === changing.value?.code);
  return (
    <div class="cols cols-free">
      <ListCard title={title} loaded={loaded} done={said.value} none={rows.length ? null : w.none}>
        {rows.length ? (
          <Scroll label={title}>
            <table class="t t-mid">
              <caption class="sr">{title}</caption>
              <thead>
                <tr>
                  <th scope="col">{w.name}</th>
                  <th scope="col">{w.code}</th>
                  <th scope="col">{w.state}</th>
                  <th scope="col">
                    <span class="sr">{w.rename}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...open, ...closed].map((row) => (
                  <tr key={`${row.code} ${row.validFrom}`}>
                    <th scope="row">{row.name}</th>
                    <td>{row.code}</td>
                    <td>
                      <Validity row={row} open={isOpen(row)} all={all} />
                    </td>
                    <td>
                      {isOpen(row) && row.validTo === null ? (
                        <span class="line acts">
                          {(['rename', 'merge', 'close'] as const).map((kind) => (
                            <Btn
                              key={kind}
                              kind="quiet"
                              onClick={() => {
                                said.value = null;
                                changing.value = { kind, code: row.code };
                              }}
                            >
                              {w[kind]}
                            </Btn>
                          ))}
                        </span>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        ) : null}
        {chosen && changing.value ? (
          <ChangeHamlet
            key={`${changing.value.kind} ${chosen.code}`}
            kind={changing.value.kind}
            row={chosen}
            others={open.filter((row) => row.code !== chosen.code && row.validTo === null)}
            today={today}
            onDone={done}
          />
        ) : null}
      </ListCard>
      <div class="c5 stack-4">
        {value ? (
          <PasteCard commune={commune} open={open} closed={closed} onAdded={() => done(null)} />
        ) : null}
        <section class="card stack">
          <h2>{w.tableTitle}</h2>
          <TablePanel kind="areas" hint={w.tableHint} onDone={() => done(null)} />
        </section>
      </div>
    </div>
  );
}

function Validity(props: { row: AreaRow; open: boolean; all: readonly AreaRow[] }) {
  const w = directoryWords.value.hamlets;
  const { row } = props;
  const successor = row.successor
    ? (props.all.find((one) => one.code === row.successor)?.name ?? row.successor)
    : null;
  const until = row.validTo ? fullDay(row.validTo) : '';
  return (
    <>
      <State
        kind={row.validTo === null ? 'ok' : props.open ? 'wait' : 'none'}
        icon={row.validTo === null ? 'check2' : 'lock'}
      >
        {row.validTo === null ? w.open : props.open ? w.closing(until) : w.closed(until)}
      </State>
      {successor ? <span class="xs muted below">{w.into(successor)}</span> : null}
    </>
  );
}
