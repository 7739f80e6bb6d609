/** The sentences of people and devices. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const peopleWords = inLanguage(vi, en);
