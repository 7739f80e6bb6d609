/**
 * 02: the reason. Commonest first, none preselected; the day to come back where it makes sense.
 * Rests on the visit. Promises: saved means durable; a failure leaves the form as it was.
 */
import { useSignal } from '@preact/signals';
import { takesRevisit } from '../../core/outcome';
import { Btn } from '../../ui/buttons';
import { Radios } from '../../ui/choices';
import { Said } from '../../ui/fields';
import { nameOf } from '../../ui/language';
import { back } from '../../ui/router';
import { type Answer, reasonsOf } from '../answers';
import { useField } from '../context';
import { Actions } from '../foot';
import { stepTo } from '../history';
import { Screen } from '../shell';
import { Failed } from '../trouble';
import { NoteField } from './extras';
import { stepWords } from './words';

export function ReasonStep({ answer }: { answer: Answer }) {
  const { visit, directory, usage } = useField();
  const w = stepWords.value;
  const missing = useSignal(false);
  const failed = useSignal<string | null>(null);
  const reasons = reasonsOf(directory.value?.outcomes ?? [], answer, usage.value);
  const chosen = reasons.find((one) => one.code === visit.outcome.value) ?? null;
  const revisit = answer === 'failed' || answer === 'revisit';

  const save = async () => {
    if (!chosen) {
      missing.value = true;
      return;
    }
    failed.value = null;
    const result = await visit.save(chosen.code);
    if (result.ok) stepTo('saved', true);
    else failed.value = result.error.code;
  };

  return (
    <Screen
      title={w.questions[answer]}
      back={back}
      actions={
        <Actions slim>
          <Btn
            kind="main"
            size="big"
            icon="save"
            locked={visit.saving.value}
            onClick={() => void save()}
          >
            {visit.saving.value
              ? w.answer.saving
              : failed.value
                ? w.answer.saveAgain
                : w.answer.save}
          </Btn>
        </Actions>
      }
    >
      {failed.value ? <Failed code={failed.value} /> : null}
      <div>
        <Radios
          label={w.answer.reasons}
          choices={reasons.map((one) => ({ value: one.code, text: nameOf(one) }))}
          value={visit.outcome.value}
          onChoose={(code) => {
            missing.value = false;
            visit.choose(answer, code);
          }}
        />
        {missing.value ? (
          <div role="alert">
            <Said kind="bad">{w.answer.choose}</Said>
          </div>
        ) : null}
      </div>
      <NoteField revisit={revisit && (chosen === null || takesRevisit(chosen.group))} />
    </Screen>
  );
}
