/** New units: real ones by name under a kind, and chapters of every hamlet by a template. */
import { useSignal } from '@preact/signals';
import type { Area } from '../../core/types';
import type { TransportFailure } from '../../sync/contract';
import { Btn } from '../../ui/buttons';
import { Said, TextField } from '../../ui/fields';
import { useDesk } from '../context';
import { hamletsOf } from '../places';
import { Refused } from '../refused';
import { Select } from '../select';
import { classesOf, namesIn, unitCode } from './in-place';
import { addUnit, type NewUnit, type OrganisationRow } from './wire';
import { directoryWords } from './words';

type Adding = {
  busy: boolean;
  failed: TransportFailure | null;
  added: { fresh: number; known: number } | null;
};

/** One after the other; stops at the first that is refused, and what was added stays added. */
function useAdding(all: readonly OrganisationRow[], onAdded: () => void) {
  const { session } = useDesk();
  const state = useSignal<Adding>({ busy: false, failed: null, added: null });
  const add = async (units: readonly NewUnit[]): Promise<boolean> => {
    const before = new Set(all.map((one) => one.code));
    let fresh = 0;
    let known = 0;
    state.value = { busy: true, failed: null, added: null };
    for (const unit of units) {
      const reply = await addUnit(session.transport, unit);
      if (!reply.ok) {
        state.value = { busy: false, failed: reply.error, added: fresh ? { fresh, known } : null };
        if (fresh) onAdded();
        return false;
      }
      if (before.has(reply.value.code)) known += 1;
      else fresh += 1;
    }
    state.value = { busy: false, failed: null, added: { fresh, known } };
    onAdded();
    return true;
  };
  return { state, add };
}

function Outcome({ state }: { state: Adding }) {
  const w = directoryWords.value.units;
  return (
    <>
      <Refused failure={state.failed} />
      <div role="status">
        {state.added ? (
          <Said kind="ok">{w.added(state.added.fresh, state.added.known)}</Said>
        ) : null}
      </div>
    </>
  );
}

export function AddUnits(props: {
  place: Area | null;
  all: readonly OrganisationRow[];
  onAdded: () => void;
}) {
  const w = directoryWords.value.units;
  const parent = useSignal('');
  const names = useSignal('');
  const wrong = useSignal<{ kind?: string; names?: string }>({});
  const { state, add } = useAdding(props.all, props.onAdded);
  const classes = classesOf(props.all);
  const send = async () => {
    if (state.value.busy) return;
    const listed = namesIn(names.value);
    wrong.value = {
      ...(parent.value === '' ? { kind: w.needKind } : {}),
      ...(listed.length === 0 ? { names: w.needNames } : {}),
    };
    if (wrong.value.kind || wrong.value.names) return;
    const area = props.place?.code ?? null;
    const units = listed.map((name) => ({
      code: unitCode(parent.value, area, name),
      name,
      parent: parent.value,
      area,
    }));
    if (await add(units)) names.value = '';
  };
  return (
    <section class="card stack">
      <h2>{w.addTitle}</h2>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Select
          label={w.under}
          value={parent.value}
          empty={w.choose}
          options={classes.map((one) => ({ value: one.code, text: one.name }))}
          error={wrong.value.kind ?? null}
          onChoose={(value) => {
            parent.value = value;
          }}
        />
        <TextField
          label={w.names}
          hint={w.addHint}
          value={names.value}
          error={wrong.value.names ?? null}
          onInput={(text) => {
            names.value = text;
          }}
        />
        <Outcome state={state.value} />
        <div>
          <Btn kind="main" type="submit" locked={state.value.busy}>
            {state.value.busy ? w.busy : w.add}
          </Btn>
        </div>
      </form>
    </section>
  );
}

export function AddChapters(props: {
  commune: Area;
  all: readonly OrganisationRow[];
  onAdded: () => void;
}) {
  const desk = useDesk();
  const w = directoryWords.value.units;
  const template = useSignal('');
  const { state, add } = useAdding(props.all, props.onAdded);
  const templates = desk.directory.value?.hamletUnits ?? [];
  const hamlets = hamletsOf(desk, props.commune.code);
  return (
    <section class="card stack">
      <h2>{w.chapters}</h2>
      {hamlets.length === 0 ? (
        <p class="muted">{w.noHamlets}</p>
      ) : (
        <>
          <p class="sm muted">{w.chaptersHint}</p>
          <Select
            label={w.template}
            value={template.value}
            empty={w.choose}
            options={templates.map((one) => ({
              value: one.code,
              text: one.name.replace('{hamlet}', '…'),
            }))}
            onChoose={(value) => {
              template.value = value;
            }}
          />
          <Outcome state={state.value} />
          <div>
            <Btn
              locked={template.value === '' || state.value.busy}
              onClick={() =>
                void add(hamlets.map((one) => ({ template: template.value, area: one.code })))
              }
            >
              {state.value.busy ? w.busy : w.addChapters(hamlets.length)}
            </Btn>
          </div>
        </>
      )}
    </section>
  );
}
