/**
 * A past moment, typed: a day with an hour in the campaign's zone, or a seq of the server.
 * Promises: what is told on is always a whole instant or number; what is not yet one is said at its field.
 */
import { useSignal } from '@preact/signals';
import { dayOf } from '../../core/day';
import { Field } from '../../ui/fields';
import { hour } from '../../ui/format';
import { todayIn } from '../day';
import { DayField } from '../select';
import { instantAt } from '../when';
import { momentWords } from './words';

export function InstantFields(props: {
  id: string;
  tz: string;
  at: string | null;
  /** The hour that stands there before one is typed. */
  time?: string;
  onInstant: (at: string) => void;
}) {
  const w = momentWords.value;
  const day = useSignal(props.at ? dayOf(props.at, props.tz) : '');
  const time = useSignal(props.at ? hour(props.at, props.tz) : (props.time ?? ''));
  const set = () => {
    const at = instantAt(day.value, time.value, props.tz);
    if (at) props.onInstant(at);
  };
  const wrong = time.value.length > 4 && instantAt('2021-01-01', time.value, props.tz) === null;
  return (
    <div class="form-grid">
      <DayField
        id={`${props.id}-day`}
        label={w.day}
        value={day.value}
        max={todayIn(props.tz)}
        onInput={(value) => {
          day.value = value;
          set();
        }}
      />
      <Field
        id={`${props.id}-time`}
        label={w.time}
        hint={w.timeHint}
        value={time.value}
        maxLength={5}
        error={wrong ? w.wrongTime : null}
        onInput={(value) => {
          time.value = value;
          set();
        }}
      />
    </div>
  );
}

export function SeqField(props: {
  id: string;
  seq: string;
  hint: string;
  onSeq: (seq: string) => void;
}) {
  const w = momentWords.value;
  const typed = useSignal(props.seq);
  const good = /^\d{1,16}$/.test(typed.value);
  return (
    <Field
      id={`${props.id}-seq`}
      label={w.seq}
      hint={props.hint}
      value={typed.value}
      inputMode="numeric"
      maxLength={16}
      error={typed.value !== '' && !good ? w.wrongSeq : null}
      onInput={(value) => {
        typed.value = value.trim();
        if (/^\d{1,16}$/.test(typed.value)) props.onSeq(typed.value);
      }}
    />
  );
}
