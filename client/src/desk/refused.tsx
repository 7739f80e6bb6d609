/** Why an act was not done or a list not shown, in the server's own sentence where it has one. */
import type { TransportFailure } from '../sync/contract';
import { Btn } from '../ui/buttons';
import { Banner } from '../ui/marks';
import { type Trouble, trouble } from '../ui/trouble';
import type { Loaded } from './load';
import { deskWords } from './words';

/** A code as a sentence. That of a phone speaks of visits and an invite; at a desk there is a password. */
export function deskTrouble(code: string): Trouble {
  const known = trouble(code);
  return sessionOver(code) ? { ...known, text: deskWords.value.again.text } : known;
}

function sessionOver(code: string): boolean {
  return code === 'session.missing' || code === 'session.expired';
}

/** The way back in, where that is what is missing. */
export function SignInAgain({ code }: { code: string }) {
  if (!sessionOver(code)) return null;
  return <Btn href="/dang-nhap">{deskWords.value.again.act}</Btn>;
}

export function refusal(failure: TransportFailure): { title: string; text: string | null } {
  const known = deskTrouble(failure.code);
  if (failure.code.startsWith('transport.') || failure.message === undefined) return known;
  return { title: failure.message, text: null };
}

export function Refused({ failure }: { failure: TransportFailure | null }) {
  if (!failure) return null;
  const { title, text } = refusal(failure);
  return (
    <Banner kind={failure.code.startsWith('transport.') ? 'wait' : 'bad'} icon="alert" now>
      {title}
      {text ? <p>{text}</p> : null}
      <SignInAgain code={failure.code} />
    </Banner>
  );
}

/** Why a list is not there yet; says nothing while an earlier answer is shown. */
export function NotLoaded({ loaded }: { loaded: Loaded<unknown> }) {
  const { value, problem } = loaded;
  if (!problem || value) return null;
  return <Refused failure={{ code: problem, status: null, retryAfter: null }} />;
}
