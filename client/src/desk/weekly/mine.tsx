/** What a unit owes and has sent: first what is to be done, with what is being written on this machine. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dutyName, type ReportDraft } from '../../core/report';
import { askBoard, type Board, type Square } from '../../sync/reports';
import { namedDay } from '../../ui/format';
import { Banner, Empty } from '../../ui/marks';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { formHref, readHref } from './addresses';
import { type Room, useDrafts } from './room';
import { newest } from './square';
import { DraftState, StatusOf } from './status';
import { dueText, moment, titleOf } from './times';
import { weeklyWords } from './words';

const KEPT = 'board';

/** The board, or what was kept of it when there is no network. */
function useBoard(room: Room, drafts: readonly ReportDraft[] | null) {
  const { session } = useDesk();
  const board = useSignal<Board | null>(null);
  const kept = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  // Again when a report has gone out.
  const waiting = drafts?.filter((one) => one.sending).length ?? 0;
  useEffect(() => {
    let over = false;
    void askBoard(session.transport).then(async (reply) => {
      if (over) return;
      if (reply.ok) {
        [board.value, kept.value, problem.value] = [reply.value, null, null];
        await room.reports.keep(KEPT, reply.value).catch(() => undefined);
        return;
      }
      const last = await room.reports.kept(KEPT).catch(() => null);
      if (over) return;
      problem.value = reply.error.code;
      if (last) {
        board.value = last.answer as Board;
        kept.value = board.value.serverNow;
      }
    });
    return () => {
      over = true;
    };
  }, [session, room, waiting, board, kept, problem]);
  return { board: board.value, kept: kept.value, problem: problem.value };
}

export function MinePage({ room }: { room: Room }) {
  const { session } = useDesk();
  const w = weeklyWords.value;
  const tz = session.device.campaign.tz;
  const drafts = useDrafts(room);
  const { board, kept, problem } = useBoard(room, drafts);
  const draftOf = (square: Square) => drafts?.find((one) => dutyName(one) === keyOf(square));
  const waiting = drafts?.filter((one) => one.sending).length ?? 0;
  const squares = board?.items ?? [];
  const todo = squares.filter(
    (one) => one.status === 'returned' || one.versions.length === 0 || draftOf(one),
  );
  const rest = squares.filter((one) => !todo.includes(one)).reverse();
  return (
    <DeskFrame
      title={w.mine.title}
      lead={w.mine.lead}
      asOf={board?.serverNow ?? null}
      problem={kept ? '' : problem}
    >
      {kept ? (
        <Banner kind="wait" icon="nowifi" now>
          {w.mine.kept(moment(kept, tz))}
        </Banner>
      ) : null}
      {waiting ? (
        <Banner kind="wait" icon="clock" now>
          {w.mine.waiting(waiting)}
        </Banner>
      ) : null}
      {board === null && !problem ? <div class="card block late" aria-hidden="true" /> : null}
      {board && squares.length === 0 ? (
        <Empty icon="list" title={w.mine.empty} text={w.mine.emptyText} />
      ) : null}
      {[
        { title: w.mine.now, rows: todo },
        { title: w.mine.done, rows: rest },
      ].map(({ title, rows }) =>
        rows.length ? (
          <section key={title} class="card card-flush">
            <div class="card-head">
              <h2>{title}</h2>
            </div>
            <Duties rows={rows} board={board} draftOf={draftOf} tz={tz} title={title} />
          </section>
        ) : null,
      )}
    </DeskFrame>
  );
}

function keyOf(square: Square): string {
  return dutyName({
    obligation: square.obligation,
    organisation: square.unit.code,
    period: square.period,
  });
}

function Duties(props: {
  rows: readonly Square[];
  board: Board | null;
  draftOf: (square: Square) => ReportDraft | undefined;
  tz: string;
  title: string;
}) {
  const w = weeklyWords.value.mine;
  const units = new Set(props.board?.items.map((one) => one.unit.code));
  const titles = new Map(props.board?.orders.map((one) => [one.code, titleOf(one)]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={props.title}>
      <table class="t">
        <caption class="sr">{w.caption}</caption>
        <thead>
          <tr>
            <th>{w.what}</th>
            <th>{w.statusHead}</th>
            <th>{w.dueHead}</th>
            <th>{w.sentHead}</th>
            <th>{w.actHead}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((square) => {
            const draft = props.draftOf(square);
            const last = newest(square);
            const form = formHref({
              obligation: square.obligation,
              organisation: square.unit.code,
              period: square.period,
            });
            return (
              <tr key={keyOf(square)} data-duty={keyOf(square)}>
                <th scope="row" class="wraps">
                  <a
                    href={draft || !last || square.status === 'returned' ? form : readHref(last.id)}
                  >
                    {titles.get(square.obligation)}, {namedDay(square.period)}
                  </a>
                  {units.size > 1 ? <span class="xs muted"> {square.unit.name}</span> : null}
                </th>
                <td>
                  <span class="line">
                    <StatusOf square={square} />
                    {draft ? <DraftState draft={draft} /> : null}
                  </span>
                </td>
                <td>{dueText(square.dueAt, props.tz)}</td>
                <td>{last ? moment(last.receivedAt, props.tz) : '–'}</td>
                <td>
                  <span class="line">
                    {draft || !last || square.status === 'returned' ? (
                      <a href={form}>{draft ? w.go : last ? w.fix : w.write}</a>
                    ) : null}
                    {last ? <a href={readHref(last.id)}>{w.read}</a> : null}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
