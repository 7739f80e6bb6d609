/** The sentences of the pages, with those of the frame and the form. */
import { computed } from '@preact/signals';
import { factWords } from '../../ui/facts';
import { inLanguage } from '../../ui/language';
import { formWords } from '../words';
import { en } from './strings.en';
import { vi } from './strings.vi';

const own = inLanguage(vi, en);

export const pageWords = computed(() => ({ ...formWords.value, ...factWords.value, ...own.value }));
