/** Who leads a unit and whom to ask (Directive R01); of an enterprise also when it was asked (R04). */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { Field, Said } from '../../ui/fields';
import { fullDay } from '../../ui/format';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { DayField } from '../select';
import { describe, type Profile, type Unit } from './wire';
import { statementWords } from './words';

export function ProfileCard(props: {
  unit: Unit;
  staff: boolean;
  today: string;
  onSaved: () => void;
}) {
  const w = statementWords.value.profile;
  const editing = useSignal(false);
  const saved = useSignal(false);
  const { unit } = props;
  const p = unit.profile;
  const asks = unit.kind === 'enterprise';
  const person = (name: string, title: string) =>
    [name, title].filter((one) => one !== '').join(', ') || w.unknown;
  return (
    <section class="card stack">
      <div class="card-head">
        <h2>{w.title}</h2>
        {editing.value ? null : (
          <Btn
            icon="edit"
            onClick={() => {
              editing.value = true;
              saved.value = false;
            }}
          >
            {w.edit}
          </Btn>
        )}
      </div>
      <div role="status">{saved.value ? <Said kind="ok">{w.saved}</Said> : null}</div>
      {editing.value ? (
        <ProfileForm
          {...props}
          asks={asks}
          onDone={(changed) => {
            editing.value = false;
            saved.value = changed;
            if (changed) props.onSaved();
          }}
        />
      ) : (
        <Kv
          facts={[
            { term: w.head, value: person(p.headName, p.headTitle) },
            { term: w.contact, value: person(p.contactName, p.contactTitle) },
            { term: w.phone, value: p.contactPhone || w.unknown },
            p.place ? { term: w.place, value: p.place } : null,
            asks ? { term: w.askedOn, value: p.askedOn ? fullDay(p.askedOn) : w.unknown } : null,
          ]}
        />
      )}
    </section>
  );
}

function ProfileForm(props: {
  unit: Unit;
  staff: boolean;
  asks: boolean;
  today: string;
  onDone: (changed: boolean) => void;
}) {
  const { session } = useDesk();
  const w = statementWords.value;
  const p = w.profile;
  const { profile } = props.unit;
  const entry = useEntry({
    prefix: 'profile',
    blank: { ...profile, askedOn: profile.askedOn ?? '' },
    read(typed, faults) {
      if (typed.askedOn > props.today) faults.askedOn = w.form.future;
      return { ...typed, askedOn: typed.askedOn || null };
    },
    send: (input) => describe(session.transport, props.unit.code, input),
    onTaken: () => props.onDone(true),
  });
  const text = (name: Exclude<keyof Profile, 'askedOn'>, label: string, most: number) => (
    <Field {...entry.field(name)} label={label} maxLength={most} />
  );
  return (
    <EntryForm
      entry={entry}
      submit={{ text: p.save, kind: 'main' }}
      beside={<Btn onClick={() => props.onDone(false)}>{p.cancel}</Btn>}
    >
      <div class="form-grid">
        {text('headName', p.head, 200)}
        {text('headTitle', p.headTitle, 200)}
        {text('contactName', p.contact, 200)}
        {text('contactTitle', p.contactTitle, 200)}
        {text('contactPhone', p.phone, 32)}
        {text('place', p.place, 200)}
        {props.asks && props.staff ? (
          <DayField {...entry.field('askedOn')} label={p.askedOn} max={props.today} />
        ) : null}
      </div>
    </EntryForm>
  );
}
