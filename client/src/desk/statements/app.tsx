/** Statements: the board of units by group, one unit, or a reporter's own. The address holds group and unit. */
import type { Reply } from '../../sync/contract';
import type { Channel } from '../../sync/transport';
import { Empty } from '../../ui/marks';
import { query } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { Waiting } from '../waiting';
import { Board, groupOf, groupParam, unitHref } from './board';
import { UnitView } from './unit';
import {
  type GroupSum,
  groups,
  listStanding,
  listUnits,
  type Statement,
  sums,
  type Unit,
} from './wire';
import { statementWords } from './words';
import '../../ui/css/statements.css';

type All = {
  units: readonly Unit[];
  standing: readonly Statement[];
  sums: readonly GroupSum[];
};

async function load(channel: Channel): Reply<All> {
  const [units, standing, added] = await Promise.all([
    listUnits(channel),
    listStanding(channel),
    sums(channel),
  ]);
  if (!units.ok) return units;
  if (!standing.ok) return standing;
  if (!added.ok) return added;
  return { ok: true, value: { units: units.value, standing: standing.value, sums: added.value } };
}

export function StatementsApp(_: { at: string }) {
  const { session, me } = useDesk();
  const w = statementWords.value;
  const role = me.value?.person.role ?? session.device.person.role;
  const staff = role !== 'reporter';
  const { value, problem, reload } = useLoaded('statements', () => load(session.transport));
  const search = query.value;
  const mine = me.value?.membership.organisation ?? null;
  const code = new URLSearchParams(search).get('don-vi') ?? (staff ? null : mine);
  const unit = value?.units.find((one) => one.code === code) ?? null;
  const group = groupOf(search) ?? (unit?.groups[0] || groups[0]);

  if (code === null || !value) {
    const tabs = staff ? (
      <nav class="seg no-print" aria-label={w.groupLabel}>
        {groups.map((one) => (
          <a
            key={one}
            href={`/huyen/ke-khai?nhom=${groupParam[one]}`}
            aria-current={one === group ? 'page' : undefined}
          >
            {w.groups[one].tab}
          </a>
        ))}
      </nav>
    ) : undefined;
    return (
      <DeskFrame title={w.title} lead={w.lead} problem={problem} aside={tabs}>
        {value ? (
          <Board key={group} {...value} group={group} onImported={staff ? reload : null} />
        ) : (
          <Waiting problem={problem} />
        )}
      </DeskFrame>
    );
  }
  if (!unit)
    return (
      <DeskFrame title={w.unknownUnit} problem={problem}>
        <Empty icon="search" title={w.unknownUnit} text={w.unknownUnitText} />
      </DeskFrame>
    );
  const below = staff ? [] : value.units.filter((one) => one.code !== unit.code);
  const crumb =
    staff || code !== mine ? (
      <>
        <a href={staff ? `/huyen/ke-khai?nhom=${groupParam[group]}` : '/huyen/ke-khai'}>{w.back}</a>{' '}
        / {unit.name}
      </>
    ) : undefined;
  return (
    <DeskFrame
      title={staff ? unit.name : w.title}
      crumb={crumb}
      {...(staff ? {} : { lead: w.ownLead(unit.name) })}
      problem={problem}
    >
      <UnitView
        key={unit.code}
        unit={unit}
        own={!staff && unit.code === mine}
        staff={staff}
        group={groupOf(search)}
        onChange={reload}
      />
      {below.length > 0 && unit.code === mine ? (
        <section class="card stack">
          <h2>{w.below}</h2>
          <ul class="names">
            {below.map((one) => (
              <li key={one.code}>
                <a href={unitHref(one.code, one.groups[0] ?? groups[0])}>{one.name}</a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </DeskFrame>
  );
}
