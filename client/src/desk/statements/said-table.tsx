/**
 * Entries of a unit, the newest first, each with its source; one entered by mistake is withdrawn with a reason.
 * Promises: nothing disappears: what was withdrawn stays, with why.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { State } from '../../ui/marks';
import { useDesk } from '../context';
import { useEntry } from '../entry';
import { Refused } from '../refused';
import { Scroll } from '../scroll';
import { sourceOf, typedBy } from './source';
import { type Resource, type Said, withdraw } from './wire';
import { statementWords } from './words';

export type Column<T> = {
  title: string;
  num?: boolean;
  cell: (row: T) => ComponentChildren;
};

export function SaidTable<T extends Said>(props: {
  resource: Resource;
  caption: string;
  none: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** The id of the row that stands; null: every row does. */
  standing?: (row: T) => boolean;
  onChange: () => void;
}) {
  const { session } = useDesk();
  const w = statementWords.value;
  const h = w.history;
  const tz = session.device.campaign.tz;
  const leaving = useSignal<string | null>(null);
  if (props.rows.length === 0) return <p class="muted">{props.none}</p>;
  const stateOf = (row: T) => {
    if (row.withdrawnAt !== null)
      return (
        <State kind="none" icon="undo">
          {h.withdrawn(row.withdrawnReason ?? '')}
        </State>
      );
    if (!props.standing) return null;
    return props.standing(row) ? (
      <State kind="ok" icon="check2">
        {h.stands}
      </State>
    ) : (
      <State kind="none" icon="clock">
        {h.old}
      </State>
    );
  };
  return (
    <div class="stack">
      <Scroll label={props.caption}>
        <table class="t t-wide">
          <caption class="sr">{props.caption}</caption>
          <thead>
            <tr>
              {props.columns.map((one) => (
                <th key={one.title} scope="col" class={one.num ? 'num' : undefined}>
                  {one.title}
                </th>
              ))}
              <th scope="col">{w.source}</th>
              <th scope="col">{h.state}</th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={row.id} class={row.withdrawnAt === null ? undefined : 'gone'}>
                {props.columns.map((one) => (
                  <td key={one.title} class={one.num ? 'num' : undefined}>
                    {one.cell(row)}
                  </td>
                ))}
                <td class="wrap">
                  {sourceOf(row)}
                  <span class="xs muted below">{typedBy(row, tz)}</span>
                </td>
                <td>
                  <span class="line">
                    {stateOf(row)}
                    {row.withdrawnAt === null ? (
                      <Btn
                        kind="quiet"
                        onClick={() => {
                          leaving.value = row.id;
                        }}
                      >
                        {h.withdraw}
                      </Btn>
                    ) : null}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {leaving.value ? (
        <Leaving
          key={leaving.value}
          resource={props.resource}
          id={leaving.value}
          onDone={(changed) => {
            leaving.value = null;
            if (changed) props.onChange();
          }}
        />
      ) : null}
    </div>
  );
}

function Leaving(props: { resource: Resource; id: string; onDone: (changed: boolean) => void }) {
  const { session } = useDesk();
  const w = statementWords.value.history;
  const entry = useEntry({
    prefix: 'withdraw',
    blank: { why: '' },
    read({ why }, faults) {
      if (why.trim() === '') faults.why = w.needWhy;
      return why.trim();
    },
    send: (why) => withdraw(session.transport, props.resource, props.id, why),
    onTaken: () => props.onDone(true),
  });
  return (
    <section class="stack card-line" aria-label={w.withdrawTitle}>
      <h3>{w.withdrawTitle}</h3>
      <Refused failure={entry.failed} />
      <Field {...entry.field('why')} label={w.why} maxLength={300} />
      <div class="line">
        <Btn kind="bad" locked={entry.busy} onClick={() => void entry.send()}>
          {w.confirm}
        </Btn>
        <Btn onClick={() => props.onDone(false)}>{w.keep}</Btn>
      </div>
    </section>
  );
}
