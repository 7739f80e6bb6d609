/** The sentences of the checks. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const reviewWords = inLanguage(vi, en);
