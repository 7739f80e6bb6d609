/**
 * Sends finished reports until each is answered.
 *
 * Rests on store/reports (what is on its way) and schedule.ts (when). Promises: a report is put again under the same
 * id until the server has it or refuses it in words; a lost answer makes no second report; a refusal keeps the words.
 */
import type { Reports } from '../store/reports';
import type { PassResult, Schedule, TransportFailure } from './contract';
import { submitReport } from './reports';
import type { Channel } from './transport';

const STEP_MS = 60_000;

/** Trouble on the way: the report may be sent again as it is. */
function passes({ code, status }: TransportFailure): boolean {
  if (code.startsWith('transport.')) return true;
  return status === null || status === 401 || status === 408 || status === 429 || status >= 500;
}

function latestOf({ code, details }: TransportFailure): string | null {
  return code === 'report.newer' ? (details?.latest?.[0] ?? null) || null : null;
}

/** One pass over what is on its way. Never rejects for what a server may do. */
export async function sendReports(
  reports: Reports,
  channel: Channel,
  beat: (ms: number) => void = () => undefined,
  stale: () => boolean = () => false,
): Promise<PassResult> {
  let answered = 0;
  for (const draft of await reports.list()) {
    if (!draft.sending) continue;
    if (stale()) break;
    beat(STEP_MS);
    const { id } = draft.sending;
    const reply = await submitReport(channel, draft);
    if (reply.ok) {
      await reports.received(draft, id);
      answered += 1;
    } else if (passes(reply.error)) {
      const { code, retryAfter } = reply.error;
      await reports.tried(draft, id, code);
      return { outcome: 'failed', answered, problem: code, retryAfter };
    } else {
      await reports.refused(draft, id, {
        code: reply.error.code,
        latest: latestOf(reply.error),
      });
      answered += 1;
    }
  }
  return { outcome: 'done', answered, problem: null, retryAfter: null };
}

/** Starts sending; returns what stops it, and what sends at once. */
export function startSender(reports: Reports, channel: Channel, schedule: Schedule) {
  schedule.start({
    run: (beat, stale) => sendReports(reports, channel, beat, stale),
    onNextTry: () => undefined,
    onVisible: () => Promise.resolve(),
  });
  return { stop: () => schedule.stop(), send: () => schedule.tap() };
}
