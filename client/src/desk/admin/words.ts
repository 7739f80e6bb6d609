/** The admin's sentences in the language of the page. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const adminWords = inLanguage(vi, en);
