/**
 * The volunteer's app. The form is here; its steps and the pages behind it come right after.
 * Rests on the field context. Promises: a part that cannot be loaded says so and is tried again on a tap.
 */
import { Btn } from '../ui/buttons';
import { lazily } from '../ui/lazy';
import { Banner } from '../ui/marks';
import { path } from '../ui/router';
import { type Field, FieldProvider, useField } from './context';
import { FormScreen } from './form';
import { formWords } from './words';

export const steps = lazily(() => import('./steps/app').then((part) => part.StepApp));
export const pages = lazily(() => import('./pages/app').then((part) => part.PagesApp));

/** Fetches what the form will need next; called once the form is drawn. Never rejects. */
export async function loadRest(): Promise<void> {
  await Promise.all([steps.load(), pages.load()]);
}

function Route() {
  const at = path.value.length > 1 ? path.value.replace(/\/+$/, '') : path.value;
  return at === '/' ? <FormScreen Steps={steps.View} /> : <pages.View at={at} />;
}

/** Another tab has upgraded the store, or it cannot be read: the page is opened again. */
function OpenAgain() {
  const { outdated, unread } = useField();
  const w = formWords.value;
  if (!outdated.value && !unread.value) return null;
  return (
    <Banner kind="info" icon="info" now>
      <div class="spread">
        <span>{outdated.value ? w.outdated : w.broken.text}</span>
        <Btn onClick={() => location.reload()}>{w.broken.reload}</Btn>
      </div>
    </Banner>
  );
}

export function FieldApp({ field }: { field: Field }) {
  return (
    <FieldProvider value={field}>
      <OpenAgain />
      <Route />
    </FieldProvider>
  );
}
