/** 14: units by due instants. The column that the page is about is tinted; rows that want something carry the act. */
import type { Order, Square } from '../../sync/protocol-obligations';
import { shortDay } from '../../ui/format';
import { formHref } from '../weekly/addresses';
import { type Asked, writeAddress } from './address';
import { type Column, groups, type Row, squaresIn, toRemind } from './grid';
import { Mark, SquareMark } from './mark';
import { dueShort, moment } from './times';
import { obligationWords } from './words';

type Props = {
  columns: readonly Column[];
  /** All columns of the board: weeks keep their number when only one is shown. */
  every: readonly Column[];
  focus: Column | null;
  rows: readonly Row[];
  all: readonly Row[];
  orders: readonly Order[];
  asked: Asked;
  serverNow: string;
  tz: string;
  mayRemind: boolean;
  /** Whether this person writes for a unit. */
  writes: (unit: string) => boolean;
  onRemind: (row: Row) => void;
};

/** "Kết quả", "Tuần 3"; its due instants below. */
function headOf(column: Column, every: readonly Column[]): string {
  const w = obligationWords.value.column;
  if (column.repeat === 'once') return w.once;
  const weeks = every.filter((one) => one.repeat === column.repeat);
  return w.weekly(weeks.findIndex((one) => one.key === column.key) + 1);
}

function Head({
  column,
  every,
  asked,
  tz,
}: Pick<Props, 'every' | 'asked' | 'tz'> & { column: Column }) {
  const w = obligationWords.value.column;
  const title = headOf(column, every);
  const dues = column.dueAts.length
    ? column.dueAts.map((due) => dueShort(due, tz)).join('; ')
    : shortDay(column.period);
  const obligation = column.obligations.length === 1 ? (column.obligations[0] ?? null) : null;
  return (
    <>
      <a href={writeAddress({ ...asked, obligation, period: column.period })}>
        <span class="sr">{w.only('')}</span>
        {title}
      </a>
      <span class="sub">
        {column.repeat === 'once' ? `${w.onceSub}, ` : ''}
        {dues}
        {column.moved ? ` (${w.moved})` : ''}
      </span>
    </>
  );
}

function wordOf(orders: readonly Order[], square: Square): string {
  return orders.find((one) => one.code === square.obligation)?.word ?? '';
}

function lastReminder(squares: readonly Square[]): string {
  return (
    squares
      .map((one) => one.remindedAt ?? '')
      .sort()
      .pop() ?? ''
  );
}

export function BoardTable(props: Props) {
  const { columns, focus, rows, all, serverNow, tz } = props;
  const w = obligationWords.value;
  const hot = (column: Column) => (column.key === focus?.key ? 'hot' : undefined);
  return (
    <div class="scroll">
      <table class="t t-tight board">
        <caption class="sr">{w.table.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.table.unit}</th>
            {columns.map((column) => (
              <th scope="col" key={column.key} class={hot(column)}>
                <Head {...props} column={column} />
              </th>
            ))}
            <th scope="col">{w.table.reminded}</th>
            <th scope="col">
              <span class="sr">{w.table.act}</span>
            </th>
          </tr>
        </thead>
        {groups.map((group) => {
          const inside = rows.filter((row) => row.group === group);
          if (inside.length === 0) return null;
          const whole = all.filter((row) => row.group === group).length;
          return (
            <tbody key={group}>
              <tr>
                <th scope="rowgroup" colSpan={columns.length + 3} class="board-group">
                  {w.groupHead(w.groups[group], inside.length, whole)}
                </th>
              </tr>
              {inside.map((row) => {
                const squares = squaresIn([row], focus?.key ?? null);
                const wanting = toRemind(row, focus?.key ?? null)[0];
                const own = props.writes(row.unit.code);
                const reminded = lastReminder(squares);
                const at = `/huyen/nghia-vu/${encodeURIComponent(row.unit.code)}`;
                return (
                  <tr key={row.unit.code}>
                    <th scope="row">
                      <a href={at}>{row.unit.shortName || row.unit.name}</a>
                    </th>
                    {columns.map((column) => {
                      const cell = row.cells.get(column.key);
                      return (
                        <td key={column.key} class={hot(column)}>
                          {cell ? (
                            cell.map((square) => (
                              <SquareMark key={square.obligation} square={square} />
                            ))
                          ) : (
                            <Mark kind="none" />
                          )}
                        </td>
                      );
                    })}
                    <td class="muted">{reminded ? moment(reminded, serverNow, tz) : '–'}</td>
                    <td class="end">
                      {wanting && own ? (
                        <a
                          href={formHref({
                            obligation: wanting.obligation,
                            organisation: row.unit.code,
                            period: wanting.period,
                          })}
                        >
                          {w.unit.write(wordOf(props.orders, wanting))}
                        </a>
                      ) : null}
                      {wanting && !own && props.mayRemind ? (
                        <button type="button" class="textlink" onClick={() => props.onRemind(row)}>
                          {w.table.remind}
                          <span class="sr"> {row.unit.name}</span>
                        </button>
                      ) : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

/** What the marks mean; only those that the page shows. */
export function Legend({ rows }: { rows: readonly Row[] }) {
  const w = obligationWords.value.signs;
  if (rows.length === 0) return null;
  return (
    <p class="legend" aria-hidden="true">
      {(Object.keys(w) as (keyof typeof w)[]).map((sign) => (
        <span key={sign}>
          <Mark kind={sign} />
          {w[sign]}
        </span>
      ))}
    </p>
  );
}
