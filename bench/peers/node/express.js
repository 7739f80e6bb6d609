// express-pouchdb over PouchDB 9 on LevelDB, with the routes that replication needs: node express.js PORT FOLDER
const express = require('express');
const expressPouch = require('express-pouchdb');
const PouchDB = require('pouchdb');

const [port, folder] = process.argv.slice(2);
const Kept = PouchDB.defaults({ prefix: `${folder}/` });
const app = express();
app.use(
  '/',
  expressPouch(Kept, {
    mode: 'minimumForPouchDB',
    configPath: `${folder}/config.json`,
    logPath: `${folder}/pouch.log`,
  }),
);
app.listen(Number(port), '127.0.0.1');
