/** How answers are read and questions are written: the wire's names stay on the wire. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { shape } from '../../client/src/sync/protocol-shape';
import { boardPage, square } from '../../client/src/sync/protocol-squares';
import { queryOf } from '../../client/src/sync/query';

describe('an object of the wire', () => {
  const row = shape({ name: v.string(), waiting_on_phones: v.number(), synced_24h: v.number() });

  it('comes with the names of the program', () => {
    const wire = { name: 'Ấp 1', waiting_on_phones: 2, synced_24h: 5 };
    expect(v.parse(row, wire)).toEqual({ name: 'Ấp 1', waitingOnPhones: 2, synced24h: 5 });
  });

  it('leaves out what the guard does not name', () => {
    const wire = { name: 'Ấp 1', waiting_on_phones: 2, synced_24h: 5, added_later: true };
    expect(v.parse(row, wire)).not.toHaveProperty('addedLater');
  });

  it('is refused whole when a field is missing or of another kind', () => {
    expect(v.is(row, { name: 'Ấp 1', waiting_on_phones: 2 })).toBe(false);
    expect(v.is(row, { name: 'Ấp 1', waiting_on_phones: '2', synced_24h: 5 })).toBe(false);
  });

  it('keeps what its fields made of null and of absence', () => {
    const loose = shape({
      said_by: v.nullish(v.string(), null),
      note_en: v.optional(v.string(), ''),
    });
    expect(v.parse(loose, {})).toEqual({ saidBy: null, noteEn: '' });
  });
});

describe('a square of the board', () => {
  const wire = {
    unit: {
      code: 'ubnd-xa.1',
      name: 'UBND xã 1',
      short_name: 'Xã 1',
      kind: 'commune_authority',
      level: 'commune',
      area: 'vn.1',
    },
    obligation: 'R08',
    period: '2021-08-26',
    opens_at: '2021-08-19T06:00:00.000Z',
    due_at: '2021-08-26T06:00:00.000Z',
    moved: null,
    status: 'late',
    late_ms: 60_000,
    finished_in_time: true,
    excuse: null,
    zero: false,
    versions: [
      {
        id: '1',
        version: 1,
        received_at: '2021-08-26T06:01:00.000Z',
        finished_at: '2021-08-26T05:59:00.000Z',
        zero: false,
        on_behalf: false,
        verdict: null,
        text: null,
        decided_at: null,
      },
    ],
  };

  it('is read in a report, which does not say when it was reminded of', () => {
    expect(v.parse(square, wire)).toMatchObject({
      unit: { shortName: 'Xã 1', area: 'vn.1' },
      dueAt: '2021-08-26T06:00:00.000Z',
      lateMs: 60_000,
      finishedInTime: true,
      versions: [{ finishedAt: '2021-08-26T05:59:00.000Z', decidedAt: null }],
    });
  });

  it('says on the board when it was reminded of', () => {
    const reminded = { ...wire, reminded_at: '2021-08-25T02:00:00.000Z', next_reminder_at: null };
    const page = { orders: [], items: [reminded], next: null, server_now: wire.due_at };
    expect(v.parse(boardPage, page)).toMatchObject({
      items: [{ remindedAt: '2021-08-25T02:00:00.000Z', nextReminderAt: null }],
      serverNow: wire.due_at,
    });
  });
});

it('a question leaves out what is empty and encodes the rest', () => {
  const parts = { within: 'vn.1', since: '', until: null, after: undefined, note: 'ấp 1 & 2' };
  expect(queryOf(parts)).toBe('within=vn.1&note=%E1%BA%A5p+1+%26+2');
});
