/**
 * What may be added to an answer: the day to come back, the note.
 * Rests on the visit. Promises: the note opens on request only, and says what not to write.
 */
import { useSignal } from '@preact/signals';
import { addDays } from '../../core/day';
import { lengthOf } from '../../core/text';
import { Btn } from '../../ui/buttons';
import { Chips, type Choice } from '../../ui/choices';
import { Said, TextField } from '../../ui/fields';
import { namedDay, shortDay } from '../../ui/format';
import { trouble } from '../../ui/trouble';
import { useField } from '../context';
import { stepWords } from './words';

const noteLength = 280;

export function NoteField({ revisit }: { revisit?: boolean }) {
  const { visit } = useField();
  const w = stepWords.value.extras;
  const asked = useSignal(visit.note.value !== '');
  const button = asked.value ? null : (
    <Btn
      kind="quiet"
      icon="plus"
      onClick={() => {
        asked.value = true;
      }}
    >
      {w.note}
    </Btn>
  );
  return (
    <div class="stack-2">
      <div class="spread">
        {revisit ? <span class="strong">{w.revisit}</span> : <span />}
        {button}
      </div>
      {revisit ? <RevisitDay /> : null}
      {asked.value ? (
        <TextField
          label={w.note}
          hint={w.noteHint}
          value={visit.note.value}
          onInput={(text) => visit.setNote(text)}
          error={lengthOf(visit.note.value) > noteLength ? trouble('form.too_long').text : null}
        />
      ) : null}
    </div>
  );
}

/** No day, tomorrow, or any other. */
function RevisitDay() {
  const { visit, today } = useField();
  const w = stepWords.value.extras;
  const picking = useSignal(false);
  const tomorrow = addDays(today.value, 1);
  const day = visit.revisitOn.value;
  const other = day !== null && day !== tomorrow;
  const choices: Choice<string>[] = [
    { value: 'none', text: w.noRevisit },
    { value: tomorrow, text: w.tomorrow(shortDay(tomorrow)) },
    other
      ? { value: day, icon: 'cal', text: shortDay(day), label: w.onDay(namedDay(day)) }
      : { value: 'other', icon: 'cal', text: '', label: w.otherDay },
  ];
  return (
    <div class="stack-2">
      <Chips
        label={w.revisit}
        choices={choices}
        value={picking.value && !other ? 'other' : (day ?? 'none')}
        onChoose={(value) => {
          picking.value = value === 'other';
          if (value !== 'other') visit.setRevisit(value === 'none' ? null : value);
        }}
      />
      {picking.value || other ? (
        <label>
          <span class="label">{w.day}</span>
          <input
            class="input"
            type="date"
            min={today.value}
            value={day ?? ''}
            onInput={(event) => visit.setRevisit(event.currentTarget.value || null)}
          />
          {day !== null && day < today.value ? <Said kind="bad">{w.dayPast}</Said> : null}
        </label>
      ) : null}
    </div>
  );
}
