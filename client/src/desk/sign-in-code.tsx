/** The second step of signing in: a code of the authenticator app, or one of those put away for its loss. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Btn } from '../ui/buttons';
import { Field } from '../ui/fields';
import { deskWords } from './words';

export function SignInCode(props: {
  username: string;
  value: string;
  missing: boolean;
  onInput: (value: string) => void;
  onBack: () => void;
  /** What sends it. */
  children: ComponentChildren;
}) {
  const w = deskWords.value.signIn.code;
  const recovery = useSignal(false);
  useEffect(() => {
    document.getElementById('factor-code')?.focus();
  }, [recovery.value]);
  return (
    <div class="stack">
      <p class="sm">{w.as(props.username)}</p>
      <Field
        id="factor-code"
        key={recovery.value ? 'recovery' : 'app'}
        label={recovery.value ? w.recovery : w.label}
        hint={recovery.value ? w.recoveryHint : w.hint}
        value={props.value}
        inputMode={recovery.value ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        maxLength={64}
        error={props.missing ? w.need : null}
        onInput={props.onInput}
      />
      {props.children}
      <div class="line">
        <Btn
          kind="quiet"
          onClick={() => {
            recovery.value = !recovery.value;
            props.onInput('');
          }}
        >
          {recovery.value ? w.toApp : w.toRecovery}
        </Btn>
        <Btn kind="quiet" onClick={props.onBack}>
          {w.back}
        </Btn>
      </div>
      {recovery.value ? <p class="sm muted">{w.lost}</p> : null}
    </div>
  );
}
