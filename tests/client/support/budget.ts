/** Costs that are counted and kept in tests/budgets.json, as tests/budget.py has it: more than 5 % off fails. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const FILE = new URL('../../budgets.json', import.meta.url);
const LEEWAY = 0.05;

type Figures = Record<string, Record<string, number>>;

/** Fails unless the phone's figure of that name is near what was found; `make budgets` writes it instead. */
export function expectKept(found: number, name: string): void {
  const figures = JSON.parse(readFileSync(FILE, 'utf8')) as Figures;
  if (process.env.GOCUA_BUDGETS === 'renew') {
    figures.phone = { ...figures.phone, [name]: found };
    writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`);
    return;
  }
  const kept = figures.phone?.[name] ?? Number.NaN;
  const said = `${name}: ${kept} was kept; lower it by make budgets, or bring it back`;
  expect(found, said).toBeLessThanOrEqual(kept * (1 + LEEWAY));
  expect(found, said).toBeGreaterThanOrEqual(kept * (1 - LEEWAY));
}
