"""The side-by-side counts what a server really answered, and its table says what the rounds say."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bench import report
from bench.sockets import Answer, drive, once, request

KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkept"
PIECES = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nkept\r\n2;x=1\r\n!!\r\n0\r\n\r\n"
CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nkept"
UNTIL_CLOSED = b"HTTP/1.0 200 OK\r\n\r\nkept"
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"


@contextmanager
def answering(*answers: bytes, each: int = 1_000) -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives these answers in turn, and closes a connection after so many; its port, and what it got."""
    got: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for _ in range(each):
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    line = self.rfile.readline()
                    if not line:
                        return
                    head += line
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
                got.append(self.rfile.read(length))
                answer = answers[(len(got) - 1) % len(answers)]
                self.wfile.write(answer)
                if answer in (CLOSING, UNTIL_CLOSED):
                    return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1], got
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("answer", "body"),
    [(KEPT, b"kept"), (PIECES, b"kept!!"), (CLOSING, b"kept"), (UNTIL_CLOSED, b"kept"), (EMPTY, b"")],
    ids=["length", "pieces", "closing", "until-closed", "empty"],
)
def test_an_answer_is_read_to_its_end_however_that_is_told(answer: bytes, body: bytes):
    bodies: list[bytes] = []
    with answering(answer) as (port, got):
        measured = drive(
            port,
            [iter([request("POST", "/push", b"op")] * 3)] * 2,
            lambda _raw, one: bodies.append(one.body),
        )
    assert (bodies, got) == ([body] * 3, [b"op"] * 3)
    assert len(measured.taken) == 3
    assert measured.received == 3 * len(answer)


def test_what_has_to_go_again_counts_as_one_request_that_took_longer():
    def judge(raw: bytes, answer: Answer) -> bytes | None:
        return raw if answer.status == 409 else None

    with answering(b"HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n", KEPT) as (port, got):
        measured = drive(port, [iter([request("POST", "/push", b"op")])], judge)
    assert (len(got), len(measured.taken)) == (2, 1)


def test_a_connection_that_was_closed_while_idle_is_opened_again():
    with answering(KEPT, each=1) as (port, got):
        measured = drive(port, [iter([request("POST", "/push", b"op")] * 3)], lambda *_: None)
    assert (len(got), measured.connections) == (3, 3)


def test_a_server_that_goes_away_in_the_middle_is_told():
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    with answering(half, each=1) as (port, _), pytest.raises(ConnectionError, match="in the middle"):
        once(port, request("GET", "/"))


def push(peer: str, turn: int, rate: float, **more: Any) -> dict[str, Any]:
    figures = {"ops": 1000, "p95": 9.0, "server_cpu_us": 5.0, "database_cpu_us": 0.0, "sent": 300.0, "received": 80.0}
    return {
        "peer": peer,
        "round": turn,
        "kind": "push",
        "variant": "plain",
        "clients": 8,
        "rate": rate,
        **figures,
        **more,
    }


def told(*rows: dict[str, Any], quiet: bool = True) -> report.Rounds:
    machine = {"date": "2026-11-26 05:00", "cores": 2, "model": "EPYC", "memory_gib": 24, "system": "Linux"}
    about = {
        "machine": machine | {"load_at_start": 9.0, "quiet": quiet},
        "versions": {"python": "3.11"},
        "options": {"rounds": 3, "ops": 1000, "clients": [8], "size": 100},
        "peers": {
            "ours-sqlite": {"title": "Gõ Cửa, SQLite", "durable": "synced"},
            "kinto": {"title": "Kinto", "durable": "synced"},
            "floor-postgresql": {"title": "floor", "durable": "synced"},
        },
    }
    return report.Rounds({**about, "rows": list(rows)})


def test_a_ratio_is_that_of_the_same_round():
    rounds = told(
        *(push("ours-sqlite", turn, rate) for turn, rate in enumerate((1000, 2000, 9000))),
        *(push("kinto", turn, rate) for turn, rate in enumerate((10, 10, 30))),
        push("floor-postgresql", 0, 50_000),
    )
    page = "\n".join(report.written(rounds))
    assert "| Kinto | 200 (100–300) |" in page
    assert "| floor | – |" in page  # another database's
    assert "| **Gõ Cửa, SQLite** | synced | 2,000 (1,000–9,000) | 9 | 5 + 0 |" in page
    assert "nothing else to do" in page


def test_a_busy_machine_a_failure_and_what_was_sent_again_are_said():
    failed = {"peer": "kinto", "round": 1, "kind": "failed", "why": "RuntimeError: no answer"}
    page = "\n".join(report.written(told(push("kinto", 0, 10, again=500), failed, quiet=False)))
    assert "**The machine was not quiet** (load 9.0 on 2 cores" in page
    assert "- kinto failed in round 2: `RuntimeError: no answer`" in page
    assert "| 50% |" in page


def test_only_what_stands_between_the_marks_is_written_anew():
    page = f"before\n\n{report.BEGIN}\nold\n{report.END}\n\nafter\n"
    assert report.placed(page, ["new"]) == f"before\n\n{report.BEGIN}\n\nnew\n{report.END}\n\nafter\n"


def test_the_committed_page_and_picture_are_those_of_the_committed_rounds():
    rounds = report.Rounds(json.loads(report.RESULTS.read_text()))
    assert report.drawn(rounds) == report.PICTURE.read_text(encoding="utf-8")
    page = report.PAGE.read_text(encoding="utf-8")
    assert report.placed(page, report.written(rounds)) == page
