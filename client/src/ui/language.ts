/**
 * The language of the page: Vietnamese first, English on wish (loaded then).
 *
 * Promises: a part's words are always complete and of one language; the choice is kept on
 * this device; `<html lang>` follows, so that readers pronounce it right.
 */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { keep, keptOf } from './kept';
import { type Language, language } from './locale';
import { vi } from './strings.vi';

/** Fetches what a part says in a language; what it resolves to puts it there. */
type Fetching = (next: Language) => Promise<() => void>;

const first: Fetching[] = [];
const kept = 'gocua-language';

/** The sentences of what a phone shows first: only Vietnamese comes along. Shown after `wordsReady`. */
export function firstWords<T>(vietnamese: T, english: () => Promise<T>): ReadonlySignal<T> {
  const shown = signal(vietnamese);
  first.push(async (next) => {
    // Offline before the worker has them: Vietnamese stays.
    const found = next === 'en' ? await english().catch(() => vietnamese) : vietnamese;
    return () => {
      shown.value = found;
    };
  });
  return shown;
}

export const words = firstWords(vi, async () => (await import('./strings.en')).en);

async function turnTo(next: Language): Promise<void> {
  const fetched = await Promise.all(first.map((fetching) => fetching(next)));
  batch(() => {
    for (const put of fetched) put();
    language.value = next;
  });
  document.documentElement.lang = next;
}

/** Resolves when the parts loaded so far speak the language of the page. */
export async function wordsReady(): Promise<void> {
  if (language.value !== 'vi') await turnTo(language.value);
}

export async function setLanguage(next: Language): Promise<void> {
  await turnTo(next);
  keep(kept, next);
}

/** The language chosen on this device before; Vietnamese when none was. */
export async function startLanguage(): Promise<void> {
  if (keptOf(kept) === 'en') await setLanguage('en');
}

/** A part's own sentences, loaded with the part, in the language of the page. */
export function inLanguage<T>(vietnamese: T, english: T): ReadonlySignal<T> {
  return computed(() => (language.value === 'en' ? english : vietnamese));
}

/** A name of the campaign's data in the language of the page. */
export function nameOf(one: { readonly name: string; readonly nameEn?: string }): string {
  return language.value === 'en' && one.nameEn ? one.nameEn : one.name;
}
