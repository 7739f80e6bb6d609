// The same form as plain HTML over PouchDB 9, replicated to the server's database. It checks no more than HTML does,
// seals no number and counts nothing; a save resolves when IndexedDB has it, without asking for the disk.
import PouchDB from 'pouchdb-browser';

const db = new PouchDB('ops', { revs_limit: 1, auto_compaction: true });
const form = document.querySelector('form');
const told = document.querySelector('output');
const list = document.querySelector('ol');

/** Ids in the order of time, so that the list is read from the end. */
function idAt(time) {
  return `${time.toString(16).padStart(12, '0')}-${crypto.randomUUID()}`;
}

function fieldsOf(data) {
  return {
    ...{ kind: 'record.put', schema: 1, rev: 1 },
    ...{ hamlet: data.get('hamlet'), mode: data.get('mode'), outcome: data.get('outcome') },
    ...{ consent: data.has('consent'), phone: data.get('phone'), note: data.get('note') },
    ...{ household: crypto.randomUUID(), happened_at: new Date().toISOString() },
  };
}

async function start() {
  const newest = await db.allDocs({ include_docs: true, descending: true, limit: 1 });
  if (newest.rows[0]) form.elements.hamlet.value = newest.rows[0].doc.hamlet;
  form.querySelector('button').disabled = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await db.put({ _id: idAt(Date.now()), ...fieldsOf(new FormData(form)) });
    told.textContent = 'Đã lưu trên máy';
    form.elements.outcome.value = '';
    form.elements.note.value = '';
  });
  window.bench = {
    async lay(count) {
      const one = (await db.allDocs({ include_docs: true, limit: 1 })).rows[0].doc;
      const { _id, _rev, ...fields } = one;
      const now = Date.now();
      const copies = Array.from({ length: count }, (_, at) => ({
        ...fields,
        _id: idAt(now - at),
        household: crypto.randomUUID(),
      }));
      for (let at = 0; at < count; at += 500) await db.bulkDocs(copies.slice(at, at + 500));
    },
    async list() {
      const found = await db.allDocs({ include_docs: true, descending: true, limit: 50 });
      const rows = found.rows.map(({ doc }) => {
        const row = document.createElement('li');
        row.textContent = `${doc.happened_at} ${doc.hamlet} ${doc.outcome}`;
        return row;
      });
      list.replaceChildren(...rows);
    },
    /** With `retry`, as PouchDB's guide has it for phones; `left` is what is known not to have arrived. */
    async drain(count) {
      window.bench.left = count;
      await new Promise((yes) => {
        const sync = db.replicate.to(`${location.origin}/db/ops`, { live: true, retry: true });
        sync.on('change', ({ docs_written: written }) => {
          window.bench.left = Math.max(1, count - written);
        });
        // Without an error: nothing more to send.
        sync.on('paused', (error) => error || sync.cancel());
        sync.on('complete', yes);
      });
      window.bench.left = 0;
    },
    left: 0,
  };
  await navigator.serviceWorker.register('/worker.js');
}

start();
