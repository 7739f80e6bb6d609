/** Reports at the desk: what a report would say, what was sent, and what staff decide about it. */
import * as v from 'valibot';
import type { DutyKey, ReportDraft } from '../core/report';
import type { Reply } from './contract';
import * as wire from './protocol-reports';
import { type BoardPage, boardPage } from './protocol-squares';
import { queryOf } from './query';
import type { Channel, GivenFile } from './transport';

export type {
  Base,
  Increment,
  Paper,
  Preview,
  ReportFigures,
  SentReport,
  Stated,
  StatedUnit,
} from './protocol-reports';
export type { BoardPage as Board, Order, Square, Version } from './protocol-squares';

export const signings = ['TM', 'KT', 'TL'] as const;
export type Signing = (typeof signings)[number];

const LARGE = 512 * 1024;
const PAGE = 500;

/** All squares, page by page; of one obligation and period when they are given. */
export async function askBoard(
  channel: Channel,
  asked?: { readonly obligation: string; readonly period: string },
): Reply<BoardPage> {
  const { obligation, period } = asked ?? {};
  const path = (after?: string) =>
    `/api/v1/obligations?${queryOf({ obligation, period, limit: String(PAGE), after })}`;
  const ask = (after?: string) =>
    channel.ask({ method: 'GET', path: path(after), expects: LARGE }, boardPage);
  const first = await ask();
  if (!first.ok) return first;
  const items = [...first.value.items];
  for (let next = first.value.next; next !== null; ) {
    const page = await ask(next);
    if (!page.ok) return page;
    items.push(...page.value.items);
    next = page.value.next;
  }
  return { ok: true, value: { ...first.value, items, next: null } };
}

/** What is owed in the campaign, without the squares. */
export function askOrders(channel: Channel): Reply<BoardPage> {
  return channel.ask({ method: 'GET', path: '/api/v1/obligations?limit=1' }, boardPage);
}

export function askPreview(channel: Channel, duty: DutyKey): Reply<wire.Preview> {
  const { obligation, organisation, period } = duty;
  const path = `/api/v1/reports/preview?${queryOf({ obligation, organisation, period })}`;
  return channel.ask({ method: 'GET', path, expects: LARGE }, wire.preview);
}

export function askReport(channel: Channel, id: string): Reply<wire.SentReport> {
  return channel.ask(
    { method: 'GET', path: `/api/v1/reports/${encodeURIComponent(id)}`, expects: LARGE },
    wire.report,
  );
}

/** The newest of one obligation. */
export function askReports(channel: Channel, obligation: string) {
  const path = `/api/v1/reports?${queryOf({ obligation, limit: '20' })}`;
  return channel.ask({ method: 'GET', path }, wire.reportList);
}

/** Sends a finished report; again with the same id it is the same report. */
export function submitReport(channel: Channel, draft: ReportDraft): Reply<{ id: string }> {
  const { sending, obligation, organisation, period } = draft;
  if (!sending) throw new Error('the report is not finished');
  return channel.ask(
    {
      method: 'PUT',
      path: `/api/v1/reports/${sending.id}`,
      body: {
        obligation,
        organisation,
        period,
        corrects: draft.corrects,
        zero: draft.zero,
        narrative: wire.narrativeToWire(draft.narrative),
        finished_at: sending.finishedAt,
        said_by: draft.saidBy.trim() || null,
      },
      expects: LARGE,
    },
    v.object({ id: v.string() }),
  );
}

export function returnReport(channel: Channel, id: string, comment: string): Reply<null> {
  return channel.act({ method: 'POST', path: `/api/v1/reports/${id}/return`, body: { comment } });
}

/** `excuse`: late by the server's clock, finished in time by the author's; accepted as in time. */
export function acceptReport(
  channel: Channel,
  id: string,
  excuse: boolean,
  reason: string,
): Reply<null> {
  return channel.act({
    method: 'POST',
    path: `/api/v1/reports/${id}/accept`,
    body: { excuse, reason },
  });
}

export function makeDocument(
  channel: Channel,
  id: string,
  kind: 'docx' | 'xlsx',
  signing: Signing,
): Reply<GivenFile> {
  const more = kind === 'docx' ? `?${queryOf({ signer: signing })}` : '';
  return channel.file({ method: 'GET', path: `/api/v1/reports/${id}/document.${kind}${more}` });
}

export function makeUrging(
  channel: Channel,
  obligation: string,
  period: string,
  signing: Signing,
): Reply<GivenFile> {
  const asked = queryOf({ obligation, period, signer: signing });
  return channel.file({ method: 'GET', path: `/api/v1/obligations/urging.docx?${asked}` });
}
