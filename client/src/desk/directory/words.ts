/** The sentences of the lists. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const directoryWords = inLanguage(vi, en);
