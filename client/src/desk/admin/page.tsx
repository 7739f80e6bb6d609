/** What every page of the admin begins with: the way back to the list, its title, and what it is about. */
import type { ComponentChildren } from 'preact';
import { DeskFrame } from '../frame';
import type { Loaded } from '../load';
import { home } from './pages';
import { adminWords } from './words';

export function AdminFrame(props: {
  title: string;
  lead: string;
  problem?: string | null;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <DeskFrame
      title={props.title}
      lead={props.lead}
      crumb={<a href={home}>{adminWords.value.crumb}</a>}
      problem={props.problem ?? null}
      aside={props.aside}
    >
      {props.children}
    </DeskFrame>
  );
}

/** The grey block while something is loading; nothing when it did not come (the frame says why). */
export function Late({ loaded }: { loaded: Loaded<unknown> }) {
  if (loaded.value !== null || loaded.problem !== null) return null;
  return <div class="card block late" role="status" aria-label={adminWords.value.loading} />;
}

/** A command to run on the server, in full, so that it can be copied. */
export function Command({ children }: { children: string }) {
  return (
    <code class="command" translate={false}>
      {children}
    </code>
  );
}
