/**
 * The district's inbox: of one duty and period every unit, what came and when, and what is still missing.
 * From here one reads, answers, urges, and sums up for the Department.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dayOf, daysBetween } from '../../core/day';
import { foldText } from '../../core/text';
import {
  askBoard,
  askOrders,
  askReports,
  type Board,
  makeUrging,
  type Signing,
  type Square,
} from '../../sync/reports';
import { Btn, Chip } from '../../ui/buttons';
import { Search } from '../../ui/fields';
import { fullDay, namedDay } from '../../ui/format';
import { Empty } from '../../ui/marks';
import { go, query } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { formHref, readHref, start } from './addresses';
import { MakingState, SignerChoice, useMaking } from './documents';
import { type Room, useDrafts } from './room';
import { newest, unread } from './square';
import { StatusOf } from './status';
import { moment, titleOf } from './times';
import { weeklyWords } from './words';

const SUMMED_UP = 'R15';

type Filter = 'all' | 'unread' | 'late' | 'returned' | 'missing' | 'zero';

const filters: Readonly<Record<Filter, (square: Square) => boolean>> = {
  all: () => true,
  unread,
  late: (square) => square.lateMs !== null,
  returned: (square) => square.status === 'returned',
  missing: (square) => square.versions.length === 0,
  zero: (square) => square.zero,
};

type Choice = { obligation: string; period: string; title: string };

/** Periods until the next one of each duty; the nearest to today is chosen first. */
export function choicesOf(board: Board, tz: string): { choices: Choice[]; nearest: Choice | null } {
  const today = dayOf(board.serverNow, tz);
  const choices = board.orders.flatMap((order) => {
    const ahead = order.periods.find((period) => period > today);
    return order.periods
      .filter((period) => ahead === undefined || period <= ahead)
      .map((period) => ({ obligation: order.code, period, title: titleOf(order) }));
  });
  const far = (one: Choice) => Math.abs(daysBetween(today, one.period));
  const [nearest] = [...choices].sort((a, b) => far(a) - far(b));
  return { choices, nearest: nearest ?? null };
}

/** What came last stands first, then who has not sent, in the order of the board. */
function latestFirst(squares: readonly Square[]): Square[] {
  const at = (one: Square) => newest(one)?.receivedAt ?? '';
  return [...squares].sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0));
}

function useInbox(chosen: { obligation: string; period: string } | null, again: number) {
  const { session } = useDesk();
  const board = useSignal<Board | null>(null);
  const problem = useSignal<string | null>(null);
  useEffect(() => {
    let over = false;
    const ask = async () => {
      if (chosen === null) return;
      const reply = await askBoard(session.transport, chosen);
      if (over) return;
      if (reply.ok) board.value = reply.value;
      problem.value = reply.ok ? null : reply.error.code;
    };
    void ask();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void ask();
    }, 30_000);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [session, chosen?.obligation, chosen?.period, again, board, problem]);
  return { board: board.value, problem: problem.value };
}

/** The duties and periods of the campaign. */
function useOrders() {
  const { session } = useDesk();
  const orders = useSignal<Board | null>(null);
  const problem = useSignal<string | null>(null);
  useEffect(() => {
    let over = false;
    void askOrders(session.transport).then((reply) => {
      if (over) return;
      if (reply.ok) orders.value = reply.value;
      problem.value = reply.ok ? null : reply.error.code;
    });
    return () => {
      over = true;
    };
  }, [session, orders, problem]);
  return { orders: orders.value, problem: problem.value };
}

export function InboxPage({ room }: { room: Room }) {
  const { session } = useDesk();
  const w = weeklyWords.value;
  const tz = session.device.campaign.tz;
  const { orders, problem: unknown } = useOrders();
  const filter = useSignal<Filter>('all');
  const typed = useSignal('');
  const urging = useSignal(false);
  const { choices, nearest } = orders ? choicesOf(orders, tz) : { choices: [], nearest: null };
  const asked = new URLSearchParams(query.value);
  const chosen =
    choices.find((one) => one.obligation === asked.get('viec') && one.period === asked.get('ky')) ??
    nearest;
  const drafts = useDrafts(room);
  const { board, problem } = useInbox(chosen, drafts?.length ?? 0);
  const same = board?.items.every(
    (one) => one.obligation === chosen?.obligation && one.period === chosen?.period,
  );
  const squares = same ? (board?.items ?? []) : [];
  const wanted = foldText(typed.value);
  const shown = latestFirst(squares).filter(
    (one) => filters[filter.value](one) && foldText(one.unit.name).includes(wanted),
  );
  const got = squares.filter((one) => one.versions.length > 0).length;
  return (
    <DeskFrame
      title={w.inbox.title}
      lead={w.inbox.lead}
      asOf={board?.serverNow ?? null}
      problem={problem ?? unknown}
      aside={
        board && chosen ? (
          <div class="line">
            <Btn
              icon="doc"
              onClick={() => {
                urging.value = !urging.value;
              }}
            >
              {w.inbox.urging}
            </Btn>
            <SumUpLink board={board} />
          </div>
        ) : null
      }
    >
      {board && chosen && same ? (
        <>
          {urging.value ? (
            <Urging
              key={`${chosen.obligation} ${chosen.period}`}
              chosen={chosen}
              wanting={
                squares.filter((one) => one.versions.length === 0 || one.status === 'returned')
                  .length
              }
            />
          ) : null}
          <section class="card card-flush">
            <div class="card-head inbox-head">
              <div class="grow">
                <label class="label" for="inbox-period">
                  {w.inbox.choose}
                </label>
                <select
                  class="input"
                  id="inbox-period"
                  value={`${chosen.obligation} ${chosen.period}`}
                  onChange={(event) => {
                    const [viec = '', ky = ''] = event.currentTarget.value.split(' ');
                    filter.value = 'all';
                    go(`${start}?${new URLSearchParams({ viec, ky })}`);
                  }}
                >
                  {choices.map((one) => (
                    <option
                      key={`${one.obligation} ${one.period}`}
                      value={`${one.obligation} ${one.period}`}
                    >
                      {w.inbox.option(one.title, namedDay(one.period, true))}
                    </option>
                  ))}
                </select>
              </div>
              <div class="grow">
                <Search
                  label={w.inbox.search}
                  value={typed.value}
                  onInput={(text) => {
                    typed.value = text;
                  }}
                />
              </div>
            </div>
            <fieldset class="line inbox-filters">
              <legend class="sr">{w.inbox.filterLabel}</legend>
              {(Object.keys(filters) as Filter[]).map((name) => (
                <Chip
                  key={name}
                  on={filter.value === name}
                  onClick={() => {
                    filter.value = name;
                  }}
                >
                  {w.inbox.filter(w.inbox.filters[name], squares.filter(filters[name]).length)}
                </Chip>
              ))}
              <span class="muted sm">{w.inbox.got(got, squares.length)}</span>
            </fieldset>
            {shown.length ? (
              <InboxTable rows={shown} tz={tz} />
            ) : (
              <Empty icon="search" title={w.inbox.none} />
            )}
          </section>
          <SumUp />
        </>
      ) : (problem ?? unknown) ? null : (
        <div class="card block late" aria-hidden="true" />
      )}
    </DeskFrame>
  );
}

