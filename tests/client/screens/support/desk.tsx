/** The desk of a district for tests: its figures, its lists, a server that answers from them. */
import { render, screen, waitFor } from '@testing-library/preact';
import * as v from 'valibot';
import { success } from '../../../../client/src/core/result';
import type { Directory, Role } from '../../../../client/src/core/types';
import { DeskApp } from '../../../../client/src/desk/app';
import { StoreError } from '../../../../client/src/store/database';
import type { Session } from '../../../../client/src/sync/account';
import type {
  Totals,
  TotalsFigures,
  TotalsQuery,
  TotalsRow,
} from '../../../../client/src/sync/contract';
import { go } from '../../../../client/src/ui/router';
import { DIRECTORY } from '../../support/phone';
import { nothing } from '../../support/totals';
import { toldNotify } from './notify';

export const amount = (value: number, estimate = false) => ({
  value,
  asOf: '2021-08-16',
  source: 'Sở TT&TT',
  estimate,
});
export const official = (installed: number, estimate = false) => ({
  installed,
  asOf: '2021-08-16',
  source: 'Sở TT&TT',
  estimate,
});

export const district: TotalsFigures = {
  ...nothing,
  records: 9,
  assists: 5,
  unique: 4,
  unchecked: 1,
  outcomes: { ok_installed_used: 5, storage_full: 4 },
  smartphones: amount(115894),
  population: amount(188092),
  official: official(35921),
};

export function row(code: string, name: string, more: Partial<TotalsFigures> = {}): TotalsRow {
  return { ...nothing, code, name, ...more };
}

export const rows: TotalsRow[] = [
  row('28111', 'Xã Long Trạch', {
    assists: 2,
    unique: 2,
    smartphones: amount(9816, true),
    population: amount(15931, true),
    official: official(3042, true),
  }),
  row('28135', 'Xã Mỹ Lệ', { assists: 3, unique: 2, unchecked: 1, official: official(2335) }),
  row('806', 'Chưa rõ xã'),
];

export function totalsOf(more: Partial<Totals> = {}): Totals {
  return {
    seq: 7,
    by: 'commune',
    rows,
    total: district,
    freshness: { devices: 184, synced24h: 165, waitingOnPhones: 115, oldestUnsentAt: null },
    serverNow: '2021-09-09T03:12:00.000Z',
    asOfAt: null,
    ...more,
  };
}

const lists: Directory = {
  ...DIRECTORY,
  areas: [...DIRECTORY.areas, { code: '28111', name: 'Xã Long Trạch', parent: '806', type: 'xã' }],
  organisations: [
    { code: 'hoi-ccb', name: 'Hội Cựu chiến binh huyện', parent: null },
    { code: 'hoi-ccb-xa', name: 'Hội Cựu chiến binh xã Mỹ Lệ', parent: 'hoi-ccb' },
    { code: 'ngan-hang', name: 'Ngân hàng', parent: null, takesMembers: false },
  ],
};

const campaign = {
  code: 'c',
  name: 'Bluezone 2021',
  startsOn: '2021-08-17',
  endsOn: '2021-09-30',
  tz: 'Asia/Ho_Chi_Minh',
  sample: false,
};
const offline = { code: 'transport.offline', status: null, retryAfter: null };

