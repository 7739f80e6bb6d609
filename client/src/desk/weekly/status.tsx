/** What became of a report: shape, word, then colour. */
import type { ReportDraft } from '../../core/report';
import type { Square } from '../../sync/reports';
import { State } from '../../ui/marks';
import { excusable, newest, unread } from './square';
import { span } from './times';
import { weeklyWords } from './words';

export function StatusOf({ square, staff }: { square: Square; staff?: boolean }) {
  const w = weeklyWords.value.status;
  const last = newest(square);
  return (
    <span class="line">
      {square.status === 'open' ? (
        <State kind="none" icon="clock">
          {w.open}
        </State>
      ) : null}
      {square.status === 'missing' ? (
        <State kind="bad" icon="alert">
          {w.missing}
        </State>
      ) : null}
      {square.status === 'on_time' ? (
        <State kind="ok" icon="check">
          {square.dueAt === null ? w.sent : square.excuse === null ? w.on_time : w.excused}
        </State>
      ) : null}
      {square.status === 'late' || (square.status === 'returned' && square.lateMs !== null) ? (
        <State kind="late" icon="clockwarn">
          {w.late(span(square.lateMs ?? 0))}
        </State>
      ) : null}
      {square.status === 'returned' ? (
        <State kind="wait" icon="undo">
          {w.returned}
        </State>
      ) : null}
      {square.zero ? (
        <State kind="info" icon="no">
          {w.zero}
        </State>
      ) : null}
      {excusable(square) ? (
        <State kind="wait" icon="info">
          {w.claimed}
        </State>
      ) : null}
      {last?.verdict === 'accepted' ? (
        <State kind="ok" icon="check2">
          {w.accepted}
        </State>
      ) : null}
      {staff && unread(square) ? (
        <State kind="none" icon="eye">
          {w.unread}
        </State>
      ) : null}
    </span>
  );
}

/** What there is of it on this machine. */
export function DraftState({ draft }: { draft: ReportDraft }) {
  const w = weeklyWords.value.status;
  if (draft.sending)
    return (
      <State kind="wait" icon="clock">
        {w.sending}
      </State>
    );
  if (draft.refusal)
    return (
      <State kind="bad" icon="alert">
        {w.refused}
      </State>
    );
  return (
    <State kind="info" icon="edit">
      {w.draft}
    </State>
  );
}
