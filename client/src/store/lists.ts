/** What lists show: pages of records by time. Reads only. */
import { foldText } from '../core/text';
import type { FieldRecord } from '../core/types';
import type { Context } from './context';
import type { ListQuery, RecordPage } from './contract';

/** Sorts after every instant and every id. */
export const END = '\uffff';

type Index = 'time' | 'stateTime' | 'areaTime';

function indexOf(query: ListQuery): { index: Index; prefix: string[] } {
  if (query.state) return { index: 'stateTime', prefix: [query.state] };
  if (query.area) return { index: 'areaTime', prefix: [query.area] };
  return { index: 'time', prefix: [] };
}

function textOf(context: Context, record: FieldRecord): string {
  const area = context.directory?.areas.find((each) => each.code === record.area)?.name ?? '';
  const outcome =
    context.directory?.outcomes.find((each) => each.code === record.outcome)?.name ?? '';
  return foldText([record.note ?? '', area, outcome].join(' '));
}

export async function listRecords(context: Context, query: ListQuery): Promise<RecordPage> {
  const { index, prefix } = indexOf(query);
  const upper = query.after ? query.after.split('|') : [END];
  const range = IDBKeyRange.bound([...prefix, ''], [...prefix, ...upper], false, true);
  const wanted = foldText(query.search ?? '');
  const fits = (record: FieldRecord): boolean =>
    (!query.area || record.area === query.area) &&
    (!query.from || record.day >= query.from) &&
    (!query.to || record.day <= query.to) &&
    (!wanted || textOf(context, record).includes(wanted));

  return await context.db.run(async (db) => {
    const records: FieldRecord[] = [];
    let cursor = await db
      .transaction('records')
      .store.index(index)
      .openCursor(range as never, 'prev');
    while (cursor) {
      const { view } = cursor.value;
      if (fits(view)) {
        // One more than asked for shows that there is a next page.
        if (records.length === query.limit) {
          const last = records[records.length - 1];
          return { records, next: last ? `${last.eff}|${last.recordId}` : null };
        }
        records.push(view);
      }
      // Newest first: an earlier day than asked for ends the walk.
      if (query.from && view.day < query.from) break;
      cursor = await cursor.continue();
    }
    return { records, next: null };
  });
}

export async function getRecord(context: Context, recordId: string): Promise<FieldRecord | null> {
  return (await context.db.run((db) => db.get('records', recordId)))?.view ?? null;
}
