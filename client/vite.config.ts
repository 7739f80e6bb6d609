import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { compress } from './plugins/compress.ts';
import { firstChunks } from './plugins/first.ts';
import { fromTests } from './plugins/from-tests.ts';
import { precache } from './plugins/precache.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const tests = fileURLToPath(new URL('../tests/client/', import.meta.url));
const { version } = JSON.parse(
  readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
) as {
  version: string;
};

export default defineConfig({
  root: here,
  publicDir: 'static',
  plugins: [fromTests(tests, here), precache(), compress()],
  resolve: { alias: [{ find: /^crypto$/, replacement: `${here}plugins/no-node-crypto.ts` }] },
  define: { __GOCUA_APP__: JSON.stringify(version) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome80', 'safari16'],
    // An image inlined as data: would need a wider CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { main: `${here}index.html`, sw: `${here}src/worker/sw.ts` },
      output: {
        codeSplitting: {
          groups: [{ name: firstChunks(`${here}src/main.ts`, `${here}src/field/first.ts`) }],
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
    clearMocks: true,
    restoreMocks: true,
  },
});
