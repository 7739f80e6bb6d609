/** How fresh the figures are, in one line beside them. */
import type { Totals } from '../../sync/contract';
import { age } from '../../ui/facts';
import { State } from '../../ui/marks';
import { overviewWords } from './words';

export function FreshLine({ of }: { of: { totals: Totals; name: string | null } | null }) {
  const w = overviewWords.value.fresh;
  if (of === null) return null;
  const { totals, name } = of;
  const { devices, synced24h, waitingOnPhones, oldestUnsentAt } = totals.freshness;
  return (
    <div class="line fresh-line" data-fresh>
      {waitingOnPhones > 0 ? (
        <State kind="wait" icon="clock">
          {w.waiting(waitingOnPhones)}
        </State>
      ) : devices === 0 ? null : (
        <State kind="ok" icon="check2">
          {w.noneWaiting}
        </State>
      )}
      <span class="sm">
        {name ? `${name}: ` : ''}
        {devices > 0 ? w.synced(synced24h, devices) : w.noDevices}{' '}
        {oldestUnsentAt
          ? w.oldest(age(Date.parse(totals.serverNow) - Date.parse(oldestUnsentAt)))
          : ''}
      </span>
    </div>
  );
}
