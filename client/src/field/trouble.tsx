/** A failure told to the person: what happened, what is safe, what to do. */
import { Banner } from '../ui/marks';
import { trouble } from '../ui/trouble';

/** `offline` is what is safe and to be done without a network, where that is not about visits. */
export function Failed({ code, offline }: { code: string; offline?: string }) {
  const { title, text } = trouble(code);
  return (
    <Banner kind="bad" icon="alert" now>
      {title}
      <p>{code === 'transport.offline' && offline ? offline : text}</p>
    </Banner>
  );
}
