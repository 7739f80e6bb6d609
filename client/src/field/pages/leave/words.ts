/** The sentences of handing over, signing out and a locked phone. */
import { inLanguage } from '../../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const leaveWords = inLanguage(vi, en);
