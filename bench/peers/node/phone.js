// One of the phone's apps and what it sends to: node phone.js PORT FOLDER APP
// Files as they lie in APP, packed ones where there are; /submission keeps OpenRosa records as files of FOLDER; /db is
// express-pouchdb over PouchDB 9 on LevelDB. Nothing of it waits for the disk.
const { existsSync } = require('node:fs');
const { appendFile } = require('node:fs/promises');
const { join } = require('node:path');
const express = require('express');
const expressPouch = require('express-pouchdb');
const PouchDB = require('pouchdb');

const [port, folder, site] = process.argv.slice(2);
const app = express();

const Kept = PouchDB.defaults({ prefix: `${folder}/` });
app.use(
  '/db',
  expressPouch(Kept, {
    mode: 'minimumForPouchDB',
    configPath: `${folder}/config.json`,
    logPath: `${folder}/pouch.log`,
  }),
);

let submissions = 0;
app.post(
  '/submission',
  express.raw({ type: 'multipart/form-data', limit: '1mb' }),
  async (request, response) => {
    await appendFile(join(folder, 'submissions'), request.body);
    submissions += 1;
    response.status(201).type('text/xml').send('<OpenRosaResponse><message>ok</message></OpenRosaResponse>');
  },
);
app.get('/submissions', (_request, response) => response.json(submissions));

app.use((request, response, next) => {
  const path = request.path === '/' ? '/index.html' : request.path;
  if (!existsSync(join(site, `${path}.gz`))) return next();
  request.url = `${path}.gz`;
  response.set('Content-Encoding', 'gzip');
  response.type(path.slice(path.lastIndexOf('.')));
  next();
});
app.use(express.static(site));
app.listen(Number(port), '127.0.0.1');
