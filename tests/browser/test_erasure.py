"""A number given at a door is in no file anywhere; asked to be erased, its record leaves the phone for good."""

import base64
import gzip
import io
import json
import tarfile
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Browser
from tests.browser.people import address, at_the_desk, come_in, tap
from tests.faults.at_work import until
from tests.faults.live import Live
from tests.faults.on_phone import disk

TYPED = "0916 273 849"
LOCAL, E164 = "0916273849", "+84916273849"
SPELLED = {
    spelled
    for number in (TYPED, LOCAL, E164, E164[1:], "916273849")
    for spelled in (
        number.encode(),
        number.encode("utf-16-le"),
        base64.b64encode(number.encode()).rstrip(b"="),
        base64.urlsafe_b64encode(number.encode()).rstrip(b"="),
        number.encode().hex().encode(),
    )
}


def found_in(*folders: Path) -> list[str]:
    """Files below the folders that hold the number in any spelling."""
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 10
    return [str(path) for path in files if any(one in path.read_bytes() for one in SPELLED)]


def unpacked(backup: Path, folder: Path) -> Path:
    """What is in a backup, member by member, as plain bytes."""
    folder.mkdir()
    with tarfile.open(backup) as archive:
        for number, member in enumerate(archive):
            file = archive.extractfile(member)
            content = file.read() if file else b""
            if content[:2] == b"\x1f\x8b":
                content = gzip.GzipFile(fileobj=io.BytesIO(content)).read()
            (folder / str(number)).write_bytes(content)
    return folder


def test_a_number_is_nowhere_and_its_record_can_be_erased(live: Live, phone: Browser, desk: Browser, tmp_path: Path):
    page = come_in(live, phone, "Nguyễn Thị Hoa")
    tap(page, "Đã cài xong")
    page.get_by_role("radio").first.check()
    page.get_by_role("textbox", name="Số điện thoại").fill(TYPED)
    page.get_by_role("checkbox").check()
    tap(page, "Lưu", exact=True)
    expect(page.get_by_role("status").get_by_text("Đã lưu trên máy")).to_be_visible()
    expect(page.get_by_text("Đã gửi hết")).to_be_visible()
    (kept,) = disk(page)["receipts"]
    assert kept["status"] == "stored"

    # nowhere: files of the server, its log, a backup, an export, the phone's own profile
    live.gocua("backup", str(tmp_path / "night.backup"))
    live.gocua("export", "records", str(tmp_path / "records.csv"))
    phone.close()
    more = unpacked(tmp_path / "night.backup", tmp_path / "night")
    assert found_in(live.home, tmp_path / "phone", more) == []
    assert not any(one in (tmp_path / "records.csv").read_bytes() for one in SPELLED)
    (tmp_path / "night" / "control").write_bytes(b"x" + E164.encode())
    assert found_in(live.home, more) == [str(more / "control")], "the search finds one that is there"

    # a commune's officer puts the request down, the district grants it
    officer = live.phone(role="commune", organisation="ubnd-xa.28135", area="28135", name="Cán bộ xã")
    officer.call("POST", "/erasures", {"id": officer.device_id, "phone": TYPED, "reason": "bà gọi đến xã"})
    board = at_the_desk(live, desk)
    board.goto(address(live, "/huyen/du-lieu-ca-nhan"))
    expect(board.get_by_text("Cán bộ xã ghi lúc")).to_be_visible()
    tap(board, "Duyệt và xóa")
    tap(board, "Bấm lần nữa để xóa hẳn")
    expect(board.get_by_text("Đã xóa", exact=True)).to_be_visible()

    # the phone drops it, with what it kept to send again; the help counts on
    page = phone.open(address(live))
    page.wait_for_function("async () => (await indexedDB.databases()).length > 0")
    until(page, lambda: disk(page) == {"ops": [], "records": [], "receipts": []})
    total = live.counted()
    assert (total["records"], total["unchecked"], total["unique"]) == (1, 1, 1)
    live.gocua("totals", "check")
    line = json.loads((live.home / "erasures.jsonl").read_text())
    assert len(line["ops"]) == 1
