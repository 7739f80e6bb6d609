/**
 * Rows and facts: lists of records, heads of groups, term and value pairs, checks, steps.
 * Rests on icon. Promises: a row that leads somewhere is one link, 48 px high or more.
 */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';
import './css/rows.css';
import './css/facts.css';

export function Rows({ children }: { children: ComponentChildren }) {
  return <div class="rows">{children}</div>;
}

export function Row(props: {
  icon?: IconName;
  href: string;
  title: ComponentChildren;
  sub?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <a class={props.icon ? 'row' : 'row row-2'} href={props.href}>
      {props.icon ? <Icon name={props.icon} /> : null}
      <span>
        <span class="row-title">{props.title}</span>
        {props.sub ? <span class="row-sub">{props.sub}</span> : null}
      </span>
      {props.children}
    </a>
  );
}

export function GroupHead({
  title,
  aside,
}: {
  title: ComponentChildren;
  aside?: ComponentChildren;
}) {
  return (
    <h2 class="group-head">
      {title}
      {aside ? <span>{aside}</span> : null}
    </h2>
  );
}

export type Fact = { term: ComponentChildren; value: ComponentChildren };

export function Kv({ facts }: { facts: readonly (Fact | null)[] }) {
  return (
    <dl class="kv">
      {facts.map((fact, at) =>
        fact ? (
          <div key={at}>
            <dt>{fact.term}</dt>
            <dd>{fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

export type CheckKind = 'ok' | 'wait' | 'bad' | 'none';

/** One line of "this phone": a square mark is something to do, a round one is fine. */
export function Check(props: {
  kind: CheckKind;
  icon: IconName;
  title: ComponentChildren;
  sub?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class="check">
      <span class={`disc disc-${props.kind}`}>
        <Icon name={props.icon} />
      </span>
      <span>
        <span class="row-title">{props.title}</span>
        {props.sub ? <span class="row-sub">{props.sub}</span> : null}
      </span>
      {props.children}
    </div>
  );
}

export function Step({ at, title, text }: { at: number; title: string; text?: string }) {
  return (
    <li class="step">
      <b>{at}</b>
      <p>
        <span class="row-title">{title}</span>
        {text ? <span class="row-sub">{text}</span> : null}
      </p>
    </li>
  );
}

/** Something needs a person: what happened, then what to do, then the facts. */
export function Problem(props: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <article class="problem">
      <div class="problem-head">
        <Icon name="alert" />
        <h2>{props.title}</h2>
        <p>{props.text}</p>
      </div>
      {props.children}
    </article>
  );
}
