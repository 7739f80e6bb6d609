import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { chunks } from './plugins/chunks.ts';
import { compress } from './plugins/compress.ts';
import { fromTests } from './plugins/from-tests.ts';
import { precache } from './plugins/precache.ts';
import { wayIn } from './plugins/way-in.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const tests = fileURLToPath(new URL('../tests/client/', import.meta.url));
const { version } = JSON.parse(
  readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
) as {
  version: string;
};

const source = (...names: string[]) => names.map((name) => `${here}src/${name}`);
const invited = `${here}src/invited.ts`;

const screens = [
  { name: 'form', entries: source('volunteer.ts') },
  { name: 'counter', entries: source('teller.ts') },
];
/** What is loaded right after the first screen. */
const later = [
  { name: 'after', entries: source('after.ts', 'store/corrections.ts', 'store/counts.ts') },
  {
    name: 'sync',
    entries: source(
      'sync/account.ts',
      'sync/schedule.ts',
      'store/contact.ts',
      'store/kept-back.ts',
      'store/kept-seats.ts',
      'store/outbox.ts',
      'store/pull.ts',
      'store/seating.ts',
    ),
  },
  { name: 'enrol', entries: source('field/enrol/app.tsx', 'field/people/sharing.ts') },
  {
    name: 'rest',
    entries: source('field/steps/app.tsx', 'field/pages/app.tsx', 'notify.ts', 'sync/progress.ts'),
  },
];

export default defineConfig({
  root: here,
  publicDir: 'static',
  plugins: [
    fromTests(tests, here),
    wayIn(invited, source('after.ts', 'sync/account.ts', 'field/enrol/app.tsx')),
    precache(),
    compress(),
  ],
  resolve: { alias: [{ find: /^crypto$/, replacement: `${here}plugins/no-node-crypto.ts` }] },
  define: { __GOCUA_APP__: JSON.stringify(version) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Runs from Chrome 85 on: 91 leaves each `?.` as it is, which 80 has but for one rare bug.
    target: ['chrome91', 'safari16'],
    cssTarget: ['chrome80', 'safari16'],
    // An image inlined as data: would need a wider CSP.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What index.html loads is there when anything else is asked for.
      resolveDependencies: (_file, needed, { hostType }) =>
        hostType === 'html' ? needed : needed.filter((name) => !/\/first-/.test(name)),
    },
    rolldownOptions: {
      input: { main: `${here}index.html`, invited, sw: `${here}src/worker/sw.ts` },
      output: {
        codeSplitting: {
          groups: chunks(`${here}src/main.ts`, screens, later),
        },
        // The worker's address must never change.
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  // Tests that need a page are fetched as a browser would.
  server: { fs: { allow: [here, tests, fileURLToPath(new URL('../tests/', import.meta.url))] } },
  test: {
    dir: tests,
    include: ['**/*.test.ts', '**/*.test.tsx'],
    environment: 'node',
    setupFiles: [`${tests}support/patience.ts`],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    clearMocks: true,
    restoreMocks: true,
  },
});
