/** What stands at the foot of a phone's screen: its actions, under the thumb; and the way back at its head. */
import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/icon';
import { words } from '../ui/language';

export function Back({ href, onClick }: { href?: string; onClick?: () => void }) {
  const label = words.value.back;
  const icon = <Icon name="left" size="lg" />;
  return href === undefined ? (
    <button type="button" class="back" aria-label={label} onClick={onClick}>
      {icon}
    </button>
  ) : (
    <a class="back" href={href} aria-label={label}>
      {icon}
    </a>
  );
}

export function PhoneFoot({ children }: { children: ComponentChildren }) {
  return <footer class="phone-foot">{children}</footer>;
}

export function Actions({ slim, children }: { slim?: boolean; children: ComponentChildren }) {
  return <div class={slim ? 'actions actions-slim' : 'actions'}>{children}</div>;
}

export function Pair({ children }: { children: ComponentChildren }) {
  return <div class="actions-2">{children}</div>;
}
