/** Why an act was not done or a list not shown, in the server's own sentence where it has one. */
import type { TransportFailure } from '../sync/contract';
import { Banner } from '../ui/marks';
import { trouble } from '../ui/trouble';
import type { Loaded } from './load';

export function refusal(failure: TransportFailure): { title: string; text: string | null } {
  const known = trouble(failure.code);
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
    </Banner>
  );
}

/** Why a list is not there yet; says nothing while an earlier answer is shown. */
export function NotLoaded({ loaded }: { loaded: Loaded<unknown> }) {
  const { value, problem } = loaded;
  if (!problem || value) return null;
  return <Refused failure={{ code: problem, status: null, retryAfter: null }} />;
}
