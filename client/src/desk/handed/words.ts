/** The sentences of hand-over files and receipts at the desk. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const handedWords = inLanguage(vi, en);
