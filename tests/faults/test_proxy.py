"""The fault proxy does what each mode says, counts it, and repeats itself for a seed."""

import gc
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.proxy import MODES, Fault, Proxy, Request, script, seeded
from tests.faults.wire import Http, Lost


class Echo(BaseHTTPRequestHandler):
    """Remembers each body that arrived whole and answers with it."""

    def do_POST(self):
        wanted = int(self.headers["Content-Length"])
        body = self.rfile.read(wanted)
        if len(body) < wanted:
            self.close_connection = True
            return
        self.server.bodies.append(body)
        answer = json.dumps({"echo": body.decode()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args):
        return


@pytest.fixture
def upstream():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.bodies = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def send(proxy: Proxy, body: bytes = b"xin chao", timeout: float = 60) -> bytes | None:
    try:
        return Http(proxy.port, timeout).send("POST", "/api/v1/sync/push", {}, body).body
    except Lost:
        return None


def proxy_with(upstream, *faults) -> Proxy:
    return Proxy(upstream.server_address[1], script(faults))


def test_it_works(upstream):
    with proxy_with(upstream) as proxy:
        assert json.loads(send(proxy)) == {"echo": "xin chao"}
        assert proxy.count == {"pass": 1}


@pytest.mark.parametrize(
    ("mode", "heard", "arrived"),
    [
        (Fault("pass"), True, 1),
        (Fault("drop_req"), False, 0),
        (Fault("drop_resp_after_commit"), False, 1),
        (Fault("delay", seconds=0.01), True, 1),
        (Fault("dup"), True, 2),
        (Fault("cut_body", at=3), False, 0),
        (Fault("blackhole", seconds=0.05), False, 0),
        (Fault("slow", rate=2000), True, 1),
    ],
    ids=lambda value: value.mode if isinstance(value, Fault) else str(value),
)
def test_what_the_caller_hears_and_what_the_server_gets(upstream, mode, heard, arrived):
    with proxy_with(upstream, mode) as proxy:
        assert (send(proxy) is not None) == heard
        assert upstream.bodies == [b"xin chao"] * arrived
        assert proxy.count == {mode.mode: 1}


def test_a_reordered_request_arrives_after_the_next_ones(upstream):
    with proxy_with(upstream, Fault("reorder", at=2)) as proxy:
        assert send(proxy, b"1") is None
        assert send(proxy, b"2") is not None
        assert upstream.bodies == [b"2"]
        send(proxy, b"3")
        assert proxy.flush() == 0
        assert upstream.bodies == [b"2", b"3", b"1"]


@pytest.mark.parametrize("mode", ["html200", "redirect302", "502html"])
def test_somebody_else_answers_and_nothing_gets_through(upstream, mode):
    with proxy_with(upstream, mode) as proxy:
        answer = Http(proxy.port).send("POST", "/api/v1/sync/push", {}, b"x")
        assert answer.status == int(mode[-3:] if mode[-3:].isdigit() else mode[:3])
        assert "gocua" not in answer.headers
        assert not upstream.bodies


def test_half_an_answer_is_whole_http_and_no_json(upstream):
    with proxy_with(upstream, "truncate_json") as proxy:
        answer = send(proxy)
        assert answer
        with pytest.raises(ValueError):
            json.loads(answer)
        assert upstream.bodies == [b"xin chao"]


def test_a_seed_repeats_its_faults_and_uses_every_mode():
    request = Request("POST", "/api/v1/sync/push", b"head" + b"x" * 100, 4)
    odds = dict.fromkeys(MODES, 1.0)
    first, second = seeded(7, odds), seeded(7, odds)
    drawn = [first(request) for _ in range(300)]
    assert drawn == [second(request) for _ in range(300)]
    assert {fault.mode for fault in drawn} == set(MODES)


def test_nothing_is_left_open_of_those_who_call_while_it_ends(recwarn):
    for number in range(60):
        with Proxy(1) as proxy:
            callers = [socket.create_connection(("127.0.0.1", proxy.port)) for _ in range(1 + number % 6)]
        for caller in callers:
            caller.close()
    gc.collect()
    assert not [str(one.message) for one in recwarn]


def test_a_server_that_is_away_is_a_cut_connection():
    with Proxy(1) as proxy:
        assert send(proxy) is None
        assert proxy.refused == 1
