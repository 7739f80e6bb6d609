/**
 * Buttons and chips. Rests on icon. Promises: a button is a real button (or a real link when it has
 * an address), at least 48 px on a phone; a locked one stays readable and says why beside it.
 */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

export type BtnKind = 'main' | 'ok' | 'bad' | 'quiet';

type BtnProps = {
  kind?: BtnKind;
  size?: 'big' | 'huge';
  icon?: IconName;
  href?: string;
  /** Locked: still focusable, does nothing. The reason stands beside it. */
  locked?: boolean;
  type?: 'button' | 'submit';
  label?: string;
  onClick?: () => void;
  children?: ComponentChildren;
};

function btnClass({ kind, size, label, children }: BtnProps): string {
  return [
    'btn',
    kind && `btn-${kind}`,
    size && 'btn-big',
    size === 'huge' && 'btn-huge',
    label && !children && 'btn-icon',
  ]
    .filter(Boolean)
    .join(' ');
}

export function Btn(props: BtnProps) {
  const { icon, href, locked, type = 'button', label, onClick, size, children } = props;
  const inner = (
    <>
      {icon ? <Icon name={icon} size={size === 'huge' ? 'lg' : undefined} /> : null}
      {children}
    </>
  );
  if (href !== undefined) {
    return (
      <a class={btnClass(props)} href={href} aria-label={label} onClick={onClick}>
        {inner}
      </a>
    );
  }
  return (
    <button
      class={btnClass(props)}
      type={type}
      aria-label={label}
      aria-disabled={locked ? 'true' : undefined}
      onClick={locked ? undefined : onClick}
    >
      {inner}
    </button>
  );
}

/** A filter that is on or off. */
export function Chip({
  on,
  onClick,
  children,
}: {
  on: boolean;
  onClick: () => void;
  children: ComponentChildren;
}) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  );
}
