/** The sentences of statements. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const statementWords = inLanguage(vi, en);