function InboxTable({ rows, tz }: { rows: readonly Square[]; tz: string }) {
  const w = weeklyWords.value.inbox;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={w.caption}>
      <table class="t">
        <caption class="sr">{w.caption}</caption>
        <thead>
          <tr>
            <th>{w.unit}</th>
            <th>{w.status}</th>
            <th>{w.received}</th>
            <th class="num">{w.versions}</th>
            <th>{w.act}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((square) => {
            const first = square.versions[0];
            const last = newest(square);
            return (
              <tr key={square.unit.code} data-unit={square.unit.code}>
                <th scope="row" class="wraps">
                  {square.unit.name}
                </th>
                <td>
                  <StatusOf square={square} staff />
                </td>
                <td>
                  {first ? moment(first.receivedAt, tz) : '–'}
                  {last && last !== first ? (
                    <span class="xs muted">
                      {' '}
                      {w.again(last.version, moment(last.receivedAt, tz))}
                    </span>
                  ) : null}
                </td>
                <td class="num">{last ? last.version : '–'}</td>
                <td class="nowrap">
                  {last ? (
                    <a href={readHref(last.id)}>{w.read}</a>
                  ) : (
                    <a
                      href={formHref({
                        obligation: square.obligation,
                        organisation: square.unit.code,
                        period: square.period,
                      })}
                    >
                      {w.typeFor}
                    </a>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Urging({ chosen, wanting }: { chosen: Choice; wanting: number }) {
  const { session } = useDesk();
  const w = weeklyWords.value;
  const signing = useSignal<Signing>('TM');
  const making = useMaking();
  return (
    <section class="card stack">
      <h2>{w.inbox.urging}</h2>
      {wanting === 0 ? (
        <p class="muted">{w.inbox.urgingNone}</p>
      ) : (
        <>
          <p>{w.inbox.urgingText(wanting)}</p>
          <SignerChoice
            kind="authority"
            value={signing.value}
            onChoose={(value) => {
              signing.value = value;
            }}
          />
          <div class="line">
            <Btn
              icon="save"
              locked={making.busy !== null}
              onClick={() =>
                void making.make(() =>
                  makeUrging(session.transport, chosen.obligation, chosen.period, signing.value),
                )
              }
            >
              {w.documents.word}
            </Btn>
          </div>
          <MakingState {...making} />
        </>
      )}
    </section>
  );
}

/** What goes up: made from the whole district's figures, kept like every report. */
function SumUp() {
  const { session } = useDesk();
  const w = weeklyWords.value.inbox;
  const tz = session.device.campaign.tz;
  const made = useSignal<
    readonly { id: string; period: string; version: number; receivedAt: string }[]
  >([]);
  useEffect(() => {
    let over = false;
    void askReports(session.transport, SUMMED_UP).then((reply) => {
      if (!over && reply.ok) made.value = reply.value.items;
    });
    return () => {
      over = true;
    };
  }, [session, made]);
  return (
    <section class="card stack">
      <h2>{w.sumTitle}</h2>
      <p>{w.sumText}</p>
      {made.value.length ? (
        <ul class="stack-1">
          {made.value.map((one) => (
            <li key={one.id} class="line">
              <a href={readHref(one.id)}>{w.sumLine(fullDay(one.period), one.version)}</a>
              <span class="sm muted">{moment(one.receivedAt, tz)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted">{w.sumNone}</p>
      )}
    </section>
  );
}

/** To the form of what goes up; the district's own committee sends it. */
function SumUpLink({ board }: { board: Board }) {
  const { session, directory } = useDesk();
  const issuer = directory.value?.organisations.find((one) => one.code === 'ubnd-huyen');
  if (!issuer || !board.orders.some((one) => one.code === SUMMED_UP)) return null;
  const period = dayOf(board.serverNow, session.device.campaign.tz);
  return (
    <Btn
      kind="main"
      icon="edit"
      href={formHref({ obligation: SUMMED_UP, organisation: issuer.code, period })}
    >
      {weeklyWords.value.inbox.sumUp}
    </Btn>
  );
}
