/** The sentences of reports at the desk. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const weeklyWords = inLanguage(vi, en);
