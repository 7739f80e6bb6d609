/**
 * Progress around me as last known: my hamlets, the whole area, my organisation.
 *
 * Rests on what the store keeps of the server's last answer. Promises: it shows offline, with the day of the
 * figures; what this phone has and the figures do not stands beside them, never in them.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { addDays } from '../../core/day';
import type { FieldRecord } from '../../core/types';
import type { ProgressRow, RecordPage, Store } from '../../store/contract';
import { count, fullDay, hour, namedDay, percent } from '../../ui/format';
import { words } from '../../ui/language';
import { Banner, Empty, Sample } from '../../ui/marks';
import { GroupHead } from '../../ui/rows';
import { useField } from '../context';
import { Screen } from '../shell';
import { useStored } from '../stored';
import { notYetIn } from './sum';
import { dayWords } from './words';

const page = 1000;

/** What this phone has logged and figures of last midnight cannot hold, however much it is. */
async function missingIn(store: Store, day: string, tz: string): Promise<FieldRecord[]> {
  const found: FieldRecord[] = [];
  let after: string | null = null;
  do {
    const next: RecordPage = await store.listRecords({
      from: addDays(day, -45),
      limit: page,
      ...(after ? { after } : {}),
    });
    found.push(...next.records.filter((record) => notYetIn(day, tz, record)));
    after = next.next;
  } while (after !== null);
  return found;
}

export function ProgressScreen() {
  const { store, status, tz, device } = useField();
  const w = dayWords.value.progress;
  const remembered = useSignal(0);
  useEffect(
    () =>
      store.onChange((change) => {
        if (change.kind === 'memory') remembered.value += 1;
      }),
    [store, remembered],
  );
  const known = useStored(async () => {
    const progress = (await store.memory()).progress ?? null;
    return { progress, mine: progress ? await missingIn(store, progress.day, tz) : [] };
  }, [status.value.lastAnswerAt, remembered.value]);

  const progress = known?.progress;
  const mine = known?.mine ?? [];
  // Whose area is one hamlet sees it once.
  const hamlets = progress?.hamlets.filter(({ code }) => code !== progress.whole.code) ?? [];
  const oneHamlet = hamlets.length === 0 && (progress?.hamlets.length ?? 0) > 0;
  return (
    <Screen title={w.title} back="/so">
      {known === undefined ? null : !progress ? (
        <Empty icon="bars" title={w.never} text={w.neverText} />
      ) : (
        <>
          <Banner kind="info" icon="clock">
            {w.asOf(
              fullDay(addDays(progress.day, -1)),
              `${hour(progress.at, tz)}, ${namedDay(progress.day)}`,
            )}{' '}
            {device.campaign.sample ? <Sample>{words.value.sample}</Sample> : null}
          </Banner>
          {oneHamlet ? null : <GroupHead title={w.hamlets} />}
          {hamlets.length === 0 && !oneHamlet ? <p class="muted">{w.noHamlets}</p> : null}
          {hamlets.map((row) => (
            <Place key={row.code} row={row} mine={mine.filter(({ area }) => area === row.code)} />
          ))}
          <GroupHead title={w.whole} />
          <Place row={progress.whole} mine={mine} />
          {progress.organisation ? (
            <>
              <GroupHead title={w.organisation} aside={w.organisationIn(progress.whole.name)} />
              <Place row={progress.organisation} mine={mine} bare />
            </>
          ) : null}
        </>
      )}
    </Screen>
  );
}

/** `bare`: an organisation's share is not measured against everybody's phones. */
function Place(props: { row: ProgressRow; mine: readonly FieldRecord[]; bare?: boolean }) {
  const { row, mine, bare } = props;
  const w = dayWords.value.progress;
  const whole = row.smartphones;
  const waiting = mine.filter((record) => record.state !== 'sent').length;
  const rate = percent(row.assists, whole?.value);
  return (
    <article class="place-card">
      <h3>{row.name}</h3>
      <p>
        <b class="big">{count(row.assists)}</b> {w.assists}
        {!bare && whole ? (
          <>
            {' '}
            {w.of(count(whole.value))} {whole.estimate ? w.estimate : ''} · <b>{rate}</b>
          </>
        ) : null}
      </p>
      <p class="sm muted">
        {w.records(row.records)}
        {bare ? '' : ` · ${whole ? w.from(whole.source, fullDay(whole.asOf)) : w.noDenominator}`}
      </p>
      {mine.length ? (
        <p class="sm" data-mine>
          + {w.mine(mine.length)}
          {waiting ? `, ${w.mineWaiting(waiting)}` : ''}
        </p>
      ) : null}
    </article>
  );
}
