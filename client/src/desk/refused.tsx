/** Why an act was not done, in the server's own sentence where it has one. */
import type { TransportFailure } from '../sync/contract';
import { Banner } from '../ui/marks';
import { trouble } from '../ui/trouble';

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
