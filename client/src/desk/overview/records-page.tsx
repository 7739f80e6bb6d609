/**
 * The ground below a figure: its records as they are now, the latest change first; filters in the address.
 * Promises: no number is ever shown; the count above is the very figure that led here.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TotalsQuery } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { count, fullDay, hour, shortDay } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { words } from '../../ui/language';
import { language } from '../../ui/locale';
import { Empty, Sample } from '../../ui/marks';
import { go } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { Select } from '../select';
import { TakeFile } from '../taking/take-file';
import { type RecordsWhere, type Where, writeRecords, writeWhere } from './address';
import { useFreshnessOf } from './around';
import { FreshLine } from './fresh-line';
import { useTotals } from './live';
import { organisation } from './place';
import { type RecordRow, readRecordRows, recordsFile } from './wire';
import { overviewWords } from './words';

/** How many the figures count under the same filter; null where totals cannot be asked that narrowly. */
function useCount(where: RecordsWhere) {
  const { session } = useDesk();
  const query: TotalsQuery = {
    by: where.mode
      ? 'mode'
      : where.direct === 'area'
        ? 'hamlet'
        : where.direct === 'organisation'
          ? 'organisation'
          : 'outcome',
    ...(where.area ? { within: where.area } : {}),
    ...(where.unit ? { organisation: where.unit } : {}),
    ...(where.since ? { since: where.since } : {}),
    ...(where.until ? { until: where.until } : {}),
  };
  const { totals } = useTotals(session.transport, query);
  const row = (code: string | null) => totals?.rows.find((one) => one.code === code) ?? null;
  const narrow = [where.mode, where.direct, where.outcome].filter((one) => one !== null).length;
  const counted = !totals
    ? null
    : where.mode
      ? narrow > 1
        ? null
        : (row(where.mode)?.records ?? null)
      : where.direct
        ? countedIn(row(where.direct === 'area' ? where.area : where.unit), where.outcome)
        : where.outcome
          ? (totals.total.outcomes[where.outcome] ?? 0)
          : totals.total.records;
  return { totals, counted };
}

function countedIn(
  row: { records: number; outcomes: Readonly<Record<string, number>> } | null,
  outcome: string | null,
): number | null {
  if (row === null) return null;
  return outcome === null ? row.records : (row.outcomes[outcome] ?? 0);
}

/** The page of figures from which these records come. */
function aboveOf(where: RecordsWhere, level: Where['level']): string {
  return writeWhere({
    level,
    area: where.area && level !== 'root' && level !== 'unit' ? where.area : null,
    by: 'day',
    unit: where.unit,
    since: null,
    until: null,
    measure: null,
    weekly: false,
    asOf: null,
  });
}

