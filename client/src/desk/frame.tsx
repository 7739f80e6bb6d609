/**
 * The frame of the desk: rail, top bar (scope, time of the data, sample mark), page.
 * Promises: the sample bar is on every page of a sample campaign.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { dayOf } from '../core/day';
import { factWords } from '../ui/facts';
import { count, hour, namedDay } from '../ui/format';
import { SampleBar, Title } from '../ui/frame';
import { Icon } from '../ui/icon';
import { setLanguage, words } from '../ui/language';
import { language } from '../ui/locale';
import { Logo } from '../ui/logo';
import { Banner, Sample } from '../ui/marks';
import { path } from '../ui/router';
import { trouble } from '../ui/trouble';
import { useDesk } from './context';
import { pageAt, pagesOf } from './pages';
import { SignOut } from './sign-out';
import { unread } from './unread';
import { deskWords } from './words';

export function DeskFrame(props: {
  title: string;
  crumb?: ComponentChildren;
  lead?: string;
  aside?: ComponentChildren;
  /** The server's time of the figures on the page. */
  asOf?: string | null;
  problem?: string | null;
  children: ComponentChildren;
}) {
  const { session, me, home, problem } = useDesk();
  const w = deskWords.value;
  const { campaign, person } = session.device;
  const sample = me.value?.campaign.sample ?? campaign.sample;
  const role = me.value?.person.role ?? person.role;
  const here = pageAt(path.value, role);
  const listed = pagesOf(role).filter((page) => !page.own);
  const own = pagesOf(role).find((page) => page.own);
  const open = useSignal(false);
  useEffect(() => {
    open.value = false;
  }, [path.value, open]);
  const shown = props.problem ?? problem.value;
  // The sentence for a phone speaks of visits that wait; a desk has none.
  const away = shown?.startsWith('transport.') ?? false;
  const other = language.value === 'vi' ? 'en' : 'vi';
  return (
    <>
      {sample ? <SampleBar /> : null}
      <div class="desk">
        <aside class="rail">
          <div class="rail-in">
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
                {listed.map((page) => (
                  <a
                    key={page.href}
                    href={page.href}
                    aria-current={page === here ? 'page' : undefined}
                  >
                    <Icon name={page.icon} />
                    <span>{w.nav[page.text]}</span>
                    {page.text === 'inbox' && unread.value ? (
                      <em>
                        <span aria-hidden="true">
                          {unread.value > 99 ? '99+' : count(unread.value)}
                        </span>
                        <span class="sr">{w.badge.unread(unread.value)}</span>
                      </em>
                    ) : null}
                  </a>
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
        <div>
          <header class="top">
            <b>{home()?.name ?? campaign.name}</b>
            {props.asOf === undefined ? null : (
              <span class="fresh" role="status">
                <Icon name="sync" size="sm" />
                {props.asOf
                  ? w.top.updated(
                      hour(props.asOf, campaign.tz),
                      namedDay(dayOf(props.asOf, campaign.tz), true),
                    )
                  : away
                    ? w.top.away
                    : w.top.loading}
              </span>
            )}
            {sample ? <Sample>{words.value.sample}</Sample> : null}
          </header>
          <main class="page">
            <div class="page-head">
              <div>
                {props.crumb ? <p class="crumb">{props.crumb}</p> : null}
                <Title>{props.title}</Title>
                {props.lead ? <p>{props.lead}</p> : null}
              </div>
              {props.aside}
            </div>
            {shown ? (
              <Banner kind={away ? 'wait' : 'bad'} icon="alert" now>
                {trouble(shown).title}
                <p>{props.asOf ? w.top.stale : away ? w.top.none : trouble(shown).text}</p>
              </Banner>
            ) : null}
            {props.children}
          </main>
        </div>
      </div>
    </>
  );
}
