/** The sentences of the steps, with those of the form. */
import { computed } from '@preact/signals';
import { inLanguage, words } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

const own = inLanguage(vi, en);

export const stepWords = computed(() => ({
  ...words.value,
  ...own.value,
  place: { ...words.value.place, ...own.value.place },
}));
