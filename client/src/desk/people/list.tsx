/** Everybody in scope with the state of the phone in words; open invites among them. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import { foldText } from '../../core/text';
import { Chip } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { Search } from '../../ui/fields';
import { count, hour, shortDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Sample, State } from '../../ui/marks';
import { useDesk } from '../context';
import { More, useParts } from '../more';
import { byName } from '../places';
import { Scroll } from '../scroll';
import { TableHead } from '../table-head';
import { TakeFile } from '../taking/take-file';
import { healthMarks, type PeopleRow } from './health';
import { peopleFile } from './wire';
import { peopleWords } from './words';

const filters = ['all', 'using', 'invited', 'revoked', 'look'] as const;
type Filter = (typeof filters)[number];

export function fits(row: PeopleRow, filter: Filter): boolean {
  if (filter === 'invited') return row.health === 'invited' || row.health === 'none';
  if (filter === 'revoked') return row.health === 'revoked' || row.health === 'suspended';
  if (filter === 'look') return ['clock', 'waiting', 'silent'].includes(row.health);
  return filter === 'all' || !['invited', 'none', 'suspended', 'revoked'].includes(row.health);
}

export function PeopleList(props: {
  rows: readonly PeopleRow[];
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const desk = useDesk();
  const w = peopleWords.value;
  const filter = useSignal<Filter>('all');
  const typed = useSignal('');
  const parts = useParts();
  const { tz, sample } = desk.session.device.campaign;
  const today = dayOf(new Date().toISOString(), tz);
  const unitName = (code: string | null) =>
    desk.directory.value?.organisations.find((one) => one.code === code)?.name ?? code ?? '';
  const place = (row: PeopleRow) => {
    const code = row.hamlet ?? row.post.area;
    return desk.area(code)?.name ?? code;
  };
  const seen = (at: string | null) => {
    if (!at) return w.never;
    const day = dayOf(at, tz);
    return day === today ? w.todayAt(hour(at, tz)) : `${hour(at, tz)} ${shortDay(day)}`;
  };
  const wanted = foldText(typed.value);
  const rows = props.rows
    .filter((row) => fits(row, filter.value))
    .filter((row) => foldText(`${row.name} ${place(row)}`).includes(wanted))
    .sort(byName);
  return (
    <section class="card card-flush">
      <div class="card-head">
        <h2>{w.listTitle(props.rows.length)}</h2>
        {sample ? <Sample>{words.value.sample}</Sample> : null}
      </div>
      <div class="tools">
        <div class="line">
          {filters.map((one) => (
            <Chip
              key={one}
              on={filter.value === one}
              onClick={() => {
                filter.value = one;
              }}
            >
              {w.filters[one]} ({count(props.rows.filter((row) => fits(row, one)).length)})
            </Chip>
          ))}
        </div>
        <Search
          label={w.search}
          value={typed.value}
          onInput={(text) => {
            typed.value = text;
          }}
        />
      </div>
      {rows.length === 0 ? <p class="pad muted">{w.noneFound}</p> : null}
      {rows.length ? (
        <Scroll label={w.listTitle(props.rows.length)}>
          <table class="t t-wide">
            <TableHead
              caption={w.listTitle(props.rows.length)}
              heads={[w.person, w.unitAndPlace, w.lastSeen, { num: w.onPhone }, w.health]}
            />
            <tbody>
              {rows.slice(0, parts.shown).map((row) => {
                const phone = row.devices[0];
                const mark = healthMarks[row.health];
                return (
                  <tr key={row.key}>
                    <th scope="row" class="wrap">
                      <button
                        type="button"
                        class="name"
                        aria-pressed={props.chosen === row.key}
                        onClick={() => props.onChoose(row.key)}
                      >
                        {row.name}
                      </button>
                      <span class="xs muted below">{factWords.value.roles[row.post.role]}</span>
                    </th>
                    <td class="wrap">
                      {unitName(row.post.organisation)}
                      <span class="xs muted below">{place(row)}</span>
                    </td>
                    <td>
                      <span class="nowrap">{seen(phone?.lastSeenAt ?? null)}</span>
                      {phone?.name ? <span class="xs muted below">{phone.name}</span> : null}
                    </td>
                    <td class="num">{phone ? count(phone.queueLength) : '–'}</td>
                    <td class="states">
                      <State kind={mark.kind} icon={mark.icon}>
                        {w.states[row.health]}
                      </State>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      <More parts={parts} total={rows.length} text={w.more} />
      <div class="pad">
        <TakeFile path={peopleFile} />
      </div>
      <p class="src">
        {w.act} {w.revokeKeeps}
      </p>
    </section>
  );
}
