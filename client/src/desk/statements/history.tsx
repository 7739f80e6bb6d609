/** All that a unit has stated about its groups of people, each with the rate that its item of the directive asks for. */
import { count, fullDay, percent } from '../../ui/format';
import { measured } from './numbers';
import { type Column, SaidTable } from './said-table';
import type { PeopleGroup, Statement } from './wire';
import { statementWords } from './words';

/** Of a group's statements that were not withdrawn: the latest day, of equal days the one typed last. */
export function standingOf(rows: readonly Statement[]): ReadonlySet<string> {
  const best = new Map<PeopleGroup, Statement>();
  for (const row of rows) {
    if (row.withdrawnAt !== null) continue;
    const before = best.get(row.group);
    const later =
      !before ||
      row.asOf > before.asOf ||
      (row.asOf === before.asOf && row.statedAt > before.statedAt);
    if (later) best.set(row.group, row);
  }
  return new Set([...best.values()].map((row) => row.id));
}

export function History(props: { rows: readonly Statement[]; onChange: () => void }) {
  const w = statementWords.value;
  const standing = standingOf(props.rows);
  const several = new Set(props.rows.map((row) => row.group)).size > 1;
  const columns: Column<Statement>[] = [
    { title: w.asOf, cell: (row) => fullDay(row.asOf) },
    ...(several
      ? [{ title: w.history.group, cell: (row: Statement) => w.groups[row.group].people }]
      : []),
    { title: w.total, num: true, cell: (row) => count(row.total) },
    { title: w.withSmartphone, num: true, cell: (row) => count(row.withSmartphone) },
    { title: w.installed, num: true, cell: (row) => count(row.installed) },
    { title: w.inUse, num: true, cell: (row) => count(row.inUse) },
    {
      title: w.rate,
      num: true,
      cell: (row) => <b>{percent(measured(row.group, row), row.total) ?? '–'}</b>,
    },
  ];
  return (
    <SaidTable
      resource="statements"
      caption={w.history.caption}
      none={w.history.none}
      columns={columns}
      rows={props.rows}
      standing={(row) => standing.has(row.id)}
      onChange={props.onChange}
    />
  );
}
