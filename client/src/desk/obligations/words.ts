/** The sentences of the board of obligations. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const obligationWords = inLanguage(vi, en);
