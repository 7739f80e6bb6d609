/** Who leads a unit and whom to ask (Directive R01); of an enterprise also when it was asked (R04). */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, Said } from '../../ui/fields';
import { fullDay } from '../../ui/format';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { Refused } from '../refused';
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
  const draft = useSignal<Profile>(props.unit.profile);
  const failed = useSignal<TransportFailure | null>(null);
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const set = (name: keyof Profile) => (text: string) => {
    draft.value = { ...draft.value, [name]: name === 'askedOn' ? text || null : text };
  };
  const save = async () => {
    if (busy.value) return;
    const asked = draft.value.askedOn;
    wrong.value = asked !== null && asked > props.today ? w.form.future : null;
    if (wrong.value) return;
    busy.value = true;
    const reply = await describe(session.transport, props.unit.code, draft.value);
    busy.value = false;
    if (reply.ok) props.onDone(true);
    else failed.value = reply.error;
  };
  const text = (name: Exclude<keyof Profile, 'askedOn'>, label: string, most: number) => (
    <Field label={label} value={draft.value[name]} maxLength={most} onInput={set(name)} />
  );
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="form-grid">
        {text('headName', p.head, 200)}
        {text('headTitle', p.headTitle, 200)}
        {text('contactName', p.contact, 200)}
        {text('contactTitle', p.contactTitle, 200)}
        {text('contactPhone', p.phone, 32)}
        {text('place', p.place, 200)}
        {props.asks && props.staff ? (
          <DayField
            label={p.askedOn}
            value={draft.value.askedOn ?? ''}
            max={props.today}
            error={wrong.value}
            onInput={set('askedOn')}
          />
        ) : null}
      </div>
      <Refused failure={failed.value} />
      <div class="line">
        <Btn kind="main" type="submit" locked={busy.value}>
          {p.save}
        </Btn>
        <Btn onClick={() => props.onDone(false)}>{p.cancel}</Btn>
      </div>
    </form>
  );
}
