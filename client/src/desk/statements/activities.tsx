/** What a unit did to inform and to move people: day, kind, how many it reached (Directive R10). */
import { Field, Said, TextField } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { nameOf } from '../../ui/language';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { DayField, Select } from '../select';
import { BehalfFields, useBehalf } from './behalf';
import { readCount } from './numbers';
import { SaidCard } from './said-card';
import { reportActivity, type Unit } from './wire';
import { statementWords } from './words';

export function Activities(props: { unit: Unit; own: boolean; today: string }) {
  const { directory } = useDesk();
  const w = statementWords.value.activities;
  const kinds = directory.value?.activities ?? [];
  return (
    <SaidCard
      resource="activities"
      unit={props.unit}
      words={w}
      form={(onSent) => <ActivityForm {...props} onSent={onSent} />}
      columns={[
        { title: w.day, cell: (row) => fullDay(row.day) },
        {
          title: w.kind,
          cell: (row) => {
            const kind = kinds.find((one) => one.code === row.kind);
            return kind ? nameOf(kind) : row.kind;
          },
        },
        { title: w.reachShort, num: true, cell: (row) => count(row.reach) },
        { title: w.noteShort, cell: (row) => row.note || '–' },
      ]}
    />
  );
}

function ActivityForm(props: { unit: Unit; own: boolean; today: string; onSent: () => void }) {
  const { session, directory } = useDesk();
  const all = statementWords.value;
  const w = all.activities;
  const { unit, today } = props;
  const behalf = useBehalf(unit, props.own, today);
  const kinds = directory.value?.activities ?? [];
  const entry = useEntry({
    prefix: 'activity',
    blank: { day: today, kind: '', reach: '', note: '' },
    read({ day, kind, reach, note }, faults) {
      const reached = reach.trim() === '' ? null : readCount(reach);
      if (day === '') faults.day = w.needDay;
      else if (day > today) faults.day = all.form.future;
      if (kind === '') faults.kind = w.needKind;
      if (reach.trim() !== '' && reached === null) faults.reach = all.form.faults.number;
      return { ...behalf.read(faults), day, kind, reach: reached, note: note.trim() };
    },
    send: (input, id) =>
      reportActivity(session.transport, { id, organisation: unit.code, ...input }),
    onTaken() {
      entry.type({ reach: '', note: '' });
      props.onSent();
    },
  });
  return (
    <EntryForm
      entry={entry}
      class="stack card-line"
      submit={{ text: w.submit, kind: 'main' }}
      announce={entry.taken ? <Said kind="ok">{w.sent}</Said> : null}
    >
      <div class="form-grid">
        <DayField {...entry.field('day')} label={w.day} max={today} />
        <Select
          {...entry.choice('kind')}
          label={w.kind}
          empty={w.choose}
          options={kinds.map((one) => ({ value: one.code, text: nameOf(one) }))}
        />
        <Field {...entry.field('reach')} label={w.reach} inputMode="numeric" maxLength={12} />
      </div>
      <TextField {...entry.field('note')} label={w.note} maxLength={500} />
      <BehalfFields behalf={behalf} prefix="activity" wrong={entry.wrong} today={today} />
    </EntryForm>
  );
}
