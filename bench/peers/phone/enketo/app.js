// An offline form on Enketo's engine, kept and sent as Enketo Express does it: the transformed form in IndexedDB, each
// record as its XML in a store of its own, sent one by one as multipart/form-data to /submission and removed on 201.
// Enketo Express has more around it (translations, drafts, encryption, themes): this is the least that such an app is.
import { Form } from 'enketo-core';

const wait = (request) =>
  new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

async function opened() {
  const request = indexedDB.open('enketo', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('surveys', { keyPath: 'enketoId' });
    const records = request.result.createObjectStore('records', { keyPath: 'instanceId' });
    records.createIndex('enketoId', 'enketoId');
  };
  return await wait(request);
}

const ID = 'phone';
const told = document.querySelector('#told');
const save = document.querySelector('#save');
const list = document.querySelector('#list');
let form;

async function survey(db) {
  const kept = await wait(db.transaction('surveys').objectStore('surveys').get(ID));
  if (kept) return kept;
  const fetched = { enketoId: ID, ...(await (await fetch('/form.json')).json()) };
  await wait(db.transaction('surveys', 'readwrite').objectStore('surveys').put(fetched));
  return fetched;
}

function draw({ form: html, model }) {
  document.querySelector('.paper').innerHTML = html;
  form = new Form(document.querySelector('form.or'), { modelStr: model, external: [] }, {});
  const errors = form.init();
  if (errors.length) throw new Error(errors.join(' '));
}

/** Resolves when the disk has it, as ours does. */
async function put(db, records) {
  const tx = db.transaction('records', 'readwrite', { durability: 'strict' });
  for (const record of records) tx.objectStore('records').put(record);
  await new Promise((yes, no) => {
    tx.oncomplete = yes;
    tx.onabort = () => no(tx.error);
  });
}

function recordOf(xml, instanceId, created) {
  return { instanceId, enketoId: ID, name: `Phiếu ${created}`, xml, draft: false, files: [], created };
}

async function send(db, record) {
  const data = new FormData();
  data.append('xml_submission_file', new Blob([record.xml], { type: 'text/xml' }), 'xml_submission_file');
  data.append('Date', new Date().toUTCString());
  const headers = { 'X-OpenRosa-Version': '1.0', 'X-OpenRosa-Deviceid': 'bench' };
  const answer = await fetch('/submission', { method: 'POST', headers, body: data });
  if (answer.status !== 201) throw new Error(`answered ${answer.status}`);
  await wait(db.transaction('records', 'readwrite').objectStore('records').delete(record.instanceId));
}

async function start() {
  const db = await opened();
  const parts = await survey(db);
  const all = () => wait(db.transaction('records').objectStore('records').index('enketoId').getAll(ID));
  draw(parts);
  save.hidden = false;
  save.addEventListener('click', async () => {
    if (!(await form.validate())) {
      told.textContent = 'Còn câu chưa trả lời';
      return;
    }
    await put(db, [recordOf(form.getDataStr({ irrelevant: false }), form.instanceID, Date.now())]);
    told.textContent = 'Đã lưu trên máy';
    form.resetView();
    draw(parts);
  });
  window.bench = {
    waiting: () => wait(db.transaction('records').objectStore('records').count()),
    async lay(count) {
      const [one] = await all();
      const copies = Array.from({ length: count }, (_, at) => {
        const id = `uuid:${crypto.randomUUID()}`;
        return recordOf(one.xml.replaceAll(one.instanceId, id), id, one.created - at);
      });
      await put(db, copies);
    },
    async forget() {
      await wait(db.transaction('records', 'readwrite').objectStore('records').clear());
      return true;
    },
    async list() {
      const rows = (await all()).map((record) => {
        const row = document.createElement('li');
        row.textContent = record.name;
        return row;
      });
      list.replaceChildren(...rows);
    },
    /** Goes on after a cut line, as the timer of Enketo Express would, only at once. */
    async drain() {
      for (const record of await all()) {
        for (let sent = false; !sent; ) sent = await send(db, record).then(() => true, () => false);
      }
    },
  };
  await navigator.serviceWorker.register('/worker.js');
}

start();
