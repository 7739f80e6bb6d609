/**
 * 01: log a phone. Place and way of helping on top, the six answers under the thumb.
 *
 * Rests on the visit. Promises: an answer with one reason (and nothing more to ask) saves at once;
 * everything else opens the reasons; the phone's back button steps back instead of leaving.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { asksNumber } from '../core/outcome';
import type { Mode } from '../core/types';
import { Btn } from '../ui/buttons';
import { Modes } from '../ui/choices';
import { Icon, type IconName } from '../ui/icon';
import { words } from '../ui/language';
import { Banner } from '../ui/marks';
import { trouble } from '../ui/trouble';
import { type Answer, answerIcons, answers, reasonsOf } from './answers';
import { useField } from './context';
import { stepNow, stepTo } from './history';
import { blockedBy, isOffline, Screen } from './shell';
import { Failed } from './trouble';
import { formWords } from './words';
import '../ui/css/outcome.css';
import '../ui/css/visit.css';

const fieldModes: readonly { mode: Mode; icon: IconName }[] = [
  { mode: 'door', icon: 'door' },
  { mode: 'gate', icon: 'gate' },
  { mode: 'phone', icon: 'call' },
  { mode: 'point', icon: 'point' },
];

export function FormScreen({ Steps }: { Steps: ComponentType }) {
  const { visit, directory } = useField();
  const step = stepNow();

  // Coming back to a form left half-way opens it where it was; the back button closes the step.
  useEffect(() => {
    if (visit.saved.value) stepTo('saved', true);
    else if (visit.answer.value && stepNow() === null) stepTo('reasons');
  }, [visit]);
  useEffect(() => {
    // Read again: the effect above may have moved the step in this very turn.
    const now = stepNow();
    if (now !== step) return;
    if (now === null && visit.answer.value && !visit.correcting.value) visit.choose(null);
    if (now !== 'saved' && visit.saved.value) visit.sameHouse();
  }, [step, visit]);

  // What was saved shows at once: drawing the empty form in between would cost a slow phone its blink.
  const open =
    step === 'place' ||
    (step !== null && visit.saved.value !== null) ||
    (step === 'reasons' && visit.answer.value !== null && directory.value !== null);
  return open ? <Steps /> : <AnswerStep />;
}

function PlaceButton() {
  const { visit, areas } = useField();
  const w = formWords.value;
  const place = visit.area.value === null ? undefined : areas.value.byCode.get(visit.area.value);
  const name = place?.name ?? visit.area.value ?? w.place.choose;
  const below =
    place?.level === 'hamlet'
      ? place.above
      : place?.level === 'commune'
        ? w.place.wholeCommune
        : place?.level === 'root'
          ? w.place.wholeDistrict
          : null;
  return (
    <button
      type="button"
      class="place"
      aria-label={w.form.changePlace([name, below].filter(Boolean).join(', '))}
      onClick={() => stepTo('place')}
    >
      <Icon name="pin" size="lg" />
      <span>
        <b>
          <span>{name}</span>
          <Icon name="down" size="sm" />
        </b>
        {below ? <small>{below}</small> : null}
      </span>
    </button>
  );
}

function HouseLine() {
  const { visit } = useField();
  const w = formWords.value.form;
  const first = visit.machine.value === 1;
  return (
    <div class="house">
      <Icon name="house" />
      <span>
        <b>{w.machine(visit.machine.value)}</b>{' '}
        {first ? `· ${w.newHouse.toLocaleLowerCase('vi')}` : w.ofThisHouse}
      </span>
      {first ? null : (
        <Btn kind="quiet" onClick={() => visit.otherHouse()}>
          {w.otherHouse}
        </Btn>
      )}
    </div>
  );
}

/** One of the six answers of the form. */
function Outcome(props: {
  icon: IconName;
  kind?: 'wide' | 'done';
  onClick: () => void;
  children: ComponentChildren;
}) {
  const kind =
    props.kind === 'done'
      ? ' outcome-wide outcome-done'
      : props.kind === 'wide'
        ? ' outcome-wide'
        : '';
  return (
    <button type="button" class={`outcome${kind}`} onClick={props.onClick}>
      <Icon name={props.icon} />
      {props.children}
    </button>
  );
}

function AnswerStep() {
  const field = useField();
  const { visit, directory, usage } = field;
  const w = formWords.value;
  const failed = useSignal<string | null>(null);
  const lists = directory.value;

  const choose = async (answer: Answer) => {
    failed.value = null;
    if (visit.area.value === null) {
      stepTo('place');
      return;
    }
    const reasons = reasonsOf(lists?.outcomes ?? [], answer, usage.value);
    const only = reasons[0];
    if (only && reasons.length === 1 && !asksNumber(only.group) && !visit.correcting.value) {
      const result = await visit.save(only.code);
      if (result.ok) stepTo('saved');
      else failed.value = result.error.code;
      return;
    }
    const kept = visit.correcting.value?.outcome;
    visit.choose(answer, reasons.some((one) => one.code === kept) ? kept : null);
    stepTo('reasons');
  };

  const blocked = blockedBy(field);
  return (
    <Screen title={w.form.title} titleHidden head={<PlaceButton />} tab="log" fill>
      {blocked ? (
        <Banner kind="bad" icon="alert">
          {trouble(blocked).title}
          <p>{trouble(blocked).text}</p>
        </Banner>
      ) : isOffline(field) ? (
        <Banner kind="wait" icon="nowifi">
          {w.noNetwork}
        </Banner>
      ) : null}
      {visit.correcting.value ? (
        <Banner kind="info" icon="edit">
          <div class="spread">
            <span>{w.form.correcting}</span>
            <Btn onClick={() => visit.stopCorrecting()}>{w.form.dropCorrection}</Btn>
          </div>
        </Banner>
      ) : null}
      {failed.value ? <Failed code={failed.value} /> : null}
      <Modes
        label={w.modes.label}
        choices={fieldModes.map(({ mode, icon }) => ({ value: mode, icon, text: w.modes[mode] }))}
        value={visit.mode.value}
        onChoose={(mode) => visit.setMode(mode)}
      />
      {visit.correcting.value ? null : <HouseLine />}
      {lists ? (
        <section class="outcomes to-thumb" aria-label={w.form.answers}>
          {answers.map((answer) => (
            <Outcome
              key={answer}
              icon={answerIcons[answer]}
              kind={answer === 'done' ? 'done' : answer === 'failed' ? 'wide' : undefined}
              onClick={() => void choose(answer)}
            >
              <span>{w.groups[answer]}</span>
            </Outcome>
          ))}
        </section>
      ) : (
        <NoLists />
      )}
    </Screen>
  );
}

/** The lists have never arrived: says so and fetches them. */
function NoLists() {
  const { engine } = useField();
  const w = words.value.noLists;
  return (
    <Banner kind="bad" icon="alert" now>
      {w.title}
      <p>{w.text}</p>
      <Btn onClick={() => void engine.syncNow()}>{w.load}</Btn>
    </Banner>
  );
}
