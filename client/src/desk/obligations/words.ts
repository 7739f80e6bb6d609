/** The sentences of the board of obligations, and what an obligation is called. */
import type { Order } from '../../sync/protocol-obligations';
import { inLanguage } from '../../ui/language';
import { language } from '../../ui/locale';
import { en } from './strings.en';
import { vi } from './strings.vi';

export const obligationWords = inLanguage(vi, en);

/** Its title in the language of the page; its code when the campaign does not know it. */
export function titleOf(orders: readonly Order[], code: string): string {
  const order = orders.find((one) => one.code === code);
  if (!order) return code;
  return language.value === 'en' && order.titleEn ? order.titleEn : order.title;
}
