/** The walls between the rooms really stand: each forbidden line is told, each allowed one is not. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const client = fileURLToPath(new URL('../../client/', import.meta.url));
let house = '';

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'gocua-walls-'));
  for (const name of ['biome.json', 'plugins'])
    cpSync(join(client, name), join(house, name), { recursive: true });
  symlinkSync(join(client, 'node_modules'), join(house, 'node_modules'));
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

function complaints(path: string, text: string): number {
  const file = join(house, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  const biome = join(client, 'node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', path], {
    cwd: house,
    encoding: 'utf8',
  });
  rmSync(file);
  return (JSON.parse(run.stdout) as { summary: { errors: number } }).summary.errors;
}

it.each([
  ['src/core/try.ts', "import '../store/store';"],
  ['src/core/try.ts', "import 'idb';"],
  ['src/core/try.ts', 'document.title = "";'],
  ['src/store/try.ts', "import '../sync/engine';"],
  ['src/store/try.ts', "fetch('/x');"],
  ['src/sync/try.ts', "import '../field/form';"],
  ['src/sync/try.ts', "import '../worker/bridge';"],
  ['src/sync/try.ts', "fetch('/x');"],
  ['src/sync/try.ts', 'indexedDB.databases();'],
  ['src/ui/try.ts', "import '../store/contract';"],
  ['src/field/try.ts', "import '../desk/page';"],
  ['src/field/try.ts', "import { openDB } from 'idb';\nopenDB('x');"],
  ['src/desk/try.ts', "import '../counter/tally';"],
  ['src/counter/try.ts', "import '../field/form';"],
  ['src/counter/try.ts', 'navigator.serviceWorker.ready.then(console.log);'],
  ['src/worker/try.ts', "import '../store/store';"],
  ['src/main.ts', "document.body.innerHTML = 'x';"],
  ['src/main.ts', "document.body.insertAdjacentHTML('beforeend', 'x');"],
])('%s may not say %s', (path, text) => {
  expect(complaints(path, text)).toBeGreaterThan(0);
});

it.each([
  ['src/store/try.ts', "import '../core/day';\nindexedDB.databases();"],
  ['src/sync/transport.ts', "import '../store/contract';\nfetch('/x');"],
  ['src/sync/schedule.ts', "import '../worker/bridge';"],
  ['src/worker/bridge.ts', 'navigator.serviceWorker.ready.then(console.log);'],
  [
    'src/desk/try.ts',
    "import '../core/day';\nimport '../store/contract';\nimport '../sync/contract';\nimport '../ui/rows';",
  ],
])('%s may say %s', (path, text) => {
  expect(complaints(path, text)).toBe(0);
});
