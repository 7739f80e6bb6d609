/** The sentences of the form, with those of the frame. */
import { computed } from '@preact/signals';
import { firstWords, words } from '../ui/language';
import { vi } from './strings.vi';

const own = firstWords(vi, async () => (await import('./strings.en')).en);

export const formWords = computed(() => ({ ...words.value, ...own.value }));
