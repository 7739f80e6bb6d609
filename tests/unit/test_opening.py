"""The helper that opens numbers says what opening here says, whatever happens to it."""

import os
import signal
from collections.abc import Iterator

import pytest

from server import keys as keyring
from server import logs
from server.errors import Problem
from server.sync import opening, phone, seal
from server.sync.opening import Opener

RECORD = "0198a1f0-0000-7000-8000-000000000001"
OTHER = "0198a1f0-0000-7000-8000-000000000002"


@pytest.fixture(scope="module")
def opener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    folder = tmp_path_factory.mktemp("opening") / "keys"
    keyring.make(folder)
    keyring.write_new(folder, "seal", 2)
    keyring.write_new(folder, "phone", 2)
    opener = Opener(keyring.load(folder))
    opener.start(patience=60)
    yield opener
    opener.stop()


def sealed(opener: Opener, text: str, record: str = RECORD, key: int = 1) -> tuple[str, str]:
    return seal.seal(text, record, key, opener.keys.seal_public(key)), RECORD


def batch(opener: Opener) -> list[tuple[str, str]]:
    return [
        sealed(opener, "0912345678"),
        sealed(opener, "+84912345678", key=2),
        sealed(opener, "0912345678", record=OTHER),
        sealed(opener, "không phải số".encode("punycode").decode()),
        ("!!", RECORD),
    ]


def expected(opener: Opener, secret: int) -> list[bytes | str]:
    code = phone.phone_key(opener.keys.phones[secret], "+84912345678")
    return [code, code, "cannot be opened", "not a mobile number", "not base64url"]


@pytest.mark.parametrize("secret", [1, 2])
def test_it_opens_with_every_key_and_secret_as_the_server_itself_does(opener: Opener, secret: int):
    here = Opener(opener.keys)
    assert opener.open(batch(opener), secret) == here.open(batch(opener), secret) == expected(opener, secret)


def test_the_work_is_done_in_the_other_process(opener: Opener, monkeypatch: pytest.MonkeyPatch):
    opener.start(patience=60)
    monkeypatch.setattr(opening, "open_one", lambda *_: pytest.fail("opened in this process"))
    assert opener.open(batch(opener), 1) == expected(opener, 1)


def test_a_killed_helper_changes_no_answer_and_is_followed_by_another(opener: Opener):
    opener.start(patience=60)
    assert opener.helper is not None
    lost = opener.helper.pid
    assert lost is not None
    os.kill(lost, signal.SIGKILL)
    with logs.quiet():
        assert opener.open(batch(opener), 1) == expected(opener, 1)
    opener.start(patience=60)
    assert opener.helper.pid not in (None, lost)
    assert opener.open(batch(opener), 1) == expected(opener, 1)


def test_nobody_waits_for_a_helper_that_begins(opener: Opener, monkeypatch: pytest.MonkeyPatch):
    other = Opener(opener.keys)
    other.start()
    assert other.open(batch(opener), 1) == expected(opener, 1)
    other.start(patience=60)
    monkeypatch.setattr(opening, "open_one", lambda *_: pytest.fail("opened in this process"))
    assert other.open(batch(opener), 1) == expected(opener, 1)
    other.stop()


def test_a_stopped_helper_is_not_waited_for_for_ever(opener: Opener, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "_PATIENCE_S", 0.05)
    opener.start(patience=60)
    assert opener.helper is not None
    assert opener.helper.pid is not None
    os.kill(opener.helper.pid, signal.SIGSTOP)
    with logs.quiet():
        assert opener.open(batch(opener), 1) == expected(opener, 1)


def test_a_secret_that_is_not_here_is_waited_for_by_phones(opener: Opener):
    with logs.quiet(), pytest.raises(Problem) as problem:
        opener.open(batch(opener), 3)
    assert problem.value.code == "server.busy"
