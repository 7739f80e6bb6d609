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
  /** Opened beside signing out, below one's name; not listed in the rail. */
  readonly own?: true;
  /** Gets the address without a slash at its end. */
  readonly part: Lazy<{ at: string }>;
}

const staff: readonly Role[] = ['commune', 'district', 'admin'];

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

/** In the order of the rail; the first one that a role has is where it starts. */
export const pages: readonly DeskPage[] = [
  {
    href: '/huyen',
    icon: 'bars',
    text: 'overview',
    roles: staff,
    part: overview,
  },
  { href: '/huyen/don-vi', icon: 'bars', text: 'overview', roles: ['reporter'], part: overview },
  {
    href: '/huyen/ke-khai',
    icon: 'edit',
    text: 'statements',
    roles: ['reporter', ...staff],
    part: statements,
  },
  {
    href: '/huyen/bao-cao',
    icon: 'doc',
    text: 'reports',
    roles: ['reporter', ...staff],
    part: weekly,
  },
  {
    href: '/huyen/nghia-vu',
    icon: 'clock',
    text: 'obligations',
    roles: ['reporter', ...staff],
    part: obligations,
  },
  {
    href: '/huyen/hop-thu',
    icon: 'bell',
    text: 'inbox',
    roles: ['reporter', ...staff],
    part: inbox,
  },
  {
    href: '/huyen/doi-chieu',
    icon: 'scale',
    text: 'reconciliation',
    roles: staff,
    part: reconciliation,
  },
  { href: '/huyen/so-da-chot', icon: 'archive', text: 'ledger', roles: staff, part: ledger },
  { href: '/huyen/kiem-tra', icon: 'check2', text: 'review', roles: staff, part: review },
  { href: '/huyen/can-xem', icon: 'held', text: 'attention', roles: staff, part: attention },
  { href: '/huyen/danh-muc', icon: 'list', text: 'directory', roles: staff, part: directory },
  { href: '/huyen/nguoi', icon: 'users', text: 'people', roles: staff, part: people },
  {
    href: '/huyen/du-lieu-ca-nhan',
    icon: 'lock',
    text: 'privacy',
    roles: staff,
    part: privacy,
  },
  {
    href: '/huyen/ma-truy-cap',
    icon: 'share',
    text: 'tokens',
    roles: ['district', 'admin'],
    part: tokens,
  },
  { href: '/huyen/nap-tep', icon: 'save', text: 'files', roles: staff, part: handed },
  { href: '/huyen/phieu', icon: 'shield', text: 'receipts', roles: staff, part: handed },
  {
    href: '/huyen/quan-tri',
    icon: 'gear',
    text: 'admin',
    roles: ['district', 'admin'],
    part: admin,
  },
  {
    href: '/huyen/tai-khoan',
    icon: 'lock',
    text: 'account',
    roles: ['reporter', ...staff],
    own: true,
    part: account,
  },
];

export function pagesOf(role: Role): readonly DeskPage[] {
  return pages.filter((page) => page.roles.includes(role));
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
