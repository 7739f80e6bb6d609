/** The sentences of the steps, with those of the form. */
import { computed } from '@preact/signals';
import { inLanguage } from '../../ui/language';
import { formWords } from '../words';
import { en } from './strings.en';
import { vi } from './strings.vi';

const own = inLanguage(vi, en);

export const stepWords = computed(() => ({
  ...formWords.value,
  ...own.value,
  place: { ...formWords.value.place, ...own.value.place },
}));
