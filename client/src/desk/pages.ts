/**
 * The pages of the desk: address, name in the rail, who has it, and the folder that draws it.
 *
 * Each part of the desk is a folder of its own (`desk/<noun>/app.tsx`), loaded when it is first opened, and adds its
 * lines here. Promises: a page that a role does not have is neither in its rail nor behind its address.
 */
import type { Role } from '../core/types';
import type { IconName } from '../ui/icon';
import { type Lazy, lazily } from '../ui/lazy';
import type { DeskStrings } from './strings.vi';

export interface DeskPage {
  /** Its address; what stands below it belongs to the page too. */
  readonly href: string;
  readonly icon: IconName;
  /** Its name in the rail: a key of `nav`. */
  readonly text: keyof DeskStrings['nav'];
  readonly roles: readonly Role[];
  /** Where the rail lists it. */
  readonly group?: Group;
  /** Opened beside signing out, below one's name; not listed in the rail. */
  readonly own?: true;
  /** Gets the address without a slash at its end. */
  readonly part: Lazy<{ at: string }>;
}

const offices: readonly Role[] = ['district', 'admin'];
const staff: readonly Role[] = ['commune', ...offices];
const everybody: readonly Role[] = ['reporter', ...staff];

/** The groups of the rail, in their order. */
const groups = ['watch', 'report', 'check', 'manage'] as const;
export type Group = (typeof groups)[number];

const overview = lazily(() => import('./overview/app').then((part) => part.OverviewApp));
const people = lazily(() => import('./people/app').then((part) => part.PeopleApp));
const statements = lazily(() => import('./statements/app').then((part) => part.StatementsApp));
const weekly = lazily(() => import('./weekly/app').then((part) => part.WeeklyApp));
const obligations = lazily(() => import('./obligations/app').then((part) => part.ObligationsApp));
const inbox = lazily(() => import('./inbox/app').then((part) => part.InboxApp));
const ledger = lazily(() => import('./ledger/app').then((part) => part.LedgerApp));
const reconciliation = lazily(() =>
  import('./reconciliation/app').then((part) => part.ReconciliationApp),
);
const review = lazily(() => import('./review/app').then((part) => part.ReviewApp));
const attention = lazily(() => import('./attention/app').then((part) => part.AttentionApp));
const directory = lazily(() => import('./directory/app').then((part) => part.DirectoryApp));
const privacy = lazily(() => import('./privacy/app').then((part) => part.PrivacyApp));
const tokens = lazily(() => import('./tokens/app').then((part) => part.TokensApp));
const handed = lazily(() => import('./handed/app').then((part) => part.HandedApp));
const account = lazily(() => import('./account/app').then((part) => part.AccountApp));
const admin = lazily(() => import('./admin/app').then((part) => part.AdminApp));

/** In the order of the rail, group by group; the first one that a role has is where it starts. */
export const pages: readonly DeskPage[] = [
  {
    href: '/huyen',
    icon: 'bars',
    text: 'overview',
    roles: staff,
    group: 'watch',
    part: overview,
  },
  {
    href: '/huyen/don-vi',
    icon: 'bars',
    text: 'overview',
    roles: ['reporter'],
    group: 'watch',
    part: overview,
  },
  {
    href: '/huyen/hop-thu',
    icon: 'bell',
    text: 'inbox',
    roles: everybody,
    group: 'watch',
    part: inbox,
  },
  {
    href: '/huyen/doi-chieu',
    icon: 'scale',
    text: 'reconciliation',
    roles: staff,
    group: 'watch',
    part: reconciliation,
  },
  {
    href: '/huyen/so-da-chot',
    icon: 'archive',
    text: 'ledger',
    roles: staff,
    group: 'watch',
    part: ledger,
  },
  {
    href: '/huyen/nghia-vu',
    icon: 'clock',
    text: 'obligations',
    roles: everybody,
    group: 'report',
    part: obligations,
  },
  {
    href: '/huyen/bao-cao',
    icon: 'doc',
    text: 'reports',
    roles: everybody,
    group: 'report',
    part: weekly,
  },
  {
    href: '/huyen/ke-khai',
    icon: 'edit',
    text: 'statements',
    roles: everybody,
    group: 'report',
    part: statements,
  },
  {
    href: '/huyen/kiem-tra',
    icon: 'check2',
    text: 'review',
    roles: staff,
    group: 'check',
    part: review,
  },
  {
    href: '/huyen/can-xem',
    icon: 'held',
    text: 'attention',
    roles: staff,
    group: 'check',
    part: attention,
  },
  {
    href: '/huyen/phieu',
    icon: 'shield',
    text: 'receipts',
    roles: staff,
    group: 'check',
    part: handed,
  },
  {
    href: '/huyen/nap-tep',
    icon: 'save',
    text: 'files',
    roles: staff,
    group: 'check',
    part: handed,
  },
  {
    href: '/huyen/danh-muc',
    icon: 'list',
    text: 'directory',
    roles: staff,
    group: 'manage',
    part: directory,
  },
  {
    href: '/huyen/nguoi',
    icon: 'users',
    text: 'people',
    roles: staff,
    group: 'manage',
    part: people,
  },
  {
    href: '/huyen/du-lieu-ca-nhan',
    icon: 'lock',
    text: 'privacy',
    roles: staff,
    group: 'manage',
    part: privacy,
  },
  {
    href: '/huyen/ma-truy-cap',
    icon: 'share',
    text: 'tokens',
    roles: offices,
    group: 'manage',
    part: tokens,
  },
  {
    href: '/huyen/quan-tri',
    icon: 'gear',
    text: 'admin',
    roles: offices,
    group: 'manage',
    part: admin,
  },
  {
    href: '/huyen/tai-khoan',
    icon: 'lock',
    text: 'account',
    roles: everybody,
    own: true,
    part: account,
  },
];

export function pagesOf(role: Role): readonly DeskPage[] {
  return pages.filter((page) => page.roles.includes(role));
}

/** What the rail of a role lists; a group without a page is not there. */
export function railOf(role: Role): readonly { group: Group; pages: readonly DeskPage[] }[] {
  const found = pagesOf(role);
  return groups
    .map((group) => ({ group, pages: found.filter((page) => page.group === group) }))
    .filter(({ pages: listed }) => listed.length > 0);
}

/** The page that an address belongs to, out of those that a role has. */
export function pageAt(at: string, role: Role): DeskPage | null {
  const path = at.replace(/\/+$/, '');
  const found = pagesOf(role);
  // Places and records of the board have addresses of their own, whichever page of it a role has.
  if (/^\/huyen\/(xa\/[^/]+|ap\/[^/]+|luot)$/.test(path))
    return found.find((page) => page.part === overview) ?? null;
  return (
    found.find(({ href }) => href === path || (href !== '/huyen' && path.startsWith(`${href}/`))) ??
    null
  );
}
