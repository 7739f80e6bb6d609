/** What is fetched before the first form, and before the first tap at a counter: JS and CSS of a real build, gzip. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { expectKept } from './support/budget';

const FORM_LIMIT = 33_800;
const COUNTER_LIMIT = 30_700;
const client = fileURLToPath(new URL('../../client/', import.meta.url));
let dist = '';

beforeAll(async () => {
  // Vite builds for tests otherwise: with the checks that a page leaves out.
  vi.stubEnv('NODE_ENV', 'production');
  dist = mkdtempSync(join(tmpdir(), 'gocua-budget-'));
  await build({
    root: client,
    configFile: join(client, 'vite.config.ts'),
    logLevel: 'error',
    mode: 'production',
    build: { outDir: relative(client, dist), emptyOutDir: true, manifest: 'parts.json' },
  });
  vi.unstubAllEnvs();
}, 60_000);
afterAll(() => rmSync(dist, { recursive: true, force: true }));

interface Part {
  readonly file: string;
  readonly name?: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** The files of modules, and all that they import at once. */
function filesOf(...names: string[]): string[] {
  const parts = JSON.parse(readFileSync(join(dist, 'parts.json'), 'utf8')) as Record<string, Part>;
  const seen = new Set<string>();
  const walk = (name: string): void => {
    const part = parts[name] ?? Object.values(parts).find((one) => one.name === name);
    if (part === undefined) throw new Error(`the build has no ${name}`);
    if (seen.has(part.file)) return;
    seen.add(part.file);
    for (const css of part.css ?? []) seen.add(css);
    for (const next of part.imports ?? []) walk(next);
  };
  for (const name of names) walk(name);
  return [...seen].sort();
}

function sizesOf(files: readonly string[]): [string, number][] {
  return files.map((name) => [name, gzipSync(readFileSync(join(dist, name)), { level: 9 }).length]);
}

const FORM = ['index.html', 'src/invited.ts', 'form'];
const COUNTER = ['index.html', 'src/invited.ts', 'counter'];

it.each([
  ['the first form', FORM, FORM_LIMIT, 'form_bytes'],
  ['the first tap at a counter', COUNTER, COUNTER_LIMIT, 'counter_bytes'],
] as const)('%s costs at most its budget', (_name, parts, limit, kept) => {
  const files = filesOf(...parts);
  expect(files.some((name) => name.endsWith('.css'))).toBe(true);
  const sizes = sizesOf(files);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(limit);
  expectKept(total, kept);
  // A build that loads nothing would pass as well.
  expect(total).toBeGreaterThan(20_000);
});

it('desk, counter, way in and sealing are loaded only where they are used', () => {
  const code = filesOf(...FORM)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(dist, name), 'utf8'))
    .join('\n');
  for (const words of ['Tổng quan', 'Hôm nay đã hướng dẫn', 'Mời bạn vào đợt vận động', 'HPKE']) {
    expect(code).not.toContain(words);
  }
  expect(code).toContain('Đã cài xong');
});

it('the page names what the way in needs, and nothing that it loads anyway', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = /data-way-in="([^"]+)"/.exec(page)?.[1]?.split(' ') ?? [];
  const first = filesOf('index.html');
  const way = filesOf('after', 'sync', 'enrol').filter((name) => !first.includes(name));
  expect(named.toSorted()).toEqual(way);
  expect(named.some((name) => name.endsWith('.css'))).toBe(true);
});
