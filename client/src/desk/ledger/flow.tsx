/**
 * Then, late, corrected, voided, new, now: the figures with a picture of the steps, each part a link to its records.
 * Promises: the picture says nothing that the figures below it do not say.
 */
import type { ComponentChildren } from 'preact';
import { count } from '../../ui/format';
import { State } from '../../ui/marks';
import { type Asked, writeAddress } from './address';
import { barOf, type Level, levelsOf, type Measure, mostOf } from './bridge';
import type { LedgerRow, Part } from './wire';
import { ledgerWords } from './words';

export function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}

function Bar({ level, most }: { level: Level; most: number }) {
  const { low, high } = barOf(level, most);
  const kind =
    level.key === 'earlier' || level.key === 'now' ? 'end' : level.to < level.from ? 'down' : 'up';
  return (
    <svg class="flow-bar" viewBox="0 0 20 100" preserveAspectRatio="none" aria-hidden="true">
      <rect class={`flow-${kind}`} x="2" width="16" y={100 - high} height={high - low} />
      <line x1="0" x2="20" y1={100 - barTop(level, most)} y2={100 - barTop(level, most)} />
    </svg>
  );
}

const barTop = (level: Level, most: number) => (100 * Math.max(0, level.to)) / Math.max(1, most);

export function Flow(props: {
  row: LedgerRow;
  measure: Measure;
  asked: Asked;
  /** What stands under the two ends. */
  thenAt: ComponentChildren;
  nowAt: ComponentChildren;
  nowName: string;
  agrees: boolean;
}) {
  const w = ledgerWords.value.flow;
  const { row, measure, asked } = props;
  const levels = levelsOf(row, measure);
  const most = mostOf(levels);
  return (
    <ol class="flow">
      {levels.map((level) => (
        <li
          key={level.key}
          data-part={level.key}
          class={asked.part === level.key ? 'hot' : undefined}
        >
          <Bar level={level} most={most} />
          <span>{level.key === 'now' ? props.nowName : w[level.key]}</span>
          <b>
            {level.key === 'earlier' || level.key === 'now'
              ? count(level.value)
              : signed(level.value)}
          </b>
          {level.key === 'earlier' ? <span>{props.thenAt}</span> : null}
          {level.key === 'now' ? (
            <>
              <span>{props.nowAt}</span>
              {props.agrees ? (
                <State kind="ok" icon="check">
                  {w.agrees}
                </State>
              ) : null}
            </>
          ) : null}
          {level.key !== 'earlier' && level.key !== 'now' ? (
            <PartLink part={level.key} touched={level.touched} asked={asked} />
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function PartLink({ part, touched, asked }: { part: Part; touched: number; asked: Asked }) {
  const w = ledgerWords.value.flow;
  return (
    <>
      <span>{w.sub[part]}</span>
      {touched ? (
        <a href={writeAddress({ ...asked, part, exact: false })}>
          {w.records(touched)}
          <span class="sr">: {w[part]}</span>
        </a>
      ) : (
        <span>{w.noneTouched}</span>
      )}
    </>
  );
}
