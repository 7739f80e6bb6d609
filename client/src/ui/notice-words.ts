/** The sentences of the inbox; loaded with it only. */
import { inLanguage } from './language';
import { en } from './strings.notices.en';
import { vi } from './strings.notices.vi';

export const noticeWords = inLanguage(vi, en);
