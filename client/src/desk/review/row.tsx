/** One record as a row: when, who, where, what came of it, and what it counts as. */
import type { ComponentChildren } from 'preact';
import { dayOf } from '../../core/day';
import { nameOf } from '../../ui/language';
import { State } from '../../ui/marks';
import { useDesk } from '../context';
import { when } from '../when';
import { dayOfPerson, hrefOf } from './address';
import type { DeskRecord } from './wire';
import { reviewWords } from './words';

export function StateOf({ record }: { record: DeskRecord }) {
  const w = reviewWords.value.state;
  if (record.void) {
    return (
      <State kind="none" icon="undo">
        {w.withdrawn}
      </State>
    );
  }
  if (record.review?.verdict === 'void') {
    return (
      <State kind="bad" icon="cross">
        {w.void}
      </State>
    );
  }
  if (!record.counts) {
    return (
      <State kind="wait" icon="held">
        {w.outside}
      </State>
    );
  }
  if (record.review) {
    return (
      <State kind="ok" icon="check2">
        {w.ok}
      </State>
    );
  }
  return (
    <State kind="none" icon="check">
      {w.counted}
    </State>
  );
}

/** In a few words, for labels of what is done to it. */
export function useShort(): (record: DeskRecord) => string {
  const { session } = useDesk();
  const tz = session.device.campaign.tz;
  return (record) => `${record.personName}, ${record.outcomeName}, ${when(record.eff, tz)}`;
}

export function RecordFacts(props: {
  record: DeskRecord;
  /** Of a list that is one person's already, the name leads nowhere new. */
  linked: 'person' | 'day';
  children?: ComponentChildren;
}) {
  const { session, directory } = useDesk();
  const w = reviewWords.value;
  const tz = session.device.campaign.tz;
  const { record, linked } = props;
  const mode = directory.value?.modes.find((one) => one.code === record.mode);
  const day = when(record.eff, tz);
  const href =
    linked === 'person'
      ? hrefOf('records', { person: record.person, state: 'all' })
      : dayOfPerson(record.person, dayOf(record.eff, tz));
  return (
    <>
      <div class="check-what">
        <b>{record.outcomeName}</b>
        <span class="xs muted">
          {[
            mode ? nameOf(mode) : record.mode,
            record.hasNumber ? w.list.number : w.list.noNumber,
          ].join(' · ')}
        </span>
        {record.note ? <span class="sm">{w.list.note(record.note)}</span> : null}
      </div>
      <div class="check-who">
        <a href={href}>
          {record.personName}
          <span class="sr">. {w.list.of(record.personName)}</span>
        </a>
        <span class="xs muted">{record.organisationName}</span>
      </div>
      <div class="check-where">
        <span>{record.areaName}</span>
        <span class="xs muted">
          <time dateTime={record.eff}>{day}</time>
          {record.rev > 1 ? ` · ${w.list.corrected(record.rev - 1)}` : ''}
        </span>
      </div>
      <div class="check-state">
        <StateOf record={record} />
        {record.review?.reason ? (
          <span class="xs muted">{w.state.because(record.review.reason)}</span>
        ) : null}
        {props.children}
      </div>
    </>
  );
}
