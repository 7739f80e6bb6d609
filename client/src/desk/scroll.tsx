/** A table that may be wider than its place: it scrolls in its own box, with the keyboard too. */
import type { ComponentChildren } from 'preact';

export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll the box
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
