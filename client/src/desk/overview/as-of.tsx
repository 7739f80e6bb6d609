/**
 * Looking at an earlier state: choosing the moment, and the bar that says so on every such page, with the way back.
 * Rests on the address, which holds the moment. Promises: an earlier state is never taken for the present.
 */
import { useSignal } from '@preact/signals';
import { dayOf, msOf } from '../../core/day';
import type { Totals } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { count, hour, namedDay } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { Banner } from '../../ui/marks';
import { go } from '../../ui/router';
import { useDesk } from '../context';
import { InstantFields, SeqField } from '../moment/fields';
import { type Where, writeWhere } from './address';
import { overviewWords } from './words';

const isSeq = (text: string) => /^\d+$/.test(text);
/** A chosen day is looked at as it ended. */
const END_OF_DAY = '23:59';

export function AsOfChoice({ where }: { where: Where }) {
  const { session } = useDesk();
  const w = overviewWords.value.past;
  const { tz } = session.device.campaign;
  const { asOf } = where;
  const chosen = useSignal<string | null>(null);
  // What has not come yet is the present.
  const show = () => {
    if (chosen.value === null) return;
    const ahead = !isSeq(chosen.value) && msOf(chosen.value) >= Date.now();
    go(writeWhere({ ...where, asOf: ahead ? null : chosen.value }));
  };
  const set = (moment: string) => {
    chosen.value = moment;
  };
  return (
    <details class="take" data-as-of-choice>
      <summary>
        <Icon name="clock" />
        {w.open}
      </summary>
      <form
        class="days-own"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <InstantFields
          id="as-of"
          tz={tz}
          at={asOf !== null && !isSeq(asOf) ? asOf : null}
          time={END_OF_DAY}
          onInstant={set}
        />
        <SeqField
          id="as-of"
          hint={w.seqHint}
          seq={asOf !== null && isSeq(asOf) ? asOf : ''}
          onSeq={set}
        />
        <div>
          <Btn kind="main" type="submit" locked={chosen.value === null}>
            {w.show}
          </Btn>
        </div>
      </form>
    </details>
  );
}

export function AsOfBar({ where, totals }: { where: Where; totals: Totals }) {
  const { session } = useDesk();
  const w = overviewWords.value.past;
  const { tz } = session.device.campaign;
  if (where.asOf === null || totals.asOfAt === null) return null;
  const ahead = totals.asOfAt > totals.serverNow;
  const at = ahead ? totals.serverNow : totals.asOfAt;
  return (
    <div data-as-of={totals.seq}>
      <Banner kind="late" icon="clock" now>
        <b>{w.bar(hour(at, tz), namedDay(dayOf(at, tz), true), count(totals.seq))}</b>
        <p>{w.text}</p>
        <p class="no-print">
          <Btn href={writeWhere({ ...where, asOf: null })}>{w.back}</Btn>
        </p>
      </Banner>
    </div>
  );
}
