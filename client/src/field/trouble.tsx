/** A failure told to the person: what happened, what is safe, what to do. */
import { words } from '../ui/language';
import { Banner } from '../ui/marks';

export function Failed({ code }: { code: string }) {
  const { title, text } = words.value.trouble(code);
  return (
    <Banner kind="bad" icon="alert" now>
      {title}
      <p>{text}</p>
    </Banner>
  );
}
