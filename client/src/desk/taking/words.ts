/** The sentences of taking long tables as files. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const takingWords = inLanguage(vi, en);
