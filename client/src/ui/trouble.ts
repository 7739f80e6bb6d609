/**
 * Codes as sentences. The list is long and seldom needed, so it comes right after the first screen;
 * until then, and for codes it does not know, there is one general sentence.
 */
import { effect, signal } from '@preact/signals';
import { words } from './language';
import { language } from './locale';

export type Trouble = { title: string; text: string };

const known = signal<Readonly<Record<string, Trouble>>>({});

export function trouble(code: string): Trouble {
  const { title, text } = words.value.failed;
  return known.value[code] ?? { title, text: text(code) };
}

/** Follows the language of the page from now on. Resolves when the first list is there, or cannot be. */
export function loadTroubles(): Promise<void> {
  let first: Promise<void> = Promise.resolve();
  effect(() => {
    const load =
      language.value === 'en'
        ? import('./strings.trouble.en').then((list) => list.en)
        : import('./strings.trouble.vi').then((list) => list.vi);
    first = load.then(
      (list) => {
        known.value = list;
      },
      // Offline before the worker has it: the general sentence stays.
      () => undefined,
    );
  });
  return first;
}
