import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../client/src/core/base64url';
import { clockError, clockIsWrong, isDue } from '../../client/src/core/clock';
import {
  addDays,
  dayOf,
  daysBetween,
  instantOf,
  isDay,
  minuteOf,
  startOfDay,
  weekdayOf,
} from '../../client/src/core/day';
import { effectiveTime } from '../../client/src/core/effective';
import { uuidv7 } from '../../client/src/core/ids';
import { readInvite } from '../../client/src/core/invite';
import { asksNumber, GROUPS, helps, takesRevisit } from '../../client/src/core/outcome';
import { meaningOf, meaningOfVerdict } from '../../client/src/core/receipt';
import { deadlineFor, retryDelay } from '../../client/src/core/retry';
import { cleanText, foldText, lengthOf } from '../../client/src/core/text';

const VN = 'Asia/Ho_Chi_Minh';

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

describe('days in the campaign zone', () => {
  it('puts an evening in UTC on the next Vietnamese day', () => {
    expect(dayOf('2021-08-19T16:59:59.999Z', VN)).toBe('2021-08-19');
    expect(dayOf('2021-08-19T17:00:00.000Z', VN)).toBe('2021-08-20');
  });

  it('finds local midnight also where clocks change', () => {
    expect(startOfDay('2021-08-20', VN)).toBe('2021-08-19T17:00:00.000Z');
    expect(startOfDay('2021-03-28', 'Europe/Berlin')).toBe('2021-03-27T23:00:00.000Z');
    expect(startOfDay('2021-03-29', 'Europe/Berlin')).toBe('2021-03-28T22:00:00.000Z');
  });

  it('counts days over months and years', () => {
    expect(addDays('2021-08-31', 1)).toBe('2021-09-01');
    expect(addDays('2020-03-01', -1)).toBe('2020-02-29');
    expect(daysBetween('2021-08-17', '2021-09-30')).toBe(44);
    expect(daysBetween('2021-09-30', '2021-08-17')).toBe(-44);
    expect(weekdayOf('2021-08-26')).toBe(4);
    expect(minuteOf('2021-08-26T06:00:00.000Z', VN)).toBe(13 * 60);
  });

  it('knows a day from what only looks like one', () => {
    expect(isDay('2021-02-28')).toBe(true);
    for (const text of ['2021-02-30', '2021-8-1', '2021-08-01\n', '', '2021-13-01']) {
      expect(isDay(text)).toBe(false);
    }
  });

  it('gives 24 characters whatever the clock says', () => {
    for (const ms of [-1e15, 0, 1e18, Number.NaN, Date.parse('2021-08-19T06:00:00Z')]) {
      expect(instantOf(ms)).toHaveLength(24);
    }
  });
});

describe('ids', () => {
  it('are version 7, ordered by time and different', () => {
    const early = uuidv7(1_629_000_000_000);
    const late = uuidv7(1_629_000_000_001);
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(early < late).toBe(true);
    expect(uuidv7(5)).not.toBe(uuidv7(5));
  });

  it('survive a clock before 1970', () => {
    expect(uuidv7(-5)).toMatch(/^00000000-0000-7/);
  });
});

describe('text', () => {
  it('is NFC without invisible characters or lone surrogates', () => {
    expect(cleanText('Ho\u0300a\u200b \u202ebình\u0000\ud800')).toBe('Hòa bình');
    expect(cleanText('\u{1F600}x')).toBe('\u{1F600}x');
    expect(cleanText(cleanText('e\u200b\u0302'))).toBe(cleanText('e\u200b\u0302'));
  });

  it('counts code points', () => {
    expect(lengthOf('\u{1F600}é')).toBe(2);
  });

  it('folds for search, đ included', () => {
    expect(foldText('  ẤP Rạch  Đào ')).toBe('ap rach dao');
  });
});

