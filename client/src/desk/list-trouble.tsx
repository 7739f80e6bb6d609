/** Why a list did not come, and another try. What was shown before stays above or below. */
import type { TransportFailure } from '../sync/contract';
import { Btn } from '../ui/buttons';
import { words } from '../ui/language';
import { Refused } from './refused';

export function ListTrouble(props: {
  list: { failure: TransportFailure | null; busy: boolean; reload(): void };
}) {
  const { failure, busy, reload } = props.list;
  if (!failure) return null;
  return (
    <div class="stack-2">
      <Refused failure={failure} />
      <div>
        <Btn icon="sync" locked={busy} onClick={reload}>
          {words.value.retry}
        </Btn>
      </div>
    </div>
  );
}
