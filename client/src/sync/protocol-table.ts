/** What is wrong with a table that was refused: by row and column, as the clerk sees them. */
import * as v from 'valibot';
import { count, maybeText, text } from './protocol-fields';

export const tableFaults = v.object({
  count,
  rows: v.array(v.object({ row: count, column: maybeText, message: text })),
});

export type TableFaults = v.InferOutput<typeof tableFaults>;
