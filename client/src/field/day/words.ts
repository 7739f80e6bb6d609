/** The sentences of the receipt and the progress. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const dayWords = inLanguage(vi, en);
