/**
 * What the pages of reports share: the drafts on this machine, and the sender that gets finished ones out.
 *
 * Opened once for a session, with the desk, so that a report goes out whichever page is open.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReportDraft } from '../../core/report';
import { openReports, type Reports } from '../../store/reports';
import type { Session } from '../../sync/account';
import type { PassResult } from '../../sync/contract';
import { startSender } from '../../sync/report-sender';
import { createSchedule, pageSurroundings } from '../../sync/schedule';
import { dueChanged } from '../due';

export interface Room {
  readonly reports: Reports;
  send(): Promise<PassResult>;
  close(): void;
}

let opened: { session: Session; room: Promise<Room> } | null = null;

/** Rejects with StoreError. */
export function openRoom(session: Session): Promise<Room> {
  if (opened?.session === session) return opened.room;
  void closeRoom();
  const room = openReports(session.device.deviceId).then((reports): Room => {
    const schedule = createSchedule(`reports-${session.device.deviceId}`, pageSurroundings());
    const sender = startSender(reports, session.transport, schedule);
    return {
      reports,
      async send() {
        const passed = await sender.send();
        dueChanged();
        return passed;
      },
      close() {
        sender.stop();
        reports.close();
      },
    };
  });
  room.catch(() => {
    opened = null;
  });
  opened = { session, room };
  return room;
}

/** The person leaves: what is on its way waits for their next visit. */
export async function closeRoom(): Promise<void> {
  const leaving = opened;
  opened = null;
  if (leaving) (await leaving.room.catch(() => null))?.close();
}

/** All drafts, as they stand; null until they are read. */
export function useDrafts(room: Room): readonly ReportDraft[] | null {
  const drafts = useSignal<readonly ReportDraft[] | null>(null);
  useEffect(() => {
    let over = false;
    const read = () =>
      void room.reports.list().then(
        (found) => {
          if (!over) drafts.value = found;
        },
        () => undefined,
      );
    read();
    const stop = room.reports.onChange(read);
    return () => {
      over = true;
      stop();
    };
  }, [room, drafts]);
  return drafts.value;
}
