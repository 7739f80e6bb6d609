/** What a phone fetches before the first form, measured on a real build: at most 40 kB of JS and CSS, gzip. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const LIMIT = 40_000;
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
    build: { outDir: relative(client, dist), emptyOutDir: true },
  });
  vi.unstubAllEnvs();
}, 60_000);
afterAll(() => rmSync(dist, { recursive: true, force: true }));

/** The files that index.html names, and all that their modules import at once. */
function atOnce(): string[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const queue = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    (found) => found[1] as string,
  );
  const seen = new Set<string>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (!name.endsWith('.js')) continue;
    const code = readFileSync(join(dist, name), 'utf8');
    const imports = code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g);
    for (const found of imports) queue.push(`assets/${found[1]}`);
  }
  return [...seen].sort();
}

it('the first form costs at most 40 kB', () => {
  const files = atOnce();
  expect(files.some((name) => name.endsWith('.css'))).toBe(true);
  expect(files.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(0);
  const sizes = files.map((name) => [
    name,
    gzipSync(readFileSync(join(dist, name)), { level: 9 }).length,
  ]);
  const total = sizes.reduce((sum, [, size]) => sum + Number(size), 0);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(LIMIT);
  // A build that loads nothing would pass as well.
  expect(total).toBeGreaterThan(20_000);
});

it('desk, counter, way in and sealing are loaded only where they are used', () => {
  const code = atOnce()
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(dist, name), 'utf8'))
    .join('\n');
  for (const words of ['Tổng quan', 'Hôm nay đã hướng dẫn', 'Mời bạn vào đợt vận động', 'HPKE']) {
    expect(code).not.toContain(words);
  }
  expect(code).toContain('Đã cài xong');
});
