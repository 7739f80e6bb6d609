/** The tabs at the foot of the phone's screens, each with what is to do behind it. */
import { Icon, type IconName } from '../ui/icon';
import { formWords } from './words';

export type TabKey = 'log' | 'list' | 'revisits' | 'help';

const tabs: readonly { key: TabKey; href: string; icon: IconName }[] = [
  { key: 'log', href: '/', icon: 'plus' },
  { key: 'list', href: '/so', icon: 'list' },
  { key: 'revisits', href: '/ghe-lai', icon: 'revisit' },
  { key: 'help', href: '/huong-dan', icon: 'book' },
];

export function Tabs({
  current,
  counts,
}: {
  current: TabKey;
  counts: Partial<Record<TabKey, number | undefined>>;
}) {
  const w = formWords.value;
  return (
    <nav class="tabs" aria-label={w.tabs.label}>
      {tabs.map(({ key, href, icon }) => {
        const count = counts[key] ?? 0;
        return (
          <a key={key} href={href} aria-current={key === current ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{w.tabs[key]}</span>
            {count > 0 ? (
              <span class="count">
                {count > 99 ? '99+' : count}
                <span class="sr"> {w.tabs.todo}</span>
              </span>
            ) : null}
          </a>
        );
      })}
    </nav>
  );
}
