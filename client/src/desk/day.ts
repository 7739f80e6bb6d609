/** What day it is in the campaign, by this device's clock. */
import { dayOf } from '../core/day';

export function todayIn(tz: string): string {
  return dayOf(new Date().toISOString(), tz);
}
