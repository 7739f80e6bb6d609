/**
 * Signs of state: shape, word, then colour. Rests on icon.
 * Promises: no state is told by colour alone.
 */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

export type StateKind = 'ok' | 'wait' | 'late' | 'bad' | 'info' | 'none';

export function State({
  kind,
  icon,
  children,
}: {
  kind: StateKind;
  icon: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={`state state-${kind}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}

/** The dashed mark of figures that are not real, or only estimated. */
export function Sample({ children }: { children: ComponentChildren }) {
  return <span class="sample">{children}</span>;
}

export type BannerKind = 'ok' | 'wait' | 'late' | 'bad' | 'info';

export function Banner(props: {
  kind: BannerKind;
  icon: IconName;
  /** Read out at once: for what has just happened. */
  now?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div
      class={`banner banner-${props.kind}`}
      role={props.now ? (props.kind === 'bad' ? 'alert' : 'status') : undefined}
    >
      <Icon name={props.icon} />
      <div>{props.children}</div>
    </div>
  );
}

/** Nothing here yet: one sentence and what ends it. */
export function Empty(props: {
  icon: IconName;
  title: string;
  text?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={props.icon} size="lg" />
      <b>{props.title}</b>
      {props.text ? <p class="muted sm">{props.text}</p> : null}
      {props.children}
    </div>
  );
}
