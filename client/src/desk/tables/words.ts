/** The sentences of tables. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const tableWords = inLanguage(vi, en);
