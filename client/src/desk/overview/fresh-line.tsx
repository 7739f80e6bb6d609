/** How fresh the figures are, in one line beside them. */
import type { Totals } from '../../sync/contract';
import { age } from '../../ui/facts';
import { State } from '../../ui/marks';
import { overviewWords } from './words';

export function FreshLine({ totals }: { totals: Totals }) {
  const w = overviewWords.value.fresh;
  const { devices, synced24h, waitingOnPhones, oldestUnsentAt } = totals.freshness;
  return (
    <div class="line fresh-line" data-fresh>
      {waitingOnPhones > 0 ? (
        <State kind="wait" icon="clock">
          {w.waiting(waitingOnPhones)}
        </State>
      ) : (
        <State kind="ok" icon="check2">
          {w.noneWaiting}
        </State>
      )}
      <span class="sm">
        {devices > 0 ? w.synced(synced24h, devices) : w.noDevices}{' '}
        {oldestUnsentAt
          ? w.oldest(age(Date.parse(totals.serverNow) - Date.parse(oldestUnsentAt)))
          : ''}
      </span>
    </div>
  );
}
