/**
 * The language of the page: Vietnamese first, English on wish (loaded then).
 *
 * Rests on strings.vi.ts. Promises: `words.value` is always complete; the choice is kept on
 * this device; `<html lang>` follows, so that readers pronounce it right.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Language, language } from './locale';
import { type Strings, vi } from './strings.vi';

export const words = signal<Strings>(vi);

const kept = 'gocua-language';

export async function setLanguage(next: Language): Promise<void> {
  words.value = next === 'en' ? (await import('./strings.en')).en : vi;
  language.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(kept, next);
  } catch {
    // A browser that keeps nothing still changes the language of this page.
  }
}

/** The language chosen on this device before; Vietnamese when none was. */
export async function startLanguage(): Promise<void> {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(kept);
  } catch {
    chosen = null;
  }
  if (chosen === 'en') await setLanguage('en');
}

/** A part's own sentences, loaded with the part, in the language of the page. */
export function inLanguage<T>(vietnamese: T, english: T): ReadonlySignal<T> {
  return computed(() => (language.value === 'en' ? english : vietnamese));
}

/** A name of the campaign's data in the language of the page. */
export function nameOf(one: { readonly name: string; readonly nameEn?: string }): string {
  return language.value === 'en' && one.nameEn ? one.nameEn : one.name;
}
