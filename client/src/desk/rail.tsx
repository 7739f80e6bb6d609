/**
 * The rail of the desk: its pages in groups, who is signed in, the way out; on a phone all of it folds away.
 *
 * Rests on pages. Promises: a group is folded and unfolded by its heading, with keys too; the group that one comes to is
 * unfolded, and marked when it is folded again; what waits is told beside its page, or its group when that is folded;
 * what a role does not have is not there.
 */
import { computed, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Role } from '../core/types';
import { factWords } from '../ui/facts';
import { count } from '../ui/format';
import { Icon } from '../ui/icon';
import { setLanguage, words } from '../ui/language';
import { language } from '../ui/locale';
import { Logo } from '../ui/logo';
import { path } from '../ui/router';
import { useDesk } from './context';
import { due } from './due';
import { type DeskPage, type Group, pageAt, pagesOf, railOf } from './pages';
import { SignOut } from './sign-out';
import { unread } from './unread';
import { deskWords } from './words';

/** What was folded or unfolded by hand, for as long as the application is open. */
const chosen = signal<Partial<Record<Group, boolean>>>({});

/** Managing comes last and seldom: folded for whoever has other work first. */
const atFirst = (group: Group, role: Role) => group !== 'manage' || role === 'admin';

/** How much waits behind which pages. */
const waiting = computed(() => ({ inbox: unread.value, ...due.value }));

function Waits({ pages }: { pages: readonly DeskPage[] }) {
  const many = waiting.value;
  const { badge } = deskWords.value;
  const told = (['inbox', 'obligations', 'attention'] as const).filter(
    (text) => many[text] > 0 && pages.some((page) => page.text === text),
  );
  if (told.length === 0) return null;
  const sum = told.reduce((all, text) => all + many[text], 0);
  return (
    <em>
      <span aria-hidden="true">{sum > 99 ? '99+' : count(sum)}</span>
      <span class="sr">{told.map((text) => badge[text](many[text])).join(', ')}</span>
    </em>
  );
}

function RailGroup(props: {
  group: Group;
  pages: readonly DeskPage[];
  here: DeskPage | null;
  role: Role;
}) {
  const { group, pages, here, role } = props;
  const w = deskWords.value;
  const inside = pages.some((page) => page === here);
  const open = chosen.value[group] ?? (inside || atFirst(group, role));
  const list = `rail-${group}`;
  useEffect(() => {
    if (inside) chosen.value = { ...chosen.peek(), [group]: undefined };
  }, [inside, group]);
  return (
    <div class="rail-group">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={list}
          data-here={inside && !open ? '' : undefined}
          onClick={() => {
            chosen.value = { ...chosen.value, [group]: !open };
          }}
        >
          {w.groups[group]}
          {open ? null : <Waits pages={pages} />}
          <Icon name="down" size="sm" />
        </button>
      </h2>
      <ul id={list} hidden={!open}>
        {pages.map((page) => (
          <li key={page.href}>
            <a href={page.href} aria-current={page === here ? 'page' : undefined}>
              <Icon name={page.icon} />
              <span>{w.nav[page.text]}</span>
              <Waits pages={[page]} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Rail() {
  const { session, me } = useDesk();
  const w = deskWords.value;
  const { campaign, person } = session.device;
  const role = me.value?.person.role ?? person.role;
  const here = pageAt(path.value, role);
  const own = pagesOf(role).find((page) => page.own);
  const open = useSignal(false);
  useEffect(() => {
    open.value = false;
  }, [path.value, open]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A low screen: the page that is open stands in sight. Scrolled by hand, since the page itself must not move.
    const [rail, link] = [box.current, box.current?.querySelector<HTMLElement>('[aria-current]')];
    if (!rail || !link) return;
    const below = link.getBoundingClientRect().bottom - rail.getBoundingClientRect().bottom;
    if (below > 0) rail.scrollTop += below + link.offsetHeight;
  }, [path.value]);
  const other = language.value === 'vi' ? 'en' : 'vi';
  return (
    <aside class="rail">
      <div class="rail-in" ref={box}>
        <div class="rail-head">
          <Logo small={campaign.name} />
          <button
            type="button"
            class="rail-toggle"
            aria-expanded={open.value}
            aria-controls="rail-more"
            onClick={() => {
              open.value = !open.value;
            }}
          >
            <Icon name={open.value ? 'cross' : 'list'} />
            {open.value ? w.nav.shut : w.nav.open}
          </button>
        </div>
        <div class="rail-more" id="rail-more" data-shut={open.value ? undefined : ''}>
          <nav aria-label={w.nav.label}>
            {railOf(role).map(({ group, pages }) => (
              <RailGroup key={group} group={group} pages={pages} here={here} role={role} />
            ))}
          </nav>
          <div class="rail-foot">
            <b>{person.name}</b>
            {factWords.value.roles[role]}
            <div class="line">
              {own ? (
                <a href={own.href} aria-current={own === here ? 'page' : undefined}>
                  {w.nav[own.text]}
                </a>
              ) : null}
              <SignOut />
              <button type="button" lang={other} onClick={() => void setLanguage(other)}>
                {words.value.otherLanguage}
              </button>
            </div>
          </div>
        </div>
      </div>
    </aside>
  );
}
