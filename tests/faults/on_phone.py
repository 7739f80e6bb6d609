"""What is on a real phone's disk: the app's own databases, read through the browser.

The one way in which tests open them: it never makes a database that is not there.
"""

from typing import Any

from playwright.sync_api import Page

SEAT = "/^gocua-[0-9a-f]{8}-/"  # the database of each person
SEATS = "/^gocua-devices$/"

_TOOLS = """
  const wait = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
  const done = (tx) => new Promise((yes, no) => { tx.oncomplete = yes; tx.onabort = () => no(tx.error); });
  const names = async (like) => (await indexedDB.databases()).map((one) => one.name).filter((one) => like.test(one));
  const open = (name, version, upgrade) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion === 0) request.transaction.abort();  // it has gone meanwhile: who looks must not make one
      else upgrade?.(request.result);
    };
    return wait(request);
  };
"""


def script(body: str) -> str:
    """A function of one argument, `given`, for page.evaluate, with `names`, `open`, `wait` and `done` at hand."""
    return f"async (given) => {{{_TOOLS}{body}}}"


def on_disk(body: str, like: str = SEAT) -> str:
    """As `script`, with `db` open: the first database of such a name. Throws when there is none, and makes none."""
    return script(f"""
      const [name] = await names({like});
      if (name === undefined) throw new Error('no database {like} on this phone');
      const db = await open(name);
      try {{ {body} }} finally {{ db.close(); }}
    """)


_READ = script(f"""
  const found = {{ ops: [], records: [], receipts: [] }};
  for (const name of await names({SEAT})) {{
    const db = await open(name);
    const all = (store) => wait(db.transaction(store).objectStore(store).getAll());
    for (const row of await all('outbox')) found.ops.push({{ id: row.opId, record: row.op.recordId }});
    for (const row of await all('records')) found.records.push(row.recordId);
    for (const row of await all('receipts')) found.receipts.push({{ id: row.opId, status: row.receipt.status }});
    db.close();
  }}
  return found;
""")


def disk(page: Page) -> dict[str, list[Any]]:
    """Ops that wait, records and receipts, of every person on this phone."""
    return page.evaluate(_READ)


def halves(found: dict[str, list[Any]]) -> list[str]:
    """Ops without their record, and records that neither wait nor have a receipt: a save that is half there."""
    records, waiting = set(found["records"]), {op["record"] for op in found["ops"]}
    wrong = [f"op of {record} without its record" for record in waiting - records]
    if not found["receipts"]:
        wrong += [f"record {record} without its op" for record in records - waiting]
    return wrong
