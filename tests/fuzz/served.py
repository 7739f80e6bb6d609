"""Bytes sent to a whole server: pushes, hand-over lines and tables of mutants; never a fault of ours.

A site lives as long as the run. Each call is one of somebody with the right to it, so that bytes get as far as the
database; what is answered is a success or a problem of the catalogue, for any bytes.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
from werkzeug.test import TestResponse

from server.errors import CATALOGUE
from server.sync.handover import sign
from server.sync.wire import uuid_bytes
from tests.batches import batch, put, review
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

_HEADS = {
    "people": "name,role,organisation,area,hamlet",
    "areas": "code,name,type,parent,valid_from",
    "figures": "area,measure,value,as_of,source,estimate",
    "statements": "organisation,group,as_of,total,with_smartphone,installed,in_use,reason,said_by",
}
_ROWS = {
    "people": [f"Chị Mận,volunteer,{UNION},{COMMUNE},{HAMLET}", f"Anh Tám,giao dịch viên,{UNION},{COMMUNE},"],
    "areas": [f"28135-moi,Ấp Mới,ấp,{COMMUNE},24/8/2021", f"{HAMLET},Ấp Tây,,{COMMUNE},"],
    "figures": [f"{HAMLET},số hộ,1.234,20/8/2021,UBND xã,có", f"{ROOT},population,5,2021-08-20,Cục,"],
    "statements": [f"{UNION},members,20/8/2021,9,8,7,6,bận,văn thư"],
}


@dataclass
class Served:
    """What the mutants are sent to."""

    site: Site
    volunteer: Caller
    staff: Caller

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, url: str) -> Iterator["Served"]:
        with Site.make(folder, url) as site:
            yield cls(site, site.person("volunteer"), site.person("district"))

    def push(self, body: bytes) -> None:
        answer = self.volunteer.call("POST", "/sync/push", data=body, content_type="application/json")
        _sound(answer)

    def bring(self, body: bytes) -> None:
        """A hand-over line; with a good mac again when it can be read, as a broken phone might make it."""
        _sound(self.staff.call("POST", "/sync/import", data=body, content_type="application/json"))
        try:
            line = orjson.loads(body)
            rest = {name: line[name] for name in ("kind", "v", "device_id", "made_at", "ops")}
            device = uuid_bytes(rest["device_id"])
            mac = sign(self.site.app.extensions["gocua.keys"], device or b"", rest)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return
        again = orjson.dumps({**rest, "mac": mac})
        _sound(self.staff.call("POST", "/sync/import", data=again, content_type="application/json"))

    def table(self, body: bytes) -> None:
        """A table as each kind; the first byte says whether it is tried or kept, and whether faults come as a file."""
        how = body[0] if body else 0
        query = f"id={uuid.uuid4()}{'&preview=true' if how & 1 else ''}{'&errors=true' if how & 2 else ''}"
        for kind in _HEADS:
            _sound(self.staff.call("POST", f"/imports/{kind}?{query}", data=body[1:]))

    def samples(self) -> dict[str, list[bytes]]:
        """What is sent every day, by the name of the reader."""
        mine = [put(caller=self.volunteer, number="0912345678"), put(note="Ấp", revisit_on="2021-09-01", rev=2)]
        told = review(self.volunteer.person_id, mine[0]["record_id"])
        line = {
            "kind": "handover",
            "v": 1,
            "device_id": str(self.volunteer.device_id),
            "made_at": "2021-08-20T05:00:00.000Z",
            "ops": mine,
            "mac": "A" * 43,
        }
        tables = [f"\1{_HEADS[kind]}\n{row}\n".encode() for kind, rows in _ROWS.items() for row in rows]
        whole = [orjson.dumps(batch(*mine)), orjson.dumps(batch(mine[0])), orjson.dumps(batch(told, mine[1]))]
        return {"served-push": whole, "served-handover": [orjson.dumps(line)], "served-table": tables}

    def work(self, name: str, body: bytes) -> None:
        {"served-push": self.push, "served-handover": self.bring, "served-table": self.table}[name](body)


SERVED = ("served-push", "served-handover", "served-table")


def _sound(answer: TestResponse) -> None:
    assert answer.status_code < 500, answer.text[:200]
    if answer.status_code >= 400 and answer.is_json:
        code = answer.json["error"]["code"]
        assert CATALOGUE[code].status == answer.status_code
