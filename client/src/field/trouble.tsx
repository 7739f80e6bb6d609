/** A failure told to the person: what happened, what is safe, what to do. */
import { Banner } from '../ui/marks';
import { trouble } from '../ui/trouble';

export function Failed({ code }: { code: string }) {
  const { title, text } = trouble(code);
  return (
    <Banner kind="bad" icon="alert" now>
      {title}
      <p>{text}</p>
    </Banner>
  );
}
