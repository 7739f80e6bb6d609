/** Which language the page speaks now; format.ts and language.ts both read it. */
import { signal } from '@preact/signals';

export type Language = 'vi' | 'en';

export const language = signal<Language>('vi');
