/** How a unit was reminded and what became of it; which of its due instants were moved, by whom and why. */
import { dayOf } from '../../core/day';
import type { UnitHistory } from '../../sync/protocol-obligations';
import { fullDay, hour, shortDay } from '../../ui/format';
import { dueText, moment } from './times';
import { obligationWords, titleOf } from './words';

export function Reminders({ unit, tz }: { unit: UnitHistory; tz: string }) {
  const w = obligationWords.value.unit;
  const stages: Record<string, string> = w.stages;
  return (
    <section class="card card-flush">
      <div class="card-head">
        <h2>{w.reminders}</h2>
      </div>
      {unit.reminders.length ? (
        <div class="scroll">
          <table class="t board board-wide">
            <caption class="sr">{w.reminders}</caption>
            <thead>
              <tr>
                <th scope="col">{w.when}</th>
                <th scope="col">{w.what}</th>
                <th scope="col">{w.who}</th>
                <th scope="col">{w.reached}</th>
              </tr>
            </thead>
            <tbody>
              {unit.reminders.map((one) => (
                <tr key={`${one.at} ${one.obligation} ${one.period} ${one.stage}`}>
                  <th scope="row">
                    {hour(one.at, tz)}, {fullDay(dayOf(one.at, tz))}
                  </th>
                  <td>
                    {stages[one.stage] ?? w.hours(one.stage.replace('h', ''))}
                    <span class="sub">
                      {titleOf(unit.orders, one.obligation)} {shortDay(one.period)}
                    </span>
                  </td>
                  <td>{one.by ?? w.automatic}</td>
                  <td>
                    {one.people ? w.told(one.people, one.read) : w.toldNobody}
                    {one.people ? (
                      <span class="sub">
                        {one.rung
                          ? w.rung(one.rung)
                          : one.waiting
                            ? w.waiting(one.waiting)
                            : w.quiet}
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p class="src">{w.noReminders}</p>
      )}
    </section>
  );
}

export function Moves({ unit, tz }: { unit: UnitHistory; tz: string }) {
  const w = obligationWords.value.move;
  if (unit.moves.length === 0) return null;
  return (
    <section class="card">
      <h2>{w.list}</h2>
      <ul class="plain moved">
        {unit.moves.map((one) => {
          const named = `${titleOf(unit.orders, one.obligation)} ${shortDay(one.period)}`;
          return (
            <li key={one.at}>
              <b>
                {one.dueAt ? w.lineTo(named, dueText(one.dueAt, tz)) : w.lineBack(named)}
                {one.everybody ? '' : ` (${w.one(unit.unit.name)})`}
              </b>
              <span>{one.reason}</span>
              <span class="muted">{w.by(one.by, moment(one.at, unit.serverNow, tz))}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
