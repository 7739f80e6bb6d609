/** The sentences around pictures in the language of the page. */
import { inLanguage } from '../../ui/language';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const pictureWords = inLanguage(vi, en);
