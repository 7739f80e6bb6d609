/**
 * One unit: what it states now, what it stated before, what it did, who answers for it.
 * A reporter has the unit's own large form; staff enter for it and make its link.
 */
import { useSignal } from '@preact/signals';
import { useDesk } from '../context';
import { todayIn } from '../day';
import { useLoaded } from '../load';
import { Activities } from './activities';
import { StatementForm } from './form';
import { History } from './history';
import { LinkCard } from './link';
import { ProfileCard } from './profile';
import { Told } from './told';
import { listSaid, type PeopleGroup, type Unit } from './wire';
import { statementWords } from './words';

export function UnitView(props: {
  unit: Unit;
  own: boolean;
  staff: boolean;
  group: PeopleGroup | null;
  onChange: () => void;
}) {
  const { unit, own, staff, onChange } = props;
  const { session } = useDesk();
  const w = statementWords.value;
  const today = todayIn(session.device.campaign.tz);
  const first = unit.groups[0] ?? null;
  const chosen = useSignal(props.group && unit.groups.includes(props.group) ? props.group : first);
  const { value: rows, reload } = useLoaded(`statements ${unit.code}`, () =>
    listSaid(session.transport, 'statements', unit.code),
  );
  const again = () => {
    reload();
    onChange();
  };
  return (
    <div class={own ? 'plain stack-4' : 'stack-4'}>
      <div class="cols cols-free">
        {chosen.value ? (
          <section class="card c6 stack">
            <h2>{rows?.some((row) => row.withdrawnAt === null) ? w.form.again : w.form.title}</h2>
            <StatementForm
              unit={unit}
              group={chosen.value}
              own={own}
              today={today}
              onGroup={(group) => {
                chosen.value = group;
              }}
              onSent={again}
            />
          </section>
        ) : null}
        <div class="c6 stack-4">
          <ProfileCard unit={unit} staff={staff} today={today} onSaved={onChange} />
          {staff ? <LinkCard unit={unit} /> : null}
        </div>
      </div>
      {chosen.value ? (
        <section class="card stack">
          <h2>{w.history.title}</h2>
          {rows ? <History rows={rows} onChange={again} /> : <div class="block late" />}
        </section>
      ) : null}
      <Activities unit={unit} own={own} today={today} />
      <Told unit={unit} own={own} today={today} />
    </div>
  );
}