export function RecordsPage({ where }: { where: RecordsWhere }) {
  const desk = useDesk();
  const { session, directory } = desk;
  const w = overviewWords.value.records;
  const { tz, sample } = session.device.campaign;
  const key = JSON.stringify(where);
  const rows = useSignal<readonly RecordRow[] | null>(null);
  const next = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  const asked = useRef('');
  const { totals, counted } = useCount(where);
  const seq = totals?.seq ?? null;
  const freshOf = useFreshnessOf(where.area, where.unit, totals);

  const load = async (after: string | null) => {
    asked.current = key;
    const reply = await readRecordRows(session.transport, where, after);
    if (asked.current !== key) return;
    problem.value = reply.ok ? null : reply.error.code;
    if (!reply.ok) return;
    rows.value = after === null ? reply.value.items : [...(rows.value ?? []), ...reply.value.items];
    next.value = reply.value.next;
  };
  useEffect(() => {
    void load(null);
  }, [key, seq]);

  const area = where.area === null ? desk.home() : desk.area(where.area);
  const root = desk.root();
  const role = desk.me.value?.person.role ?? session.device.person.role;
  const level: Where['level'] =
    where.area === null || area === null || area.code === root?.code
      ? role === 'reporter'
        ? 'unit'
        : 'root'
      : area.parent === root?.code || area.parent === null
        ? 'commune'
        : 'hamlet';
  const outcomes = directory.value?.outcomes ?? [];
  const modes = directory.value?.modes ?? [];
  const named = (one: { name: string; nameEn?: string }) =>
    language.value === 'en' ? (one.nameEn ?? one.name) : one.name;
  const modeName = (code: string) => {
    const found = modes.find((one) => one.code === code);
    return found ? named(found) : code;
  };
  const unitName =
    where.unit === null ? null : (organisation(desk, where.unit)?.name ?? where.unit);
  const days =
    where.since && where.since === where.until
      ? fullDay(where.since)
      : where.since || where.until
        ? `${where.since ? shortDay(where.since) : '…'}–${where.until ? fullDay(where.until) : '…'}`
        : null;
  const chips: { text: string; without: Partial<RecordsWhere> }[] = [
    ...(unitName ? [{ text: unitName, without: { unit: null, direct: null } }] : []),
    ...(days ? [{ text: days, without: { since: null, until: null } }] : []),
    ...(where.direct
      ? [
          {
            text: where.direct === 'area' ? w.directArea : w.directUnit,
            without: { direct: null },
          },
        ]
      : []),
  ];
  const set = (change: Partial<RecordsWhere>) => go(writeRecords({ ...where, ...change }));

  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      asOf={totals?.serverNow ?? null}
      problem={problem.value}
      crumb={
        <>
          <a href={aboveOf(where, level)}>{area?.name ?? w.back}</a> / {unitName ?? days ?? w.title}
        </>
      }
      aside={<TakeFile path={(kind) => recordsFile(where, kind)} />}
    >
      <div class="filters no-print">
        <Select
          label={w.outcome}
          value={where.outcome ?? ''}
          empty={w.allOutcomes}
          options={outcomes.map((one) => ({ value: one.code, text: named(one) }))}
          onChoose={(value) => set({ outcome: value || null })}
        />
        <Select
          label={w.mode}
          value={where.mode ?? ''}
          empty={w.allModes}
          options={modes.map((one) => ({ value: one.code, text: named(one) }))}
          onChoose={(value) => set({ mode: value || null })}
        />
        {chips.length > 0 ? (
          <nav class="chips" aria-label={w.filters}>
            {chips.map((chip) => (
              <a
                key={chip.text}
                class="chip"
                href={writeRecords({ ...where, ...chip.without })}
                aria-label={w.drop(chip.text)}
              >
                {chip.text}
                <Icon name="cross" size="sm" />
              </a>
            ))}
          </nav>
        ) : null}
      </div>
      <section class="card card-flush" data-records>
        <div class="card-head">
          <h2>
            {counted === null ? (
              w.title
            ) : (
              <span data-figure="records" data-value={counted}>
                {w.count(count(counted))}
              </span>
            )}
          </h2>
          {sample ? <Sample>{words.value.sample}</Sample> : null}
        </div>
        {totals ? (
          <div class="card-text">
            <FreshLine of={freshOf} />
          </div>
        ) : null}
        {rows.value?.length === 0 ? (
          <Empty icon="list" title={w.none} />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          <section class="scroll" tabIndex={0} aria-label={w.title}>
            <table class="t">
              <thead>
                <tr>
                  <th>{w.time}</th>
                  <th>{w.outcome}</th>
                  <th>{w.place}</th>
                  <th>{w.unit}</th>
                  <th>{w.who}</th>
                  <th>{w.mode}</th>
                  <th>{w.number}</th>
                  <th>{w.note}</th>
                </tr>
              </thead>
              <tbody>
                {(rows.value ?? []).map((row) => (
                  <tr key={row.id} data-record={row.id}>
                    <th scope="row" class="num">
                      {hour(row.at, tz)} {fullDay(row.day)}
                    </th>
                    <td>{row.outcomeName}</td>
                    <td>{row.areaName}</td>
                    <td>{row.organisation ?? '–'}</td>
                    <td>{row.person}</td>
                    <td>{modeName(row.mode)}</td>
                    <td>{row.hasNumber ? w.has : w.hasNot}</td>
                    <td>
                      {[
                        row.note ?? '',
                        row.rev > 1 ? w.corrected(row.rev - 1) : '',
                        row.reviewed === 'ok' ? w.checked : '',
                      ]
                        .filter(Boolean)
                        .join(' · ') || '–'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        <p class="src" role="status">
          {rows.value ? w.shown(rows.value.length) : ''}
        </p>
      </section>
      {next.value ? (
        <div class="no-print">
          <Btn onClick={() => void load(next.value)}>{w.more}</Btn>
        </div>
      ) : null}
    </DeskFrame>
  );
}
