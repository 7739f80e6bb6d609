/** Every device in scope with what it last said of itself: filters in the address, search as one types, revoking. */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import { Btn, Chip } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { Search } from '../../ui/fields';
import { count, fullDay, hour, shortDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Banner, Empty, Sample, State } from '../../ui/marks';
import { go, query } from '../../ui/router';
import { type Desk, useDesk } from '../context';
import { useLoaded } from '../load';
import { More, useParts } from '../more';
import { areaOptions } from '../places';
import { Scroll } from '../scroll';
import { Select } from '../select';
import { TableHead } from '../table-head';
import { TakeFile } from '../taking/take-file';
import { type DeviceFilter, devicesHref, readDevices } from './address';
import { skewOf } from './clock-error';
import { DeviceCard } from './device-card';
import {
  type DeviceRow,
  deviceGroups,
  fits,
  inGroup,
  inOrder,
  stateMarks,
  stateOf,
  versionsOf,
} from './device-state';
import { AdminFrame, Late } from './page';
import { type Device, devicesFile, listDevices } from './wire';
import { adminWords } from './words';

export function DevicesPage() {
  const desk = useDesk();
  const w = adminWords.value.devices;
  const loaded = useLoaded('devices', () => listDevices(desk.session.transport));
  const chosen = useSignal<string | null>(null);
  const revoked = useSignal<string | null>(null);
  const now = Date.now();
  const rows = (loaded.value ?? []).map((device) => rowOf(desk, device, now));
  const row = rows.find((one) => one.device.id === chosen.value) ?? null;
  return (
    <AdminFrame title={w.title} lead={w.lead} problem={loaded.problem}>
      <Late loaded={loaded} />
      {revoked.value ? (
        <Banner kind="ok" icon="check2" now>
          {w.revoked(revoked.value)}
        </Banner>
      ) : null}
      {row ? (
        <DeviceCard
          key={row.device.id}
          row={row}
          onClose={() => {
            chosen.value = null;
          }}
          onRevoked={() => {
            chosen.value = null;
            revoked.value = row.device.person.name;
            loaded.reload();
          }}
        />
      ) : null}
      {loaded.value ? (
        <DeviceList
          rows={rows}
          chosen={chosen.value}
          onChoose={(id) => {
            revoked.value = null;
            chosen.value = id;
          }}
        />
      ) : null}
    </AdminFrame>
  );
}

/** A device with the names of where and for whom its person works, and all areas above. */
function rowOf(desk: Desk, device: Device, now: number): DeviceRow {
  const { area, hamlet, organisation } = device.membership;
  const areas: string[] = [];
  for (let code: string | null = hamlet ?? area; code && !areas.includes(code); ) {
    areas.push(code);
    code = desk.area(code)?.parent ?? null;
  }
  const unit = desk.directory.value?.organisations.find((one) => one.code === organisation);
  return {
    device,
    state: stateOf(device, now),
    areas,
    place: desk.area(hamlet ?? area)?.name ?? area,
    unit: unit?.name ?? organisation ?? '',
  };
}

function DeviceList(props: {
  rows: readonly DeviceRow[];
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const desk = useDesk();
  const w = adminWords.value.devices;
  const parts = useParts();
  const { tz, sample } = desk.session.device.campaign;
  const filter = readDevices(query.value);
  const set = (change: Partial<DeviceFilter>) =>
    go(devicesHref({ ...filter, ...change }), { replace: true });
  const found = props.rows.filter((row) => fits(row, filter));
  const rows = inOrder(found.filter((row) => inGroup(row.state, filter.group)));
  const today = dayOf(new Date().toISOString(), tz);
  const seen = (at: string | null) => {
    if (!at) return adminWords.value.never;
    const day = dayOf(at, tz);
    if (day === today) return w.today(hour(at, tz));
    return `${hour(at, tz)} ${day.slice(0, 4) === today.slice(0, 4) ? shortDay(day) : fullDay(day)}`;
  };
  return (
    <section class="card card-flush" aria-label={w.filterLabel}>
      <div class="card-head">
        <h2>{w.listTitle(rows.length)}</h2>
        {sample ? <Sample>{words.value.sample}</Sample> : null}
      </div>
      <div class="tools">
        <div class="line">
          {deviceGroups.map((one) => (
            <Chip key={one} on={filter.group === one} onClick={() => set({ group: one })}>
              {w.groups[one]} ({count(found.filter((row) => inGroup(row.state, one)).length)})
            </Chip>
          ))}
        </div>
      </div>
      <div class="tools tools-next">
        <Search label={w.search} value={filter.typed} onInput={(typed) => set({ typed })} />
        <Select
          label={w.area}
          value={filter.area}
          empty={w.everywhere}
          options={areaOptions(desk, false)}
          onChoose={(area) => set({ area })}
        />
        <Select
          label={w.app}
          value={filter.app}
          empty={w.anyApp}
          options={versionsOf(props.rows).map((one) => ({ value: one, text: one }))}
          onChoose={(app) => set({ app })}
        />
      </div>
      {rows.length === 0 ? (
        <Empty icon="search" title={w.none}>
          <Btn onClick={() => set({ group: 'all', area: '', app: '', typed: '' })}>{w.clear}</Btn>
        </Empty>
      ) : (
        <Scroll label={w.listTitle(rows.length)}>
          <table class="t t-devices">
            <TableHead
              caption={w.listTitle(rows.length)}
              heads={[
                w.person,
                w.state,
                w.lastSeen,
                { num: w.onPhone },
                w.clock,
                w.version,
                w.unit,
              ]}
            />
            <tbody>
              {rows.slice(0, parts.shown).map((row) => {
                const { device } = row;
                const skew = skewOf(device.skewMs, w);
                return (
                  <tr key={device.id}>
                    <th scope="row" class="wrap">
                      <button
                        type="button"
                        class="name"
                        aria-pressed={props.chosen === device.id}
                        onClick={() => props.onChoose(device.id)}
                      >
                        {device.person.name}
                      </button>
                      <span class="xs muted below">
                        {factWords.value.roles[device.membership.role]}
                        {device.name ? ` · ${device.name}` : ''}
                      </span>
                    </th>
                    <td class="states">
                      <State {...stateMarks[row.state]}>{w.states[row.state]}</State>
                    </td>
                    <td class="nowrap">{seen(device.lastSeenAt)}</td>
                    <td class="num">
                      {count(device.queueLen)}
                      {device.queueLen && device.oldestAt ? (
                        <span class="xs muted below">{w.since(seen(device.oldestAt))}</span>
                      ) : null}
                    </td>
                    <td class="nowrap">{skew ?? '–'}</td>
                    <td class="nowrap">{device.app ?? '–'}</td>
                    <td class="wrap">
                      {row.unit || '–'}
                      <span class="xs muted below">{row.place}</span>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      )}
      <More parts={parts} total={rows.length} text={w.more} />
      <div class="pad">
        <TakeFile path={(kind) => devicesFile(filter.area, kind)} />
      </div>
      <p class="src">{w.act}</p>
    </section>
  );
}
