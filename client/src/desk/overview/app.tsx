/** The board: figures of a place, and the records below them. */
import { query } from '../../ui/router';
import { readRecords, readWhere } from './address';
import { PlacePage } from './place-page';
import { RecordsPage } from './records-page';
import '../../ui/css/overview.css';

export function OverviewApp({ at }: { at: string }) {
  if (at === '/huyen/luot') {
    const where = readRecords(query.value);
    return <RecordsPage where={where} />;
  }
  const where = readWhere(at, query.value);
  return <PlacePage key={`${where.level} ${where.area}`} where={where} />;
}
