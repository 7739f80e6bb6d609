/** The sentences of invites. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const inviteWords = inLanguage(vi, en);
