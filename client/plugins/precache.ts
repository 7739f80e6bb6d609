/**
 * Tells the service worker what to keep: every built file with the hash of its content.
 *
 * Works on the written files, after every other plugin: a hash of anything earlier could
 * be the hash of something that is never served.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** The QR reader's wasm is fetched when first needed; maps and siblings are not pages'. */
const LEFT_OUT = /(?:\.(?:br|gz|wasm|map)$|^sw\.js$|(?:^|\/)\.)/;

export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function fill(code: string, mark: string, value: string): string {
  // Whatever quotes the minifier chose.
  const found = new RegExp(`(["'\`])${mark}\\1`);
  if (!found.test(code)) throw new Error(`${mark} is not in the worker`);
  return code.replace(found, () => JSON.stringify(value));
}

export function precache(): Plugin {
  let out = '';
  return {
    name: 'gocua-precache',
    apply: 'build',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const entries = filesOf(out)
          .filter((name) => !LEFT_OUT.test(name))
          .map((name) => ({
            url: name === 'index.html' ? '/' : `/${name}`,
            hash: sha256(readFileSync(join(out, name))),
          }));
        const list = JSON.stringify(entries);
        const worker = join(out, 'sw.js');
        const code = readFileSync(worker, 'utf8');
        if (/^\s*(?:import|export)\b/m.test(code))
          throw new Error('the worker must be one plain script');
        const version = sha256(code + list).slice(0, 12);
        writeFileSync(
          worker,
          fill(fill(code, '__GOCUA_VERSION__', version), '__GOCUA_PRECACHE__', list),
        );
      },
    },
  };
}
