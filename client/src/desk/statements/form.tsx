/**
 * A statement: all, with a smartphone, installed, in use, on a day; by the unit itself or for it.
 * Promises: what is wrong is said in a sentence at its field and the values stay; a failed sending may be sent again
 * without counting twice.
 */
import { Field, TextField } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { DayField, Select } from '../select';
import { BehalfFields, useBehalf } from './behalf';
import { checkCounts, type NumberField, type Typed } from './numbers';
import { type PeopleGroup, state, type Unit } from './wire';
import { statementWords } from './words';

const nothing: Typed = { total: '', withSmartphone: '', installed: '', inUse: '' };
const fields: readonly NumberField[] = ['total', 'withSmartphone', 'installed', 'inUse'];

export function StatementForm(props: {
  unit: Unit;
  group: PeopleGroup;
  own: boolean;
  today: string;
  onGroup: (group: PeopleGroup) => void;
  onSent: () => void;
}) {
  const { session } = useDesk();
  const w = statementWords.value;
  const f = w.form;
  const { unit, group, today } = props;
  const behalf = useBehalf(unit, props.own, today);
  const entry = useEntry({
    prefix: 'state',
    blank: { ...nothing, asOf: today, reason: '' },
    read({ asOf, reason, ...counts }, faults) {
      const checked = checkCounts(counts);
      if (!checked.ok)
        for (const [field, fault] of Object.entries(checked.faults))
          faults[field] = f.faults[fault];
      if (asOf === '') faults.asOf = f.needDay;
      else if (asOf > today) faults.asOf = f.future;
      const said = behalf.read(faults);
      if (!checked.ok) return null;
      return { ...said, group, asOf, ...checked.counts, reason: reason.trim() };
    },
    send: (input, id) => state(session.transport, { id, organisation: unit.code, ...input }),
    onTaken() {
      entry.type({ ...nothing, reason: '' });
      props.onSent();
    },
  });
  const { taken } = entry;
  return (
    <EntryForm
      entry={entry}
      submit={{
        text: entry.busy ? f.busy : f.submit,
        kind: 'main',
        size: props.own ? 'big' : undefined,
      }}
      announce={
        taken ? (
          <Banner kind="ok" icon="check2">
            {f.sent(count(taken.installed), count(taken.total), fullDay(taken.asOf))}
            <p>{f.sentText}</p>
          </Banner>
        ) : null
      }
      wide
    >
      {unit.groups.length > 1 ? (
        <Select
          label={f.which}
          value={group}
          options={unit.groups.map((one) => ({ value: one, text: w.groups[one].people }))}
          onChoose={(value) => props.onGroup(value as PeopleGroup)}
        />
      ) : (
        <p class="strong">{f.of(w.groups[group].people)}</p>
      )}
      <p class="sm muted">{f.zero}</p>
      {fields.map((field) => (
        <Field
          key={field}
          {...entry.field(field)}
          label={f[field]}
          hint={field === 'total' ? f.totalHint : undefined}
          inputMode="numeric"
          maxLength={12}
        />
      ))}
      <DayField {...entry.field('asOf')} label={f.asOf} max={today} />
      <TextField {...entry.field('reason')} label={f.reason} maxLength={500} />
      <BehalfFields behalf={behalf} prefix="state" wrong={entry.wrong} today={today} />
    </EntryForm>
  );
}
