/** The sentences about a phone left behind. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const oldPhoneWords = inLanguage(vi, en);
