/**
 * The admin's pages: address, sign, who has it. Pages of other parts of the desk (people, tokens) are listed here too:
 * the list is where an admin looks for them. Pure.
 */
import type { Role } from '../../core/types';
import type { IconName } from '../../ui/icon';
import type { AdminStrings } from './strings.vi';

export type AdminKey = keyof AdminStrings['pages'];

export interface AdminPage {
  readonly key: AdminKey;
  readonly href: string;
  readonly icon: IconName;
  readonly roles: readonly Role[];
}

export const home = '/huyen/quan-tri';

const both: readonly Role[] = ['district', 'admin'];
const admins: readonly Role[] = ['admin'];

/** In the order in which they are read. */
export const adminPages: readonly AdminPage[] = [
  { key: 'campaigns', href: `${home}/dot`, icon: 'cal', roles: both },
  { key: 'people', href: '/huyen/nguoi', icon: 'users', roles: both },
  { key: 'devices', href: `${home}/thiet-bi`, icon: 'phone', roles: both },
  { key: 'trail', href: `${home}/dau-vet`, icon: 'list', roles: both },
  { key: 'tokens', href: '/huyen/ma-truy-cap', icon: 'share', roles: both },
  { key: 'backups', href: `${home}/sao-luu`, icon: 'archive', roles: admins },
  { key: 'keys', href: `${home}/khoa`, icon: 'lock', roles: admins },
  { key: 'jobs', href: `${home}/viec-nen`, icon: 'clock', roles: admins },
];

export function adminPagesOf(role: Role): readonly AdminPage[] {
  return adminPages.filter((page) => page.roles.includes(role));
}

export function adminPageAt(at: string, role: Role): AdminPage | null {
  return adminPagesOf(role).find((page) => page.href === at) ?? null;
}
