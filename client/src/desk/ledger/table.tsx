/** The same by place: a row leads to what lies in it, a part of a row to its records. */
import { count } from '../../ui/format';
import { useDesk } from '../context';
import { type Asked, writeAddress } from './address';
import type { Measure } from './bridge';
import { signed } from './flow';
import { type Ledger, type LedgerRow, type Part, parts } from './wire';
import { ledgerWords } from './words';

/** Nothing at both ends and nothing between: such rows are left out of long tables. */
export function isStill(row: LedgerRow): boolean {
  return (
    row.earlier.records === 0 &&
    row.now.records === 0 &&
    parts.every((part) => (row.parts?.[part].touched ?? 0) === 0)
  );
}

/** The row of what has no place below: coded as the place itself. */
export function isItself(row: LedgerRow, ledger: Ledger): boolean {
  return row.code === ledger.total.code;
}

export function LedgerTable(props: { ledger: Ledger; measure: Measure; asked: Asked }) {
  const { ledger, measure, asked } = props;
  const desk = useDesk();
  const w = ledgerWords.value;
  const root = desk.root()?.code;
  const rows = ledger.rows.filter((row) => !isStill(row));
  // Each commune has a row of its own among its hamlets: what was logged for the commune alone.
  const communes = new Set(
    (desk.directory.value?.areas ?? []).filter((one) => one.parent === root).map((one) => one.code),
  );
  const itself = (row: LedgerRow) =>
    isItself(row, ledger) || (ledger.by === 'hamlet' && communes.has(row.code));
  // The server names such a row "not known"; among those of several communes it needs the commune beside it.
  const nameOf = (row: LedgerRow) =>
    itself(row) && !isItself(row, ledger)
      ? `${row.name} (${desk.area(row.code)?.name ?? row.code})`
      : row.name;
  const inRow = (row: LedgerRow, part: Part | null): Asked => ({
    ...asked,
    within: row.code,
    by: ledger.by === 'commune' && !itself(row) ? 'hamlet' : asked.by,
    part,
    exact: part !== null && itself(row),
  });
  if (rows.length === 0) return <p class="pad muted">{w.table.empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={w.table.caption}>
      <table class="t t-wide ledger">
        <caption class="sr">{w.table.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.table.place}</th>
            <th scope="col" class="num">
              {w.flow.earlier}
            </th>
            {parts.map((part) => (
              <th key={part} scope="col" class="num">
                {w.flow[part]}
              </th>
            ))}
            <th scope="col" class="num">
              {w.flow.now}
            </th>
            <th scope="col" class="num">
              {w.table.unique}
            </th>
            <th scope="col" class="num">
              {w.table.uniqueNow}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code} data-code={row.code}>
              <th scope="row">
                {itself(row) || ledger.by === 'hamlet' ? (
                  nameOf(row)
                ) : (
                  <a href={writeAddress(inRow(row, null))}>{nameOf(row)}</a>
                )}
              </th>
              <Cells
                row={row}
                measure={measure}
                place={nameOf(row)}
                href={(part) => writeAddress(inRow(row, part))}
              />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{w.table.total}</th>
            <Cells
              row={ledger.total}
              measure={measure}
              place={w.table.total}
              href={(part) => writeAddress({ ...asked, part, exact: false })}
            />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Cells(props: {
  row: LedgerRow;
  measure: Measure;
  place: string;
  href: (part: Part) => string;
}) {
  const { row, measure } = props;
  const w = ledgerWords.value;
  return (
    <>
      <td class="num">{count(row.earlier[measure])}</td>
      {parts.map((key) => {
        const part = row.parts?.[key];
        if (!part?.touched) {
          return (
            <td key={key} class="num muted">
              {part ? count(0) : '–'}
            </td>
          );
        }
        const plain = Math.abs(part[measure]) === part.touched;
        return (
          <td key={key} class="num" data-part={key}>
            <a
              href={props.href(key)}
              aria-label={`${signed(part[measure])}. ${w.table.see(part.touched, w.flow[key], props.place)}`}
            >
              {signed(part[measure])}
              {plain ? '' : ` ${w.table.touched(part.touched)}`}
            </a>
          </td>
        );
      })}
      <td class="num">
        <b>{count(row.now[measure])}</b>
      </td>
      <td class="num">{count(row.earlier.unique)}</td>
      <td class="num">{count(row.now.unique)}</td>
    </>
  );
}
