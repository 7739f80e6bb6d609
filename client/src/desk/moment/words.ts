/** The sentences of this part. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const momentWords = inLanguage(vi, en);
