/** The sentences of the counter, with those of the frame. */
import { inLanguage } from '../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const counterWords = inLanguage(vi, en);
