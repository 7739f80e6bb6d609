/**
 * Tells the service worker what to keep: every built file with the hash of its content, and which of them only a desk
 * shows: a phone in the field does not fetch those.
 *
 * Works on the written files, after every other plugin: a hash of anything earlier could
 * be the hash of something that is never served.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

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

const DESK = '/src/desk/';
/** Only a page loads these; icons and the like are everybody's. */
const OF_PAGES = /^assets\/.*\.(?:js|css)$/;

/** The files that the page reaches without going through the desk. */
function everybodys(bundle: Rolldown.OutputBundle): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (name: string): void => {
    const file = bundle[name];
    if (found.has(name) || file?.type !== 'chunk') return;
    if (file.facadeModuleId?.replaceAll('\\', '/').includes(DESK)) return;
    found.add(name);
    for (const style of file.viteMetadata?.importedCss ?? []) found.add(style);
    for (const next of [...file.imports, ...file.dynamicImports]) walk(next);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.isEntry) walk(file.fileName);
  }
  return found;
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
      handler(_options, bundle) {
        const all = everybodys(bundle);
        const entries = filesOf(out)
          .filter((name) => !LEFT_OUT.test(name))
          .map((name) => ({
            url: name === 'index.html' ? '/' : `/${name}`,
            hash: sha256(readFileSync(join(out, name))),
            ...(OF_PAGES.test(name) && !all.has(name) ? { desk: true } : {}),
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