function drawn(at: string, session: unknown, signOut = async () => {}) {
  go(at, { replace: true });
  render(<DeskApp session={session as Session} notify={toldNotify()} signOut={signOut} />);
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const ofRail = /\/(obligations|attention)\?limit=1$/;

/**
 * The desk at an address, as `p` on a device. Each question is answered by its address below /api/v1, as the wire has
 * it; undefined: there is no network. Returns what was asked.
 */
export function openAt(
  at: string,
  answer: (path: string, request: Asked) => unknown,
  as: { role?: Role; device?: string } = {},
): Asked[] {
  const person = { id: 'p', name: 'Anh T.', role: as.role ?? 'district' };
  const asked: Asked[] = [];
  drawn(at, {
    device: { deviceId: as.device ?? 'd', person, campaign },
    store: { directory: async () => DIRECTORY, saveDirectory: async () => {} },
    transport: {
      me: async () => success({ person, campaign, membership: { organisation: null, area: null } }),
      directory: async () => success(null),
      ask: async (request: Asked, guard: v.GenericSchema) => {
        asked.push(request);
        const found = answer(request.path.replace(/\?.*/, '').replace('/api/v1/', ''), request);
        // The rail counts what waits on every page; a test that is not about it need not answer.
        const known = ofRail.test(request.path) ? v.is(guard, found) : found !== undefined;
        return known ? success(v.parse(guard, found)) : { ok: false, error: offline };
      },
    },
  });
  return asked;
}

/** What stands beside the totals, as the guards of the wire make it. */
const presence = { devices: 184, synced24h: 165, waiting: 115, oldestUnsentAt: null };
const duty = (name: string, area: string, period: string, dueAt: string, status: string) => ({
  unit: { code: `ubnd-xa.${area}`, name, shortName: name, kind: 'commune_authority', area },
  obligation: 'R08',
  ...{ period, dueAt, status, moved: null, excuse: null, zero: false, versions: [] },
});
const beside: Record<string, unknown> = {
  '/obligations': {
    counts: { open: 0, missing: 6, returned: 1 },
    countdown: null,
    orders: [{ code: 'R08', repeat: 'weekly' }],
    items: [
      duty('UBND xã Mỹ Lệ', '28135', '2021-09-02', '2021-09-02T06:00:00.000Z', 'missing'),
      duty('UBND xã Mỹ Lệ', '28135', '2021-09-09', '2021-09-09T06:00:00.000Z', 'on_time'),
      duty('UBND xã Long Trạch', '28111', '2021-09-09', '2021-09-09T06:00:00.000Z', 'open'),
    ],
    next: null,
    serverNow: '2021-09-09T03:12:00.000Z',
  },
  '/attention': { waiting: 3 },
  '/signals': { items: [{ kind: 'night' }] },
  '/freshness': {
    communes: [{ code: '28135', name: 'Xã Mỹ Lệ', ...presence, silent: 19, remindedAt: null }],
    total: { ...presence, silent: 19, remindedAt: null },
    people: [],
  },
};

const full = () => Promise.reject(new StoreError('store.quota'));

interface Opened {
  readonly asked: TotalsQuery[];
  readonly bodies: unknown[];
  readonly signedOut: () => number;
}

export function open(
  at: string,
  options: {
    role?: Role;
    area?: string;
    sample?: boolean;
    /** What is sent does not arrive. */
    down?: boolean;
    /** The lists cannot be read or kept on this machine. */
    disk?: 'full';
    /** What is asked at this address is never answered. */
    held?: string;
    answer?: (query: TotalsQuery) => Totals | string;
  } = {},
): Opened {
  const asked: TotalsQuery[] = [];
  const bodies: unknown[] = [];
  let out = 0;
  const signOut = async () => {
    out += 1;
  };
  const role = options.role ?? 'district';
  const own = { ...campaign, sample: options.sample ?? false };
  const session = {
    device: { deviceId: 'd', person: { id: 'p', name: 'Anh T.', role }, campaign: own },
    store: options.disk
      ? { directory: full, saveDirectory: full }
      : { directory: async () => lists, saveDirectory: async () => {} },
    transport: {
      me: async () =>
        success({
          person: { id: 'p', name: 'Anh T.', role },
          campaign: own,
          membership: { organisation: null, area: options.area ?? null },
        }),
      directory: async () => success(options.disk ? { directory: lists, etag: '"1"' } : null),
      totals: async (query: TotalsQuery) => {
        asked.push(query);
        const answer = options.answer?.(query) ?? totalsOf({ by: query.by ?? 'commune' });
        return typeof answer === 'string'
          ? { ok: false, error: { code: answer, status: null, retryAfter: null } }
          : // Rows are of communes; days and modes have none here.
            success(query.by === 'day' || query.by === 'mode' ? { ...answer, rows: [] } : answer);
      },
      ask: async (request: { method: string; path: string; body?: unknown }) => {
        if (options.held && request.path.includes(options.held)) return new Promise(() => {});
        if (request.method === 'GET') {
          const board = Object.entries(beside).find(([path]) => request.path.includes(path));
          return success(board ? board[1] : { items: [], next: null });
        }
        if (options.down) {
          return { ok: false, error: offline };
        }
        bodies.push(request.body);
        return success({
          code: '7ZQKS38KSKRFTYGEKQZMCM4MF5',
          url: 'https://go-cua.example.vn/#moi=7ZQKS38KSKRFTYGEKQZMCM4MF5',
          expiresAt: '2021-09-16T16:59:00.000Z',
        });
      },
    },
  };
  drawn(at, session, signOut);
  return { asked, bodies, signedOut: () => out };
}

/** The card of a ratio, once the page has it. */
export const card = async (of: string) => {
  await screen.findByText('Tổng quan huyện Cần Đước');
  return await waitFor(() => {
    const found = document.querySelector(`[data-ratio="${of}"]`);
    if (!found) throw new Error('not drawn yet');
    return found as HTMLElement;
  });
};
