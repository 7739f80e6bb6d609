"""What is refused leaves a line in the log by which attacks are seen, and nothing personal with it."""

import json
import logging

import pytest
from structlog.testing import capture_logs

from server import handlers, logs
from tests.entry import PASSWORD, sign_in, with_password
from tests.site import COMMUNE, Site


def test_a_failed_sign_in_names_the_account_by_its_id_and_nothing_that_was_typed(site: Site):
    person = with_password(site.person("district"), "huyen.mau")
    with capture_logs() as lines:
        sign_in(site, "huyen.mau", "sai-mat-khau-roi")
        sign_in(site, "khong.co.ai", "sai-mat-khau-roi")
    told = [(one["reason"], one["person"]) for one in lines if one["event"] == "sign_in.refused"]
    assert told == [("password", str(person.person_id)), ("unknown", None)]
    written = json.dumps(lines)
    assert [typed for typed in ("huyen.mau", "khong.co.ai", "sai-mat-khau-roi") if typed in written] == []


def test_a_sign_in_that_succeeds_names_the_device(site: Site):
    with_password(site.person("district"), "huyen.mau")
    with capture_logs() as lines:
        answer = sign_in(site, "huyen.mau", PASSWORD)
    line = next(one for one in lines if one["event"] == "request")
    assert (line["route"], line["status"], line["device"]) == ("/api/v1/session", 201, answer.json["device_id"])


@pytest.mark.parametrize(
    ("method", "path", "body", "role", "code"),
    [
        ("GET", "/me", None, None, "session.missing"),
        ("GET", "/audit", None, "commune", "role.forbidden"),
        ("POST", "/enrol", {"code": "0" * 26}, None, "invite.unknown"),
    ],
    ids=["no session", "not the role", "a guessed invite"],
)
def test_what_is_refused_says_why_and_on_which_device(
    site: Site, method: str, path: str, body: dict | None, role: str | None, code: str
):
    caller = site.person(role, area=COMMUNE) if role else None
    install = {"install_id": "018f6e2a-0000-7000-8000-000000000001", "device_name": "Máy", "transport": "bearer"}
    with capture_logs() as lines:
        (caller or site).call(method, path, json={**body, **install} if body else None)
    line = next(one for one in lines if one["event"] == "refused")
    assert (line["code"], line["log_level"]) == (code, "warning")
    assert line["device"] == (str(caller.device_id) if caller else None)
    assert set(line) - {"log_level"} <= logs.ALLOWED


def test_a_line_is_one_line_whatever_is_in_it(capsys: pytest.CaptureFixture[str]):
    logs.configure()
    logs.get("http").warning("refused", code='not_found"}\n{"event":"forged"', phone="0912345678")
    logging.getLogger("werkzeug").warning("of the standard library")
    first, *_ = capsys.readouterr().err.splitlines()
    assert json.loads(first)["code"].startswith("not_found")
    assert "0912345678" not in first


def test_a_bug_tells_its_place_to_the_log_and_nothing_to_the_caller(sqlite_site: Site):
    with capture_logs() as lines, sqlite_site.app.test_request_context("/api/v1/me"):
        answer = handlers._bug(RuntimeError("near 0912345678 in SELECT"))
    assert answer.status_code == 500
    assert answer.json["error"]["code"] == "server.error"
    assert (lines[0]["event"], lines[0]["exception"]) == ("bug", "RuntimeError")
    assert "0912345678" not in answer.get_data(as_text=True) + json.dumps(lines)
