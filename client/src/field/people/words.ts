/** The sentences of the shared phone's screens. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const peopleWords = inLanguage(vi, en);
