/** The sentences of the way in. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const enrolWords = inLanguage(vi, en);
