/**
 * Units of one group of people: what each stated, as of when, who said so, who has not.
 * Promises: a rate stands with both its numbers and its day; the groups have tabs of their own and no common sum.
 */
import { useSignal } from '@preact/signals';
import { foldText } from '../../core/text';
import { Btn, Chip } from '../../ui/buttons';
import { Search } from '../../ui/fields';
import { count, fullDay, percent } from '../../ui/format';
import { words } from '../../ui/language';
import { Empty, Sample, State } from '../../ui/marks';
import { useDesk } from '../context';
import { More, useParts } from '../more';
import { byName, communesOf } from '../places';
import { Scroll } from '../scroll';
import { Select } from '../select';
import { TableHead } from '../table-head';
import { TablePanel } from '../tables/panel';
import { TakeFile } from '../taking/take-file';
import { measured } from './numbers';
import { sourceOf } from './source';
import { Sums } from './sums';
import {
  type GroupSum,
  groups,
  type PeopleGroup,
  type Statement,
  saidFile,
  statementsFile,
  type Unit,
} from './wire';
import { statementWords } from './words';

export const groupParam: Record<PeopleGroup, string> = {
  all_staff: 'co-quan',
  cadres_civil_servants: 'to-chuc',
  members: 'hoi-vien',
  workers: 'doanh-nghiep',
};

export function groupOf(search: string): PeopleGroup | null {
  const asked = new URLSearchParams(search).get('nhom');
  return groups.find((one) => groupParam[one] === asked) ?? null;
}

export const unitHref = (code: string, group: PeopleGroup) =>
  `/huyen/ke-khai?nhom=${groupParam[group]}&don-vi=${encodeURIComponent(code)}`;

export function Board(props: {
  units: readonly Unit[];
  standing: readonly Statement[];
  sums: readonly GroupSum[];
  group: PeopleGroup;
  /** Tables of statements are for staff; null: nobody's here. */
  onImported: (() => void) | null;
}) {
  const desk = useDesk();
  const w = statementWords.value;
  const { group } = props;
  const typed = useSignal('');
  const area = useSignal('');
  const onlyMissing = useSignal(false);
  const parts = useParts();
  const stated = new Map(
    props.standing.filter((row) => row.group === group).map((row) => [row.organisation, row]),
  );
  const owing = props.units.filter((unit) => unit.groups.includes(group));
  const wanted = foldText(typed.value);
  const inside = (unit: Unit) =>
    area.value === '' ||
    unit.area === area.value ||
    (unit.area !== null && desk.area(unit.area)?.parent === area.value);
  const rows = owing
    .filter((unit) => wanted === '' || foldText(unit.name).includes(wanted))
    .filter(inside)
    .filter((unit) => !onlyMissing.value || !stated.has(unit.code))
    .sort(byName);
  const communes = communesOf(desk);
  const sample = desk.session.device.campaign.sample;
  return (
    <>
      <Sums sum={props.sums.find((one) => one.group === group) ?? null} group={group} />
      <section class="card card-flush">
        <div class="card-head">
          <h2>{w.groups[group].tab}</h2>
          {sample ? <Sample>{words.value.sample}</Sample> : null}
        </div>
        {owing.length === 0 ? (
          <Empty icon="list" title={w.noUnits} text={w.noUnitsText}>
            <Btn href="/huyen/danh-muc?muc=to-chuc">{w.toDirectory}</Btn>
          </Empty>
        ) : (
          <>
            <div class="tools">
              <Search
                label={w.search}
                value={typed.value}
                onInput={(text) => {
                  typed.value = text;
                }}
              />
              {communes.length > 1 ? (
                <Select
                  label={w.area}
                  value={area.value}
                  empty={w.everywhere}
                  options={communes.map((one) => ({ value: one.code, text: one.name }))}
                  onChoose={(value) => {
                    area.value = value;
                  }}
                />
              ) : null}
              <Chip
                on={onlyMissing.value}
                onClick={() => {
                  onlyMissing.value = !onlyMissing.value;
                }}
              >
                {w.onlyMissing}
              </Chip>
            </div>
            {rows.length === 0 ? (
              <p class="pad muted">{w.noneFound}</p>
            ) : (
              <UnitTable rows={rows.slice(0, parts.shown)} stated={stated} group={group} />
            )}
            <More parts={parts} total={rows.length} text={w.more} />
            <div class="pad">
              <TakeFile path={(kind) => statementsFile({ group, within: area.value }, kind)} />
            </div>
          </>
        )}
      </section>
      <div class="cols no-print">
        {(['activities', 'told-assists'] as const).map((resource) => (
          <section key={resource} class="card c6 stack">
            <h2>{(resource === 'activities' ? w.activities : w.told).title}</h2>
            <p class="sm muted">{area.value ? w.filesOfCommune : w.filesOfAll}</p>
            <TakeFile path={(kind) => saidFile(resource, { within: area.value }, kind)} />
          </section>
        ))}
      </div>
      {props.onImported ? (
        <section class="card stack">
          <h2>{w.table.title}</h2>
          <TablePanel kind="statements" hint={w.table.hint} onDone={props.onImported} />
        </section>
      ) : null}
    </>
  );
}

function UnitTable(props: {
  rows: readonly Unit[];
  stated: ReadonlyMap<string, Statement>;
  group: PeopleGroup;
}) {
  const w = statementWords.value;
  const { group } = props;
  return (
    <Scroll label={w.caption(w.groups[group].tab)}>
      <table class="t t-wide">
        <TableHead
          caption={w.caption(w.groups[group].tab)}
          heads={[
            w.unit,
            { num: w.total },
            { num: w.withSmartphone },
            { num: w.installed },
            { num: w.inUse },
            { num: w.rate },
            w.asOf,
            w.source,
          ]}
        />
        <tbody>
          {props.rows.map((unit) => {
            const row = props.stated.get(unit.code);
            const asked = unit.profile.askedOn;
            const note =
              unit.kind === 'enterprise' && !row
                ? asked
                  ? w.askedOn(fullDay(asked))
                  : w.notAsked
                : null;
            return (
              <tr key={unit.code}>
                <th scope="row" class="wrap">
                  <a href={unitHref(unit.code, group)}>{unit.name}</a>
                  {note ? <span class="xs muted below">{note}</span> : null}
                </th>
                {row ? (
                  <>
                    <td class="num">{count(row.total)}</td>
                    <td class="num">{count(row.withSmartphone)}</td>
                    <td class="num">{count(row.installed)}</td>
                    <td class="num">{count(row.inUse)}</td>
                    <td class="num">
                      <b>{percent(measured(group, row), row.total) ?? '–'}</b>
                    </td>
                    <td>{fullDay(row.asOf)}</td>
                    <td class="wrap">{sourceOf(row)}</td>
                  </>
                ) : (
                  <td colSpan={7}>
                    <State kind="none" icon="clock">
                      {w.missing}
                    </State>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
