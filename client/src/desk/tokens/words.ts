/** The sentences of programs' tokens. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const tokenWords = inLanguage(vi, en);
