/** The first two steps: what the machine fills in, and what units have stated. */
import { dayOf } from '../../core/day';
import type { Preview, Stated, StatedUnit } from '../../sync/reports';
import { Btn } from '../../ui/buttons';
import { count, fullDay, hour, percent } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { weeklyWords } from './words';

function Baseline({ preview, tz }: { preview: Preview; tz: string }) {
  const w = weeklyWords.value.form;
  const { kind, period, at } = preview.base;
  if (kind === 'start' || period === null || at === null) return <p class="src">{w.baseStart}</p>;
  const time = `${hour(at, tz)} ${fullDay(dayOf(at, tz))}`;
  return (
    <p class="src">
      {kind === 'report' ? w.baseReport(fullDay(period), time) : w.baseDue(fullDay(period), time)}
    </p>
  );
}

function Stat(props: { value: string; text: string; more?: string | undefined }) {
  return (
    <div class="stat">
      <b>{props.value}</b>
      <span>{props.text}</span>
      {props.more ? <span>{props.more}</span> : null}
    </div>
  );
}

/** Item 1 of the directive asks who installed, item 2 who installed and uses it. */
function StaffStat({ said }: { said: Stated }) {
  const w = weeklyWords.value.form;
  const part = said.group === 'all_staff' ? said.installed : said.inUse;
  return (
    <Stat
      value={percent(part, said.total) ?? '–'}
      text={`${count(part)}/${count(said.total)}, ${(w.groups[said.group] ?? '').toLocaleLowerCase('vi')}`}
      more={w.saidOn(fullDay(said.asOf), said.saidBy)}
    />
  );
}

export function FiguresCard(props: {
  preview: Preview;
  tz: string;
  source: string | null;
  onAgain: () => void;
}) {
  const w = weeklyWords.value.form;
  const { figures, increment } = props.preview;
  const { total } = figures;
  const rate = percent(total.official?.installed, total.smartphones?.value);
  // An agency or organisation has people of its own, not an area with households and phones.
  const placed = figures.form === 'commune' || figures.form === 'district';
  return (
    <section class="card stack">
      <div class="card-head">
        <h2>{w.prefilled}</h2>
        <span class="line">
          {props.source ? <a href={props.source}>{w.source}</a> : null}
          <Btn icon="sync" onClick={props.onAgain}>
            {w.again}
          </Btn>
        </span>
      </div>
      <div class="stats stats-4">
        <Stat
          value={count(increment.assists)}
          text={w.assists}
          more={w.sofar(count(total.assists))}
        />
        <Stat value={count(increment.unique)} text={w.unique} more={w.sofar(count(total.unique))} />
        {placed ? (
          <>
            <Stat value={count(total.visited)} text={w.visited(count(total.households?.value))} />
            <Stat
              value={rate ?? '–'}
              text={
                rate && total.smartphones && total.official
                  ? w.rate(count(total.smartphones.value), fullDay(total.official.as_of))
                  : w.noRate
              }
              more={
                total.official?.estimate || total.smartphones?.estimate ? w.estimate : undefined
              }
            />
          </>
        ) : (
          figures.staff.map((said) => <StaffStat key={said.group} said={said} />)
        )}
        {total.told ? <Stat value={count(total.told)} text={w.told} /> : null}
      </div>
      <Banner kind={figures.waiting ? 'wait' : 'ok'} icon={figures.waiting ? 'clock' : 'check2'}>
        {figures.waiting
          ? w.waiting(figures.waiting, figures.synced, figures.devices)
          : w.fresh(figures.synced, figures.devices)}
      </Banner>
      <Baseline preview={props.preview} tz={props.tz} />
      {placed && total.official ? <p class="src">{w.sourceOf(total.official.source)}</p> : null}
    </section>
  );
}

function Says({ said }: { said: Stated }) {
  const w = weeklyWords.value.form;
  return (
    <>
      <b>{w.statedOf(count(said.installed), count(said.total))}</b>
      {said.inUse === null ? null : `, ${w.inUse(count(said.inUse))}`}
      <span class="xs muted"> {w.saidOn(fullDay(said.asOf), said.saidBy)}</span>
    </>
  );
}

function UnitsTable({ title, rows }: { title: string; rows: readonly StatedUnit[] }) {
  const w = weeklyWords.value.form;
  return (
    <section class="card card-flush">
      <div class="card-head">
        <h2>{title}</h2>
      </div>
      {rows.length ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section class="scroll" tabIndex={0} aria-label={title}>
          <table class="t">
            <thead>
              <tr>
                <th>{w.unitHead}</th>
                <th>{w.saysHead}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.code} ${row.group}`}>
                  <th scope="row" class="wraps">
                    {row.name}
                  </th>
                  <td>
                    {row.statement ? (
                      <Says said={row.statement} />
                    ) : (
                      <span class="muted">
                        {row.askedOn
                          ? w.asked(fullDay(row.askedOn))
                          : row.group === 'workers'
                            ? w.notAsked
                            : w.silent}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <p class="src">{w.nobody}</p>
      )}
    </section>
  );
}

export function StatementsCards({ preview }: { preview: Preview }) {
  const w = weeklyWords.value.form;
  const { staff, enterprises, members, cadres, form } = preview.figures;
  return (
    <div class="stack-4">
      {form === 'district' ? null : (
        <section class="card stack">
          <h2>{w.staff}</h2>
          {staff.length ? (
            <ul class="stack-2">
              {staff.map((said) => (
                <li key={said.group}>
                  {w.groups[said.group] ?? said.group}: <Says said={said} />
                </li>
              ))}
            </ul>
          ) : (
            <p class="muted">{w.staffNone}</p>
          )}
          <p>
            <a href="/huyen/ke-khai">{w.state}</a>
          </p>
        </section>
      )}
      {cadres ? <UnitsTable title={w.cadres} rows={cadres} /> : null}
      {members ? <UnitsTable title={w.members} rows={members} /> : null}
      {enterprises ? <UnitsTable title={w.enterprises} rows={enterprises} /> : null}
    </div>
  );
}
