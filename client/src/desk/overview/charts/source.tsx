/** What every picture of logged figures shares: its source lines, its table, and the query of its data. */
import { dayOf } from '../../../core/day';
import type { Totals, TotalsQuery } from '../../../sync/contract';
import { fullDay } from '../../../ui/format';
import { useDesk } from '../../context';
import { overviewWords } from '../words';

/** What every picture of logged figures says below it. */
export function useNotes(totals: Totals): string[] {
  const { session } = useDesk();
  const w = overviewWords.value.pictures;
  const { tz } = session.device.campaign;
  const waiting = totals.asOfAt === null ? totals.freshness.waitingOnPhones : 0;
  return [
    w.logged(fullDay(dayOf(totals.asOfAt ?? totals.serverNow, tz))),
    ...(waiting > 0 ? [w.waiting(waiting)] : []),
  ];
}

export const fileQuery = (query: TotalsQuery) => ({
  by: query.by,
  within: query.within,
  organisation: query.organisation,
  since: query.since,
  until: query.until,
  as_of: query.asOf,
});

export function SmallTable(props: {
  caption: string;
  name: string;
  rows: readonly { key: string; name: string; text: string }[];
}) {
  return (
    <table class="t t-tight">
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          <th>{props.name}</th>
          <th class="num">{overviewWords.value.pictures.value}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.key} data-code={row.key}>
            <th scope="row">{row.name}</th>
            <td class="num">{row.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
