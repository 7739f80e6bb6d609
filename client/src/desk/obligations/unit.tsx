/** One unit: whom to ask, what it owes and sent, how it was reminded, which of its due instants were moved. */
import { useSignal } from '@preact/signals';
import { uuidv7 } from '../../core/ids';
import type { TransportFailure } from '../../sync/contract';
import { askUnit, remindUnits } from '../../sync/obligations';
import type { Reminding, Square, UnitHistory, Version } from '../../sync/protocol-obligations';
import { fullDay, hour } from '../../ui/format';
import { Empty } from '../../ui/marks';
import { query } from '../../ui/router';
import { Kv } from '../../ui/rows';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { useLoaded } from '../load';
import { Refused } from '../refused';
import { formHref, readHref } from '../weekly/addresses';
import { isWanting } from './grid';
import { Moves, Reminders } from './history';
import { SquareMark } from './mark';
import { useOwn } from './own';
import { RemindedPanel } from './remind';
import { dueText, moment, span } from './times';
import { obligationWords, titleOf } from './words';

export function UnitPage({ code }: { code: string }) {
  const { session } = useDesk();
  const { staff, writes } = useOwn();
  const w = obligationWords.value;
  const tz = session.device.campaign.tz;
  const { value, problem, reload } = useLoaded(`unit ${code}`, () =>
    askUnit(session.transport, code),
  );
  const found = useSignal<readonly Reminding[] | null>(null);
  const failure = useSignal<TransportFailure | null>(null);
  const asked = new URLSearchParams(query.value);

  const remind = async (square: Square) => {
    const reply = await remindUnits(session.transport, {
      id: uuidv7(Date.now()),
      obligation: square.obligation,
      period: square.period,
      organisations: [code],
    });
    failure.value = reply.ok ? null : reply.error;
    if (reply.ok) found.value = [reply.value];
    reload();
  };

  return (
    <DeskFrame
      title={value?.unit.name ?? w.title}
      asOf={value?.serverNow ?? null}
      problem={problem}
      crumb={<a href="/huyen/nghia-vu">{w.title}</a>}
    >
      <Refused failure={failure.value} />
      {found.value ? (
        <RemindedPanel
          found={found.value}
          tz={tz}
          onShut={() => {
            found.value = null;
          }}
        />
      ) : null}
      {value ? (
        <>
          <Contact unit={value} />
          <section class="card card-flush">
            <div class="card-head">
              <h2>{w.unit.owes}</h2>
            </div>
            {value.squares.length ? (
              <Owed
                unit={value}
                tz={tz}
                mark={`${asked.get('nghia-vu')}|${asked.get('ky')}`}
                writes={writes(code)}
                remind={staff && !writes(code) ? (square) => void remind(square) : null}
              />
            ) : (
              <Empty icon="info" title={w.unit.nothing} text={w.unit.nothingText} />
            )}
          </section>
          <Reminders unit={value} tz={tz} />
          <Moves unit={value} tz={tz} />
        </>
      ) : null}
    </DeskFrame>
  );
}

function Contact({ unit }: { unit: UnitHistory }) {
  const w = obligationWords.value.unit;
  const { name, title, phone } = unit.contact;
  const who = [name, title].filter(Boolean).join(', ');
  return (
    <section aria-label={w.contact}>
      <Kv
        facts={[
          {
            term: w.contact,
            value: (
              <>
                {who || w.noContact}
                {phone ? (
                  <>
                    {' · '}
                    <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
                  </>
                ) : null}
              </>
            ),
          },
          {
            term: w.inSystem,
            value: unit.people
              ? `${w.people(unit.people)}, ${w.reachable(unit.reachable)}`
              : w.noPeople,
          },
        ]}
      />
    </section>
  );
}

function Owed(props: {
  unit: UnitHistory;
  tz: string;
  /** The square that the address names. */
  mark: string;
  /** Whether this person writes for the unit. */
  writes: boolean;
  remind: ((square: Square) => void) | null;
}) {
  const { unit, tz, remind } = props;
  const w = obligationWords.value;
  return (
    <div class="scroll">
      <table class="t board board-wide">
        <caption class="sr">{w.unit.owes}</caption>
        <thead>
          <tr>
            <th scope="col">{w.unit.order}</th>
            <th scope="col">{w.unit.dueAt}</th>
            <th scope="col">{w.unit.state}</th>
            <th scope="col">{w.unit.received}</th>
            <th scope="col">
              <span class="sr">{w.table.act}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {unit.squares.map((square) => {
            const order = unit.orders.find((one) => one.code === square.obligation);
            const here = `${square.obligation}|${square.period}` === props.mark;
            const begun = square.opensAt <= unit.serverNow;
            return (
              <tr key={`${square.obligation} ${square.period}`} class={here ? 'hot' : undefined}>
                <th scope="row">
                  {titleOf(unit.orders, square.obligation)}
                  <span class="sub">{fullDay(square.period)}</span>
                </th>
                <td>
                  {square.dueAt ? dueText(square.dueAt, tz) : w.due.never}
                  {square.moved ? (
                    <span class="sub">
                      {w.column.moved}: {square.moved.reason}
                    </span>
                  ) : null}
                </td>
                <td>
                  <SquareMark square={square} />
                  <Story square={square} tz={tz} />
                </td>
                <td>
                  {square.versions.length ? (
                    <ul class="plain">
                      {square.versions.map((version) => (
                        <li key={version.id}>
                          <VersionLine version={version} now={unit.serverNow} tz={tz} />
                        </li>
                      ))}
                    </ul>
                  ) : (
                    <span class="muted">{w.unit.notYet}</span>
                  )}
                </td>
                <td class="end">
                  {begun && isWanting(square) ? (
                    <div class="acts">
                      {props.writes ? (
                        <a
                          href={formHref({
                            obligation: square.obligation,
                            organisation: unit.unit.code,
                            period: square.period,
                          })}
                        >
                          {w.unit.write(order?.word ?? '')}
                        </a>
                      ) : null}
                      {remind ? (
                        <button type="button" class="textlink" onClick={() => remind(square)}>
                          {w.table.remind}
                          <span class="sr"> {fullDay(square.period)}</span>
                        </button>
                      ) : null}
                    </div>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Why a square stands as it does, in a sentence. */
function Story({ square, tz }: { square: Square; tz: string }) {
  const w = obligationWords.value.unit;
  const first = square.versions[0];
  const last = square.versions[square.versions.length - 1];
  const lines = [
    square.lateMs !== null ? w.lateBy(span(square.lateMs)) : null,
    square.excuse !== null ? w.excuse(square.excuse) : null,
    square.status === 'late' && square.finishedInTime && first?.finishedAt
      ? w.finished(hour(first.finishedAt, tz))
      : null,
    square.status === 'returned' && last?.text ? w.returned(last.text) : null,
    square.status !== 'returned' && last?.verdict === 'accepted' && square.excuse === null
      ? w.accepted
      : null,
  ].filter((one) => one !== null);
  return (
    <>
      {lines.map((line) => (
        <span class="sub" key={line}>
          {line}
        </span>
      ))}
    </>
  );
}

function VersionLine({ version, now, tz }: { version: Version; now: string; tz: string }) {
  const w = obligationWords.value.unit;
  const more = [version.zero ? w.zero : '', version.onBehalf ? w.behalf : ''].filter(Boolean);
  return (
    <>
      <a href={readHref(version.id)}>{w.version(version.version)}</a>
      {': '}
      {moment(version.receivedAt, now, tz)}
      {more.length ? ` (${more.join(', ')})` : ''}
    </>
  );
}
