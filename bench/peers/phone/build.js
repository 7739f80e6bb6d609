// Builds the two apps that the phone's bench measures beside ours: node build.js, into build/enketo and build/pouch.
// Minified and packed as well as ours: each text file has a .gz of level 9 beside it.
const { createHash } = require('node:crypto');
const { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { gzipSync } = require('node:zlib');
const esbuild = require('esbuild');
const sass = require('sass');

const CAMPAIGN = join(__dirname, '../../../campaigns/can-duoc-bluezone-2021');
const CORE = join(__dirname, 'node_modules/enketo-core');
const OUT = join(__dirname, 'build');
const MODES = { door: 'Tại nhà', gate: 'Ở cổng', phone: 'Qua điện thoại', point: 'Tại điểm' };

/** Rows of a CSV file in which quotes stand around some fields. */
function rows(name) {
  const text = readFileSync(join(CAMPAIGN, name), 'utf8').replace(/\r/g, '').trim();
  const fields = (line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
      quoted === undefined ? bare : quoted.replaceAll('""', '"'),
    );
  const [heads, ...lines] = text.split('\n').map(fields);
  return lines.map((line) => Object.fromEntries(heads.map((head, at) => [head, line[at]])));
}

/** [code, name] of each list. */
const lists = {
  hamlets: rows('hamlets.csv').map(({ code, name }) => [code, name]),
  modes: Object.entries(MODES),
  outcomes: rows('outcomes.csv').map((row) => [row.code, row.name_vi]),
};

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const filled = (text, write) =>
  text.replace(/<!--(hamlets|modes|outcomes)-->/g, (_, list) => lists[list].map(write).join(''));

/** Enketo's own names for its parts, as in the "browser" part of its package. */
function aliases() {
  const { browser } = JSON.parse(readFileSync(join(CORE, 'package.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries(browser).map(([name, path]) => [name, require.resolve(join(CORE, path))]),
  );
}

/** Where its style sheets look for other packages: as if it stood in its own repository. */
function packaged(url) {
  const own = '/packages/enketo-core/node_modules/';
  return url.startsWith(own)
    ? pathToFileURL(join(__dirname, 'node_modules', url.slice(own.length)))
    : null;
}

function bundle(entry, file, alias = {}) {
  esbuild.buildSync({
    alias,
    entryPoints: [join(__dirname, entry)],
    outfile: join(OUT, file),
    bundle: true,
    minify: true,
    target: ['chrome91', 'safari16'],
    external: ['libxslt'],
    loader: { '.png': 'empty', '.svg': 'empty' },
    define: { global: 'window' },
    logLevel: 'error',
  });
}

/** Packs every file and writes the worker that keeps them. */
function finish(app) {
  const folder = join(OUT, app);
  const files = readdirSync(folder).filter((name) => !name.endsWith('.gz') && name !== 'form.json');
  const kept = files.map((name) => `/${name === 'index.html' ? '' : name}`);
  const hash = createHash('sha256');
  for (const name of files) hash.update(readFileSync(join(folder, name)));
  const worker = readFileSync(join(__dirname, 'worker.js'), 'utf8')
    .replace('__VERSION__', hash.digest('hex').slice(0, 12))
    .replace('__FILES__', JSON.stringify(kept));
  writeFileSync(join(folder, 'worker.js'), worker);
  for (const name of [...files, 'worker.js']) {
    writeFileSync(
      join(folder, `${name}.gz`),
      gzipSync(readFileSync(join(folder, name)), { level: 9 }),
    );
  }
}

rmSync(OUT, { recursive: true, force: true });
for (const app of ['enketo', 'pouch', 'transform']) mkdirSync(join(OUT, app), { recursive: true });

bundle('enketo/app.js', 'enketo/app.js', aliases());
const { css } = sass.compile(join(CORE, 'src/sass/formhub/formhub.scss'), {
  style: 'compressed',
  silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'slash-div', 'if-function'],
  logger: sass.Logger.silent,
  importers: [{ findFileUrl: packaged }],
});
writeFileSync(join(OUT, 'enketo/app.css'), css);
cpSync(join(__dirname, 'enketo/index.html'), join(OUT, 'enketo/index.html'));
finish('enketo');

bundle('pouch/app.js', 'pouch/app.js');
const option = ([code, name]) => `<option value="${code}">${escaped(name)}</option>`;
const page = readFileSync(join(__dirname, 'pouch/index.html'), 'utf8');
writeFileSync(join(OUT, 'pouch/index.html'), filled(page, option));
finish('pouch');

// The transformation needs a browser's XSLT; the bench runs it once, in Chromium, and keeps what comes out.
bundle('transform.js', 'transform/transform.js');
const item = ([code, name]) =>
  `<item><label>${escaped(name)}</label><value>${code}</value></item>`;
const xform = filled(readFileSync(join(__dirname, 'questions.xml'), 'utf8'), item);
writeFileSync(join(OUT, 'transform/questions.xml'), xform);
