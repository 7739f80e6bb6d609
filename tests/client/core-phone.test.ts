import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPhone } from '../../client/src/core/phone';

interface Case {
  input: string;
  national: string | null;
  match: string | null;
  converted: boolean;
  problem: string | null;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../vectors/phone.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

it('reads every shared example as the server does', () => {
  const read = cases.map(({ input }) => {
    const reading = readPhone(input);
    return reading.ok
      ? {
          input,
          national: reading.national,
          match: reading.match,
          converted: reading.converted,
          problem: null,
        }
      : { input, national: null, match: null, converted: false, problem: reading.problem };
  });
  expect(read).toEqual(cases);
  expect(cases.length).toBeGreaterThan(90);
});

it('reads its own answers as themselves', () => {
  for (const { input } of cases) {
    const reading = readPhone(input);
    if (!reading.ok) continue;
    for (const again of [reading.national, reading.e164]) {
      expect(readPhone(again)).toEqual({ ...reading, converted: false });
    }
  }
});

it('turns each of the 21 old prefixes into a present mobile number', () => {
  const turned = new Set<string>();
  for (let prefix = 100; prefix < 200; prefix += 1) {
    const reading = readPhone(`0${prefix}1234567`);
    if (reading.ok && reading.converted) turned.add(reading.national.slice(0, 3));
  }
  expect(turned.size).toBe(21);
  expect(readPhone('01861234567')).toMatchObject({ national: '0561234567' });
  expect(readPhone('01881234567')).toMatchObject({ national: '0581234567' });
});

it('says something of any text at all', () => {
  for (const text of ['💩', '\ud800', '9'.repeat(10_000), '-'.repeat(5000), '٣'.repeat(40)]) {
    expect(readPhone(text).ok).toBe(false);
  }
});
