/** Assists told by mouth or on paper: a column of their own, never added to the visits that were logged. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { uuidv7 } from '../../core/ids';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Field, Said, TextField } from '../../ui/fields';
import { count, fullDay } from '../../ui/format';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { areasBelow } from '../places';
import { Refused } from '../refused';
import { DayField, Select } from '../select';
import { BehalfFields, useBehalf } from './behalf';
import { readCount } from './numbers';
import { SaidTable } from './said-table';
import { listSaid, tellAssists, type Unit } from './wire';
import { statementWords } from './words';

export function Told(props: { unit: Unit; own: boolean; today: string }) {
  const desk = useDesk();
  const w = statementWords.value.told;
  const open = useSignal(false);
  const { value, problem, reload } = useLoaded(`told ${props.unit.code}`, () =>
    listSaid(desk.session.transport, 'told-assists', props.unit.code),
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
      <p class="sm muted">{w.lead}</p>
      {open.value ? <ToldForm {...props} onSent={reload} /> : null}
      {problem && !value ? (
        <Refused failure={{ code: problem, status: null, retryAfter: null }} />
      ) : null}
      {value ? (
        <SaidTable
          resource="told-assists"
          caption={w.caption}
          none={w.none}
          rows={value}
          onChange={reload}
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
      ) : null}
    </section>
  );
}

function ToldForm(props: { unit: Unit; own: boolean; today: string; onSent: () => void }) {
  const desk = useDesk();
  const all = statementWords.value;
  const w = all.told;
  const { unit, today } = props;
  const area = useSignal('');
  const since = useSignal('');
  const until = useSignal(today);
  const number = useSignal('');
  const note = useSignal('');
  const wrong = useSignal<Record<string, string>>({});
  const failed = useSignal<TransportFailure | null>(null);
  const sent = useSignal(false);
  const busy = useSignal(false);
  const behalf = useBehalf(unit, props.own, today);
  const attempt = useRef(uuidv7(Date.now()));
  const places = areasBelow(desk, unit.area);

  const send = async () => {
    if (busy.value) return;
    const faults: Record<string, string> = {};
    const counted = readCount(number.value);
    if (since.value === '') faults.since = w.needDays;
    if (until.value === '') faults.until = w.needDays;
    else if (until.value > today) faults.until = all.form.future;
    else if (since.value !== '' && until.value < since.value) faults.until = w.order;
    if (number.value.trim() === '') faults.number = all.form.faults.missing;
    else if (counted === null) faults.number = all.form.faults.number;
    const said = behalf.read(faults);
    wrong.value = faults;
    failed.value = null;
    sent.value = false;
    const first = Object.keys(faults)[0];
    if (first || counted === null) {
      document.getElementById(`told-${first}`)?.focus();
      return;
    }
    busy.value = true;
    const reply = await tellAssists(desk.session.transport, {
      id: attempt.current,
      organisation: unit.code,
      ...said,
      area: area.value || null,
      since: since.value,
      until: until.value,
      number: counted,
      note: note.value.trim(),
    });
    busy.value = false;
    if (!reply.ok) {
      failed.value = reply.error;
      return;
    }
    attempt.current = uuidv7(Date.now());
    sent.value = true;
    number.value = '';
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
        <Select
          label={w.area}
          value={area.value}
          empty={w.areaOwn}
          options={places}
          onChoose={(value) => {
            area.value = value;
          }}
        />
        <DayField
          id="told-since"
          label={w.since}
          value={since.value}
          max={today}
          error={wrong.value.since ?? null}
          onInput={(value) => {
            since.value = value;
          }}
        />
        <DayField
          id="told-until"
          label={w.until}
          value={until.value}
          max={today}
          error={wrong.value.until ?? null}
          onInput={(value) => {
            until.value = value;
          }}
        />
        <Field
          id="told-number"
          label={w.number}
          value={number.value}
          inputMode="numeric"
          maxLength={12}
          error={wrong.value.number ?? null}
          onInput={(text) => {
            number.value = text;
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
      <BehalfFields behalf={behalf} prefix="told" wrong={wrong.value} today={today} />
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
