/**
 * Another phone of this person that had not sent everything when the server last heard of it: a wiped store,
 * a lost phone, or one that lies at home.
 *
 * Rests on what the server told with the seat. Promises: says what is sure and what is not, and what to do
 * in each case; nothing is logged twice on the strength of it.
 */
import { dayOf } from '../../core/day';
import type { OldPhone } from '../../core/types';
import { hour, namedDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { Step } from '../../ui/rows';
import { oldPhoneWords } from './words';

export function oldPhoneTitle(phones: readonly OldPhone[]): string {
  return oldPhoneWords.value.title(phones.reduce((sum, phone) => sum + phone.waiting, 0));
}

export function OldPhoneSteps({ phones, tz }: { phones: readonly OldPhone[]; tz: string }) {
  const w = oldPhoneWords.value;
  return (
    <div class="stack-2 old-phone">
      <Banner kind="wait" icon="clock">
        {phones.map(({ deviceId, name, waiting, seenAt }) => (
          <p key={deviceId}>
            {w.seen(name, waiting, `${hour(seenAt, tz)} ${namedDay(dayOf(seenAt, tz))}`)}
          </p>
        ))}
      </Banner>
      <ol class="rows">
        {w.steps.map(({ title, text }, at) => (
          <Step key={title} at={at + 1} title={title} text={text} />
        ))}
      </ol>
    </div>
  );
}
