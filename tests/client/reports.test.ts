/** Reports on their way: no word is lost, no report is sent twice, and a refusal says why. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { freshDraft, noWords, type ReportDraft } from '../../client/src/core/report';
import { openReports, type Reports } from '../../client/src/store/reports';
import { sendReports } from '../../client/src/sync/report-sender';
import type { Channel } from '../../client/src/sync/transport';

const duty = { obligation: 'R08', organisation: 'ubnd-xa.28135', period: '2021-08-26' };
const other = { ...duty, period: '2021-09-02' };
const noon = Date.parse('2021-08-26T05:30:00.000Z');
const words = { ...noWords, workDone: 'Đã họp dân ở 5 ấp.' };

let reports: Reports;
let asked: Asked[];
let answers: (() => unknown)[];

type Asked = { path: string; body: Record<string, unknown> };

async function answer(ask: Asked): Promise<unknown> {
  asked.push(ask);
  return answers.shift()?.() ?? { ok: true, value: { id: ask.path.slice(-36) } };
}

const channel = { ask: answer } as unknown as Channel;

const fails =
  (code: string, status: number | null = null, more: object = {}) =>
  () => ({ ok: false, error: { code, status, retryAfter: null, ...more } });

let run = 0;
beforeEach(async () => {
  run += 1;
  reports = await openReports(`device-${run}`, () => noon);
  asked = [];
  answers = [];
});

function load(): Promise<ReportDraft | null> {
  return reports.load(duty);
}

async function finished(): Promise<ReportDraft> {
  const draft = await reports.save(freshDraft(duty, words, null));
  return reports.finish(draft, 2_000);
}

describe('a draft', () => {
  it('is there again after the page was killed', async () => {
    await reports.save(freshDraft(duty, words, null));
    const again = await openReports(`device-${run}`, () => noon);
    expect((await again.load(duty))?.narrative.workDone).toBe('Đã họp dân ở 5 ấp.');
    expect(await again.load(other)).toBeNull();
  });

  it('claims the time at which it was finished by the clock of the server', async () => {
    expect((await finished()).sending?.finishedAt).toBe('2021-08-26T05:30:02.000Z');
  });

  it('is not called back by a save that was overtaken', async () => {
    await finished();
    const kept = await reports.save(freshDraft(duty, noWords, null));
    expect(kept.sending).not.toBeNull();
    expect((await load())?.narrative.workDone).toBe('Đã họp dân ở 5 ấp.');
  });
});

describe('a finished report', () => {
  it('is put again under the same id until it is answered', async () => {
    const draft = await finished();
    answers = [fails('transport.offline'), fails('server.busy', 503)];
    expect((await sendReports(reports, channel)).outcome).toBe('failed');
    expect((await sendReports(reports, channel)).problem).toBe('server.busy');
    expect((await load())?.sending).toMatchObject({ tries: 2, problem: 'server.busy' });
    expect((await sendReports(reports, channel)).outcome).toBe('done');
    expect(new Set(asked.map((one) => one.path))).toEqual(
      new Set([`/api/v1/reports/${draft.sending?.id}`]),
    );
    expect(asked[2]?.body).toMatchObject({
      finished_at: '2021-08-26T05:30:02.000Z',
      narrative: { work_done: 'Đã họp dân ở 5 ấp.' },
      said_by: null,
    });
    expect(await load()).toBeNull();
  });

  it('waits for the next sign-in when the session is over', async () => {
    await finished();
    answers = [fails('session.expired', 401)];
    await sendReports(reports, channel);
    expect((await load())?.sending?.problem).toBe('session.expired');
  });

  it('keeps its words and says why when the server refuses it', async () => {
    await finished();
    answers = [fails('report.newer', 409, { details: { latest: ['abc'], version: [''] } })];
    expect((await sendReports(reports, channel)).outcome).toBe('done');
    expect(await load()).toMatchObject({
      sending: null,
      refusal: { code: 'report.newer', latest: 'abc' },
      narrative: { workDone: 'Đã họp dân ở 5 ấp.' },
    });
  });

  it('does not hold up another when it is refused', async () => {
    await finished();
    await reports.finish(await reports.save(freshDraft(other, words, null)), 0);
    answers = [fails('period.unknown', 422)];
    expect((await sendReports(reports, channel)).answered).toBe(2);
    expect((await reports.list()).map((one) => one.refusal?.code)).toEqual(['period.unknown']);
  });

  it('that was changed while it was under way becomes a correction of what arrived', async () => {
    const draft = await finished();
    const slow = {
      ask: async (ask: Asked) => {
        await reports.reopen(duty);
        await reports.save({ ...draft, sending: null, narrative: { ...words, note: 'Thêm.' } });
        return answer(ask);
      },
    } as unknown as Channel;
    await sendReports(reports, slow);
    expect(await load()).toMatchObject({
      corrects: draft.sending?.id,
      sending: null,
      narrative: { note: 'Thêm.' },
    });
  });
});

it('what the server said is kept for when there is no network', async () => {
  await reports.keep('board', { items: [1] });
  expect(await reports.kept('board')).toEqual({
    at: '2021-08-26T05:30:00.000Z',
    answer: { items: [1] },
  });
  expect(await reports.kept('preview')).toBeNull();
});
