/** A row of totals in which nothing was logged and nothing is published. */
import type { TotalsFigures } from '../../../client/src/sync/contract';

export const nothing: TotalsFigures = {
  records: 0,
  assists: 0,
  unique: 0,
  unchecked: 0,
  uniqueInUse: 0,
  outcomes: {},
  smartphones: null,
  population: null,
  households: null,
  official: null,
  target: null,
  expectedByNow: null,
};
