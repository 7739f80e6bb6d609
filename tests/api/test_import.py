"""POST /api/v1/sync/import and `gocua import-ops`: a device's unsent ops, brought by somebody else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from server.clock import instant, now_ms
from server.sync import handover
from tests.batches import new_id, put, rows, statuses
from tests.site import COMMUNE, Caller, Site


def line(of: Caller, *ops: dict, **change: object) -> dict:
    """One line of the hand-over file that the device of a person would write."""
    rest = {
        "kind": "handover",
        "v": 1,
        "device_id": str(of.device_id),
        "made_at": instant(now_ms()),
        "ops": list(ops),
        **change,
    }
    return {**rest, "mac": handover.sign(of.site.app.extensions["gocua.keys"], of.device_id.bytes, rest)}


def test_it_works(site: Site):
    volunteer, staff = site.person(), site.person("commune", area=COMMUNE)
    ops = [put(note="ấp Mỹ Tây"), put(area="99999-nowhere")]
    answer = staff.post("/sync/import", line(volunteer, *ops))
    assert answer.status_code == 200
    assert statuses(answer.json) == ["stored", "quarantined area.unknown"]
    assert answer.json["seq"] == 1
    (row,) = rows(volunteer)
    assert row["person"] == str(volunteer.person_id)
    assert volunteer.post("/sync/verify", {"items": [op["op_id"] for op in ops]}).json["missing"] == []


def test_who_brought_it_in_stands_in_the_trail(site: Site):
    volunteer, staff = site.person(), site.person("district")
    staff.post("/sync/import", line(volunteer, put(), put(area="28108")))
    (one,) = staff.get("/audit?act=ops").json["items"]
    assert (one["act"], one["subject"]) == ("ops.import", str(volunteer.device_id))
    assert one["actor"]["id"] == str(staff.person_id)
    assert one["details"] == {"stored": 1, "held": 1}


def test_the_same_file_may_come_any_number_of_times(site: Site):
    volunteer, staff = site.person(), site.person("district")
    whole = line(volunteer, put())
    assert statuses(staff.post("/sync/import", whole).json) == ["stored"]
    assert statuses(staff.post("/sync/import", whole).json) == ["duplicate"]


@pytest.mark.parametrize("change", ["ops", "device_id", "made_at", "mac"])
def test_a_line_that_was_changed_stores_nothing(site: Site, change: str):
    volunteer, other, staff = site.person(), site.person(), site.person("admin")
    whole = line(volunteer, put())
    values = {
        "ops": [put()],
        "device_id": str(other.device_id),
        "made_at": instant(0),
        "mac": "A" * 43,
    }
    reply = staff.post("/sync/import", {**whole, change: values[change]})
    assert (reply.status_code, reply.json["error"]["code"]) == (422, "handover.mac")
    assert rows(staff) == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "push"},
        {"v": 2},
        {"v": True},
        {"device_id": "x"},
        {"made_at": "x"},
        {"ops": {}},
        {"more": 1},
        {"mac": 7},
    ],
    ids=str,
)
def test_another_shape_is_422_by_field(sqlite_site: Site, change: dict):
    staff = sqlite_site.person("district")
    reply = staff.post("/sync/import", {**line(staff, put()), **change})
    assert (reply.status_code, reply.json["error"]["code"]) == (422, "request.invalid")
    assert set(reply.json["error"]["details"]) == set(change)


def test_a_field_whose_name_cannot_be_written_is_told_all_the_same(sqlite_site: Site):
    body = json.dumps({**line(sqlite_site.person(), put()), "ma\ud800": 1}).encode()
    answer = sqlite_site.person("admin").call("POST", "/sync/import", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request.invalid")
    assert answer.json["error"]["details"] == {"ma?": ["Unknown field."]}


@pytest.mark.parametrize("role", ["volunteer", "teller", "reporter"])
def test_only_staff_may(sqlite_site: Site, role: str):
    caller = sqlite_site.person(role)
    reply = caller.post("/sync/import", line(caller, put()))
    assert (reply.status_code, reply.json["error"]["code"]) == (403, "role.forbidden")


def test_an_unknown_device_is_as_wrong_as_a_wrong_mac(sqlite_site: Site):
    volunteer, staff = sqlite_site.person(), sqlite_site.person("district")
    volunteer.device_id = type(volunteer.device_id)(new_id())
    reply = staff.post("/sync/import", line(volunteer, put()))
    assert (reply.status_code, reply.json["error"]["code"]) == (422, "handover.mac")


def run(site: Site, path: Path):
    return CliRunner().invoke(main, ["import-ops", str(path)], obj=lambda: site.app)


def test_the_command_takes_a_file_and_tells_what_became_of_it(site: Site, tmp_path: Path):
    volunteer = site.person()
    path = tmp_path / "ban-giao.jsonl"
    lines = [line(volunteer, put(), put()), line(volunteer, put(area="99999-nowhere"))]
    path.write_text("\n".join(json.dumps(one) for one in lines) + "\n\n", encoding="utf-8")
    done = run(site, path)
    assert done.exit_code == 0, done.output
    assert "2 stored" in done.output
    assert "1 quarantined" in done.output
    assert len(rows(volunteer)) == 2


def test_the_command_stops_at_a_line_that_was_changed(site: Site, tmp_path: Path):
    volunteer = site.person()
    path = tmp_path / "ban-giao.jsonl"
    good, bad = line(volunteer, put()), {**line(volunteer, put()), "mac": "x"}
    path.write_text(json.dumps(good) + "\n" + json.dumps(bad) + "\n", encoding="utf-8")
    done = run(site, path)
    assert done.exit_code == 1
    assert "line 2" in done.output
    assert len(rows(volunteer)) == 1
