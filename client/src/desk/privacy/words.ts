/** The sentences of privacy. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const privacyWords = inLanguage(vi, en);
