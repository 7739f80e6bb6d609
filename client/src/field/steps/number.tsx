/**
 * 02b: how far the installation went, and the number, if the resident agrees.
 *
 * Rests on core/phone and the directory's consent text. Promises: the number is never needed; it is
 * not saved without the tick; what was typed lives in this screen only and goes with it.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type PhoneReading, readPhone } from '../../core/phone';
import { Btn } from '../../ui/buttons';
import { Radios, Tickbox } from '../../ui/choices';
import { Field, Said } from '../../ui/fields';
import { nameOf } from '../../ui/language';
import { Banner } from '../../ui/marks';
import { back } from '../../ui/router';
import { reasonsOf } from '../answers';
import { useField } from '../context';
import { Actions, Pair } from '../foot';
import { stepTo } from '../history';
import { Screen } from '../shell';
import { Failed } from '../trouble';
import { ConsentText } from './consent';
import { NoteField } from './extras';
import { stepWords } from './words';

/** "0912 345 678": as people read it out. */
export function spaced(national: string): string {
  return `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`;
}

/** What the field says while typing; null while there is nothing to say. */
function Reading({ reading }: { reading: PhoneReading }) {
  const w = stepWords.value.phone;
  if (reading.ok) {
    if (reading.converted) return <Said kind="ok">{w.converted(spaced(reading.national))}</Said>;
    return reading.match === 'strict' ? (
      <Said kind="ok">{w.valid}</Said>
    ) : (
      <Said kind="wait">{w.unusual}</Said>
    );
  }
  if (reading.problem === 'empty') return null;
  if (reading.problem === 'short') return <Said kind="wait">{w.short}</Said>;
  return <Said kind="bad">{reading.problem === 'landline' ? w.landline : w.invalid}</Said>;
}

export function NumberStep() {
  const { visit, directory, usage, store } = useField();
  const w = stepWords.value;
  const typed = useSignal('');
  const agreed = useSignal(false);
  const asked = useSignal('');
  const wrong = useSignal<string | null>(null);
  const missing = useSignal(false);
  const failed = useSignal<string | null>(null);
  const seen = useSignal(false);
  const area = useRef<HTMLDivElement>(null);

  const reasons = reasonsOf(directory.value?.outcomes ?? [], 'done', usage.value);
  const success = reasons.filter((one) => one.group === 'success');
  // The commonest end stands first; it is chosen unless the person says otherwise.
  const ordered = [...success, ...reasons.filter((one) => one.group !== 'success')];
  const chosen = ordered.find((one) => one.code === visit.outcome.value) ?? null;
  const reading = readPhone(typed.value);
  const consent = directory.value?.consent;
  const hadNumber = visit.correcting.value?.hasNumber === true;

  useEffect(() => {
    seen.value = false;
    if (!reading.ok) return;
    let current = true;
    store.phoneSeenToday(typed.value).then(
      (found) => {
        if (current) seen.value = found;
      },
      // A hint, no more.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [typed.value, reading.ok, seen, store]);

  const send = async (number: { phone?: string | null; consent?: string }) => {
    if (!chosen) {
      missing.value = true;
      return;
    }
    failed.value = null;
    const result = await visit.save(chosen.code, number);
    if (result.ok) stepTo('saved', true);
    else failed.value = result.error.code;
  };

  const save = () => {
    wrong.value = null;
    if (!reading.ok && reading.problem === 'empty') return send({});
    if (!reading.ok)
      wrong.value = reading.problem === 'landline' ? w.phone.landline : w.phone.invalid;
    else if (reading.match === 'loose' && asked.value !== reading.national) {
      // A rare prefix is asked about once; the second tap takes it.
      asked.value = reading.national;
      wrong.value = w.phone.unusual;
    } else if (!agreed.value || !consent) wrong.value = w.phone.needConsent;
    else return send({ phone: typed.value, consent: consent.id });
    area.current?.querySelector('input')?.focus();
    return undefined;
  };

  return (
    <Screen
      title={w.questions.done}
      back={back}
      actions={
        <Actions>
          <Pair>
            <Btn
              size="big"
              locked={visit.saving.value}
              onClick={() => void send(hadNumber ? { phone: null } : {})}
            >
              {hadNumber ? w.phone.drop : w.phone.without}
            </Btn>
            <Btn
              kind="main"
              size="big"
              icon="save"
              locked={visit.saving.value}
              onClick={() => void save()}
            >
              {failed.value ? w.answer.saveAgain : w.answer.save}
            </Btn>
          </Pair>
        </Actions>
      }
    >
      {failed.value ? <Failed code={failed.value} /> : null}
      <div>
        <Radios
          label={w.answer.extent}
          choices={ordered.map((one) => ({ value: one.code, text: nameOf(one) }))}
          value={visit.outcome.value}
          onChoose={(code) => {
            missing.value = false;
            visit.choose('done', code);
          }}
        />
        {missing.value ? (
          <div role="alert">
            <Said kind="bad">{w.answer.choose}</Said>
          </div>
        ) : null}
      </div>
      <Banner kind="info" icon="lock">
        <p>{w.phone.sealed}</p>
        {consent ? <ConsentText text={consent.text} /> : null}
      </Banner>
      <div ref={area}>
        <Field
          label={
            <>
              {w.phone.label} <span class="muted">{w.phone.optional}</span>
            </>
          }
          kind="tel"
          inputMode="tel"
          value={typed.value}
          error={wrong.value}
          hint={hadNumber && typed.value === '' ? w.phone.kept : undefined}
          onInput={(text) => {
            typed.value = text;
            wrong.value = null;
          }}
        >
          <div aria-live="polite">
            {wrong.value ? null : <Reading reading={reading} />}
            {seen.value ? <Said kind="wait">{w.phone.seen}</Said> : null}
          </div>
        </Field>
      </div>
      <Tickbox
        on={agreed.value}
        onChange={(on) => {
          agreed.value = on;
          wrong.value = null;
        }}
      >
        {w.phone.consent}
      </Tickbox>
      <NoteField revisit={chosen?.group === 'partial'} />
    </Screen>
  );
}
