/** What the units of a group stated together: a rate with both its numbers, or that there is no sum. */
import { count, percent } from '../../ui/format';
import { measured } from './numbers';
import type { GroupSum, PeopleGroup } from './wire';
import { statementWords } from './words';

export function Sums({ sum, group }: { sum: GroupSum | null; group: PeopleGroup }) {
  const w = statementWords.value;
  if (!sum) return null;
  const part = measured(group, sum);
  const rate = percent(part, sum.total);
  return (
    <section class="card stack">
      <p>
        <b>{w.groups[group].people}</b>
        <span class="muted"> · {w.groups[group].duty}</span>
      </p>
      <div class="stats">
        <p class="stat">
          <b>{`${count(sum.stated)}/${count(sum.units)}`}</b>
          <span>{w.stated}</span>
        </p>
        {sum.total === null ? (
          <p class="stat">
            <b>–</b>
            <span>{group === 'members' ? w.noSum : w.noneStated}</span>
          </p>
        ) : (
          <>
            <p class="stat">
              <b>{count(sum.total)}</b>
              <span>{w.total}</span>
            </p>
            <p class="stat">
              <b>{count(sum.installed)}</b>
              <span>{w.installed}</span>
            </p>
            <p class="stat">
              <b>{count(sum.inUse)}</b>
              <span>{w.inUse}</span>
            </p>
            <p class="stat">
              <b>{rate ?? '–'}</b>
              <span>
                {`${count(part)} / ${count(sum.total)} · ${group === 'all_staff' ? w.rateInstalled : w.rateInUse}`}
              </span>
            </p>
          </>
        )}
      </div>
    </section>
  );
}
