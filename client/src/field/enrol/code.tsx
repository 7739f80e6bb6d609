/** The first screen without an invite: pasted link, typed code, or the camera where the browser reads QR codes. */
import { useSignal } from '@preact/signals';
import { readInvite } from '../../core/invite';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { Title } from '../../ui/frame';
import { trouble } from '../../ui/trouble';
import { Failed } from '../trouble';
import { EnrolScreen } from './app';
import { canScan, Scanner } from './scanner';
import { enrolWords } from './words';

const length = 26;

/** What was typed, without what people put between groups. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―]/g, '');
}

/** Why a typed code cannot be one, as a sentence; null when it can. */
export function codeProblem(text: string): string | null {
  const w = enrolWords.value;
  if (readInvite(text) !== null) return null;
  const typed = bare(text);
  const odd = /[^0-9A-TV-Z]/.exec(typed)?.[0];
  if (odd && !typed.includes('MOI=')) return w.codeWrong(odd);
  return typed.length === length ? trouble('invite.unknown').text : w.codeShort(typed.length);
}

export function CodeEntry({
  wrong,
  onCode,
}: {
  wrong: string | null;
  onCode: (code: string) => void;
}) {
  const w = enrolWords.value;
  const typed = useSignal('');
  const problem = useSignal<string | null>(null);
  const scanning = useSignal(false);
  const scannable = useSignal<boolean | null>(null);
  if (scannable.value === null) {
    scannable.value = false;
    void canScan().then((yes) => {
      scannable.value = yes;
    });
  }

  const take = (text: string): boolean => {
    problem.value = codeProblem(text);
    if (problem.value === null) onCode(text);
    return problem.value === null;
  };
  const paste = async () => {
    try {
      typed.value = (await navigator.clipboard.readText()).trim();
      take(typed.value);
    } catch {
      problem.value = w.pasteRefused;
    }
  };

  if (scanning.value) {
    return (
      <Scanner
        onFound={(text) => {
          if (readInvite(text) === null) return w.scanOther;
          onCode(text);
          return null;
        }}
        onStop={(why) => {
          scanning.value = false;
          problem.value = why;
        }}
      />
    );
  }
  return (
    <EnrolScreen
      actions={
        <>
          {scannable.value ? (
            <Btn
              size="big"
              icon="qr"
              onClick={() => {
                scanning.value = true;
              }}
            >
              {w.scan}
            </Btn>
          ) : null}
          <Btn icon="copy" onClick={() => void paste()}>
            {w.paste}
          </Btn>
          <Btn kind="main" size="big" onClick={() => take(typed.value)}>
            {w.codeCheck}
          </Btn>
        </>
      }
    >
      <div class="title">
        <Title>{w.welcome}</Title>
      </div>
      {wrong === null ? null : <Failed code="invite.unknown" />}
      <p>{w.welcomeText}</p>
      <Field
        label={w.code}
        value={typed.value}
        hint={w.codeHint}
        error={problem.value}
        autoCapitalize="characters"
        onInput={(text) => {
          typed.value = text;
          problem.value = null;
        }}
      />
      <p>
        <a class="btn btn-quiet" href="/dang-nhap">
          {w.staff}
        </a>
      </p>
    </EnrolScreen>
  );
}
