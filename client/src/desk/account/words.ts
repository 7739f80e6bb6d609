/** The sentences of one's own account. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const accountWords = inLanguage(vi, en);
