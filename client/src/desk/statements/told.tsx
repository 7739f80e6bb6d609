/** Assists told by mouth or on paper: a column of their own, never added to the visits that were logged. */
import { Field, Said, TextField } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { areasBelow } from '../places';
import { DayField, Select } from '../select';
import { BehalfFields, useBehalf } from './behalf';
import { readCount } from './numbers';
import { SaidCard } from './said-card';
import { tellAssists, type Unit } from './wire';
import { statementWords } from './words';

export function Told(props: { unit: Unit; own: boolean; today: string }) {
  const desk = useDesk();
  const w = statementWords.value.told;
  return (
    <SaidCard
      resource="told-assists"
      unit={props.unit}
      words={w}
      form={(onSent) => <ToldForm {...props} onSent={onSent} />}
      columns={[
        {
          title: w.period,
          cell: (row) =>
            row.since === row.until
              ? fullDay(row.until)
              : `${fullDay(row.since)} – ${fullDay(row.until)}`,
        },
        { title: w.area, cell: (row) => desk.area(row.area)?.name ?? row.area },
        { title: w.numberShort, num: true, cell: (row) => <b>{count(row.number)}</b> },
        { title: w.noteShort, cell: (row) => row.note || '–' },
      ]}
    />
  );
}

function ToldForm(props: { unit: Unit; own: boolean; today: string; onSent: () => void }) {
  const desk = useDesk();
  const all = statementWords.value;
  const w = all.told;
  const { unit, today } = props;
  const behalf = useBehalf(unit, props.own, today);
  const entry = useEntry({
    prefix: 'told',
    blank: { area: '', since: '', until: today, number: '', note: '' },
    read({ area, since, until, number, note }, faults) {
      const counted = readCount(number);
      if (since === '') faults.since = w.needDays;
      if (until === '') faults.until = w.needDays;
      else if (until > today) faults.until = all.form.future;
      else if (since !== '' && until < since) faults.until = w.order;
      if (number.trim() === '') faults.number = all.form.faults.missing;
      else if (counted === null) faults.number = all.form.faults.number;
      const said = behalf.read(faults);
      if (counted === null) return null;
      return { ...said, area: area || null, since, until, number: counted, note: note.trim() };
    },
    send: (input, id) =>
      tellAssists(desk.session.transport, { id, organisation: unit.code, ...input }),
    onTaken() {
      entry.type({ number: '', note: '' });
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
        <Select
          {...entry.choice('area')}
          label={w.area}
          empty={w.areaOwn}
          options={areasBelow(desk, unit.area)}
        />
        <DayField {...entry.field('since')} label={w.since} max={today} />
        <DayField {...entry.field('until')} label={w.until} max={today} />
        <Field {...entry.field('number')} label={w.number} inputMode="numeric" maxLength={12} />
      </div>
      <TextField {...entry.field('note')} label={w.note} maxLength={500} />
      <BehalfFields behalf={behalf} prefix="told" wrong={entry.wrong} today={today} />
    </EntryForm>
  );
}
