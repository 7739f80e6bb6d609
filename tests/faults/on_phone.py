"""What is on a real phone's disk: the app's own database read through the browser."""

from typing import Any

from playwright.sync_api import Page

_READ = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name);
  const found = { ops: [], records: [], receipts: [] };
  for (const name of names.filter((one) => /^gocua-[0-9a-f]{8}-/.test(one))) {
    const db = await new Promise((yes, no) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => yes(request.result);
      request.onerror = () => no(request.error);
    });
    const all = (store) => new Promise((yes, no) => {
      const request = db.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => yes(request.result);
      request.onerror = () => no(request.error);
    });
    for (const row of await all('outbox')) found.ops.push({ id: row.opId, record: row.op.recordId });
    for (const row of await all('records')) found.records.push(row.recordId);
    for (const row of await all('receipts')) found.receipts.push({ id: row.opId, status: row.receipt.status });
    db.close();
  }
  return found;
}"""


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
