/**
 * What a record is on this phone: its own newest put and the server's row, made one.
 *
 * A record has two sides that never overwrite each other: `local`, the newest op made
 * here, and `server`, the row of the last pull. The greater rev shows; at the same rev
 * the server knows the winner, but only once the local op has its answer.
 */
import { dayOf, instantOf, msOf } from './day';
import { helps } from './outcome';
import { meaningOf } from './receipt';
import type { FieldRecord, Group, Mode, Receipt, RecordBody, RecordState, Review } from './types';

const THIRTY_DAYS_MS = 30 * 86_400_000;

/**
 * The time an op counts at: the phone's claim, held between the server's time it last
 * saw and thirty days later. Without an anchor the claim stands until the server says.
 */
export function effectiveTime(happenedAt: string, anchorAt: string | null): string {
  if (anchorAt === null) return happenedAt;
  const anchor = msOf(anchorAt);
  return instantOf(Math.min(Math.max(msOf(happenedAt), anchor), anchor + THIRTY_DAYS_MS));
}

export interface LocalSide {
  readonly opId: string;
  readonly rev: number;
  readonly body: RecordBody;
  readonly hasNumber: boolean;
  readonly happenedAt: string;
  /** Group of the outcome when it was saved; null without a directory. */
  readonly group: Group | null;
  /** Effective times on this phone of the first helping put and of the first of all. */
  readonly firstHelping: string | null;
  readonly first: string;
}

export interface ServerSide {
  readonly opId: string;
  readonly rev: number;
  readonly seq: number;
  readonly area: string;
  readonly mode: Mode;
  readonly outcome: string;
  readonly household: string | null;
  readonly revisitOn: string | null;
  readonly note: string | null;
  readonly void: boolean;
  readonly hasNumber: boolean;
  readonly happenedAt: string;
  readonly eff: string;
  readonly review: Review | null;
  /** Which picture of the server it belongs to; older ones go when a new one is whole. */
  readonly generation: number;
}

export interface Sides {
  readonly recordId: string;
  readonly local: LocalSide | null;
  readonly server: ServerSide | null;
  /** The newest local op has no answer yet. */
  readonly queued: boolean;
  /** It failed alone too often and stepped behind the others. */
  readonly stuck: boolean;
  readonly receipt: Receipt | null;
}

/** Which side shows. Null only when there is neither. */
export function shownSide(sides: Sides): 'local' | 'server' | null {
  const { local, server } = sides;
  if (!local) return server ? 'server' : null;
  if (!server) return 'local';
  if (server.rev !== local.rev) return server.rev > local.rev ? 'server' : 'local';
  return sides.queued ? 'local' : 'server';
}

function stateOf(sides: Sides, shown: 'local' | 'server'): RecordState {
  if (sides.queued) return sides.stuck ? 'attention' : 'waiting';
  if (!sides.local || !sides.receipt) return 'sent';
  const meaning = meaningOf(sides.receipt.status);
  if (meaning === 'sent') return 'sent';
  // A newer put from another phone has overtaken the one that was not taken.
  const overtaken = shown === 'server' && sides.server?.opId !== sides.local.opId;
  return overtaken ? 'sent' : 'attention';
}

function localEff(
  local: LocalSide,
  server: ServerSide | null,
  groupOfServer: Group | null,
): string {
  const localHelps = local.group !== null && helps(local.group) && !local.body.void;
  if (!localHelps) return local.first;
  const serverHelps =
    server !== null && groupOfServer !== null && helps(groupOfServer) && !server.void;
  if (serverHelps) return server.eff;
  return local.firstHelping ?? local.first;
}

/** The record as lists show it, or null when neither side is there. */
export function projectRecord(
  sides: Sides,
  tz: string,
  groupOf: (outcome: string) => Group | null,
): FieldRecord | null {
  const shown = shownSide(sides);
  if (shown === null) return null;
  const { local, server } = sides;
  const review = server?.review ?? null;
  const receipt = sides.receipt;
  const recordId = sides.recordId;
  const state = stateOf(sides, shown);
  if (shown === 'server' && server) {
    const { rev, area, mode, outcome, household, revisitOn, note, hasNumber, happenedAt, eff } =
      server;
    const day = dayOf(eff, tz);
    return {
      recordId,
      rev,
      area,
      mode,
      outcome,
      household,
      revisitOn,
      note,
      void: server.void,
      hasNumber,
      happenedAt,
      eff,
      day,
      state,
      receipt,
      review,
    };
  }
  if (!local) return null;
  const { body } = local;
  const eff = localEff(local, server, server ? groupOf(server.outcome) : null);
  return {
    recordId,
    rev: local.rev,
    area: body.area,
    mode: body.mode,
    outcome: body.outcome,
    household: body.household ?? null,
    revisitOn: body.revisitOn ?? null,
    note: body.note ?? null,
    void: body.void === true,
    hasNumber: local.hasNumber,
    happenedAt: local.happenedAt,
    eff,
    day: dayOf(eff, tz),
    state,
    receipt,
    review,
  };
}
