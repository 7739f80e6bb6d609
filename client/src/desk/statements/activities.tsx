/** What a unit did to inform and to move people: day, kind, how many it reached (Directive R10). */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { uuidv7 } from '../../core/ids';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, Said, TextField } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { nameOf } from '../../ui/language';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { Refused } from '../refused';
import { DayField, Select } from '../select';
import { BehalfFields, useBehalf } from './behalf';
import { readCount } from './numbers';
import { SaidTable } from './said-table';
import { listSaid, reportActivity, type Unit } from './wire';
import { statementWords } from './words';

export function Activities(props: { unit: Unit; own: boolean; today: string }) {
  const { session, directory } = useDesk();
  const w = statementWords.value.activities;
  const open = useSignal(false);
  const kinds = directory.value?.activities ?? [];
  const { value, problem, reload } = useLoaded(`activities ${props.unit.code}`, () =>
    listSaid(session.transport, 'activities', props.unit.code),
  );
  return (
    <section class="card stack">
      <div class="card-head">
        <h2>{w.title}</h2>
        {open.value ? null : (
          <Btn
            icon="plus"
            onClick={() => {
              open.value = true;
            }}
          >
            {w.add}
          </Btn>
        )}
      </div>
      {open.value ? <ActivityForm {...props} onSent={reload} /> : null}
      {problem && !value ? (
        <Refused failure={{ code: problem, status: null, retryAfter: null }} />
      ) : null}
      {value ? (
        <SaidTable
          resource="activities"
          caption={w.caption}
          none={w.none}
          rows={value}
          onChange={reload}
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
      ) : null}
    </section>
  );
}

function ActivityForm(props: { unit: Unit; own: boolean; today: string; onSent: () => void }) {
  const { session, directory } = useDesk();
  const all = statementWords.value;
  const w = all.activities;
  const { unit, today } = props;
  const day = useSignal(today);
  const kind = useSignal('');
  const reach = useSignal('');
  const note = useSignal('');
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<TransportFailure | null>(null);
  const sent = useSignal(false);
  const busy = useSignal(false);
  const behalf = useBehalf(unit, props.own, today);
  const attempt = useRef(uuidv7(Date.now()));
  const kinds = directory.value?.activities ?? [];

  const send = async () => {
    if (busy.value) return;
    const faults: Record<string, string> = {};
    const reached = reach.value.trim() === '' ? null : readCount(reach.value);
    if (day.value === '') faults.day = w.needDay;
    else if (day.value > today) faults.day = all.form.future;
    if (kind.value === '') faults.kind = w.needKind;
    if (reach.value.trim() !== '' && reached === null) faults.reach = all.form.faults.number;
    const said = behalf.read(faults);
    wrong.value = faults;
    failed.value = null;
    sent.value = false;
    const first = Object.keys(faults)[0];
    if (first) {
      document.getElementById(`activity-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const reply = await reportActivity(session.transport, {
      id: attempt.current,
      organisation: unit.code,
      ...said,
      day: day.value,
      kind: kind.value,
      reach: reached,
      note: note.value.trim(),
    });
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    attempt.current = uuidv7(Date.now());
    sent.value = true;
    reach.value = '';
    note.value = '';
    props.onSent();
  };
  return (
    <form
      class="stack card-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="form-grid">
        <DayField
          id="activity-day"
          label={w.day}
          value={day.value}
          max={today}
          error={wrong.value.day ?? null}
          onInput={(value) => {
            day.value = value;
          }}
        />
        <Select
          id="activity-kind"
          label={w.kind}
          value={kind.value}
          empty={w.choose}
          options={kinds.map((one) => ({ value: one.code, text: nameOf(one) }))}
          error={wrong.value.kind ?? null}
          onChoose={(value) => {
            kind.value = value;
          }}
        />
        <Field
          id="activity-reach"
          label={w.reach}
          value={reach.value}
          inputMode="numeric"
          maxLength={12}
          error={wrong.value.reach ?? null}
          onInput={(text) => {
            reach.value = text;
          }}
        />
      </div>
      <TextField
        label={w.note}
        value={note.value}
        maxLength={500}
        onInput={(text) => {
          note.value = text;
        }}
      />
      <BehalfFields behalf={behalf} prefix="activity" wrong={wrong.value} today={today} />
      <Refused failure={failed.value} />
      <div role="status">{sent.value ? <Said kind="ok">{w.sent}</Said> : null}</div>
      <div>
        <Btn kind="main" type="submit" locked={busy.value}>
          {w.submit}
        </Btn>
      </div>
    </form>
  );
}