describe('shared vectors', () => {
  it('clean text as the server does', () => {
    for (const { typed, clean } of vectors<{ typed: string; clean: string }[]>('text')) {
      expect(cleanText(typed)).toBe(clean);
    }
  });

  it('agree on what a group means', () => {
    const groups =
      vectors<{ group: (typeof GROUPS)[number]; helps: boolean; takes_revisit: boolean }[]>(
        'groups',
      );
    expect(groups.map(({ group }) => group)).toEqual(GROUPS);
    for (const { group, helps: wanted, takes_revisit } of groups) {
      expect([group, helps(group), takesRevisit(group)]).toEqual([group, wanted, takes_revisit]);
      expect(asksNumber(group)).toBe(wanted);
    }
  });

  it('agree on what a result means', () => {
    for (const { status, phone } of vectors<{ status: string; phone: string }[]>('results')) {
      expect([status, meaningOf(status)]).toEqual([status, phone]);
    }
    expect(meaningOfVerdict('stored')).toBe('sent');
    expect(meaningOfVerdict('refused')).toBe('attention');
  });

  it('agree on the effective time', () => {
    const cases =
      vectors<{ happened_at: string; anchor_t: string | null; eff: string }[]>('effective');
    for (const { happened_at, anchor_t, eff } of cases) {
      expect(effectiveTime(happened_at, anchor_t)).toBe(eff);
    }
  });
});

describe('invites', () => {
  const code = '0123456789ABCDEFGHJKMNPQRS';

  it('are read from a link, from groups and from sloppy typing', () => {
    expect(readInvite(`https://gocua.example/#moi=${code}`)).toBe(code);
    expect(readInvite('0123-4567-89ab-cdef-ghjk-mnpq-rs')).toBe(code);
    expect(readInvite('o123 4567 89ab cdef ghjk mnpq rs')).toBe(code);
    expect(readInvite(`I${code.slice(1)}`)).toBe(`1${code.slice(1)}`);
  });

  it('are nothing else', () => {
    for (const text of ['', code.slice(1), `${code}0`, `U${code.slice(1)}`]) {
      expect(readInvite(text)).toBeNull();
    }
  });
});

describe('waiting', () => {
  it('doubles its ceiling from 2 s to 5 min with full jitter', () => {
    expect([1, 2, 3, 20].map((failures) => retryDelay(failures, 0.9999999, null))).toEqual([
      1999, 3999, 7999, 299_999,
    ]);
    expect(retryDelay(9, 0, null)).toBeGreaterThan(0);
  });

  it('never undercuts what the server asks for', () => {
    expect(retryDelay(1, 0.5, 60)).toBe(60_000);
    expect(retryDelay(1, 0.5, -3)).toBe(1000);
  });

  it('gives large requests longer', () => {
    expect(deadlineFor(0)).toBe(20_000);
    expect(deadlineFor(262_144)).toBe(20_000 + 131_072);
  });
});

describe('clocks', () => {
  it('are compared at the middle of the trip', () => {
    expect(clockError(10_000, 8_000, 10_000)).toBe(1_000);
    expect(clockIsWrong(600_001)).toBe(true);
    expect(clockIsWrong(-600_000)).toBe(false);
    expect(clockIsWrong(null)).toBe(false);
  });

  it('do not lie about the trip when they jump in it', () => {
    expect(clockError(1_000_000, 9_000_000, 1_000_000)).toBe(0);
  });

  it('make things due again when set back', () => {
    expect(isDue(null, 5, 10)).toBe(true);
    expect(isDue(5, 14, 10)).toBe(false);
    expect(isDue(5, 15, 10)).toBe(true);
    expect(isDue(500, 15, 10)).toBe(true);
  });
});

it('base64url goes both ways and refuses the rest', () => {
  const bytes = new Uint8Array([0, 255, 62, 63, 250]);
  expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes);
  expect(encodeBase64url(bytes)).not.toMatch(/[+/=]/);
  expect(() => decodeBase64url('a+b')).toThrow(TypeError);
});
