"""A push service on this machine, and a browser subscribed to it.

The service is a real HTTP server that checks what a real one checks (RFC 8030, 8292) and hands the body to the browser,
which decrypts it (RFC 8291). It is reached through an adapter mounted on the sender's session, so nothing of the server
is loosened for it. What it answers next is queued in `answers`: a status, `redirect`, or `silence`.
"""

import base64
import json
import secrets
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import http_ece
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from requests.adapters import HTTPAdapter

from server.clock import now_ms
from server.notices.transport import PushSession
from tests.site import Caller

SERVICE = "https://fcm.googleapis.com"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """A browser's subscription, with the private half that only the browser has."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    path: str = field(default_factory=lambda: f"/fcm/send/{secrets.token_hex(8)}")
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def endpoint(self) -> str:
        return SERVICE + self.path

    @property
    def body(self) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"id": self.id, "endpoint": self.endpoint, "keys": {"p256dh": b64(point), "auth": b64(self.auth)}}

    def open(self, sealed: bytes) -> dict[str, Any]:
        return json.loads(http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.auth))


def subscribe(person: Caller, browser: Browser | None = None) -> Browser:
    browser = browser or Browser()
    answer = person.call("PUT", "/push/subscriptions", json=browser.body)
    assert answer.status_code == 200, answer.json
    return browser


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """The service: what it got, and what it will answer."""

    port: int = 0
    answers: list[Any] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)

    def session(self) -> requests.Session:
        """The sender's own session, whose way to one push service leads here."""
        web = PushSession()
        web.mount(SERVICE + "/", _Detour(self.port))
        return web

    def check(self, one: Received, public: bytes) -> None:
        """What a push service demands of a request (RFC 8030 §5, RFC 8292 §2)."""
        assert one.headers["content-encoding"] == "aes128gcm"
        assert 0 <= int(one.headers["ttl"]) <= 24 * 3600
        assert len(one.headers["topic"]) <= 32
        assert len(one.body) <= 4096
        scheme, _, rest = one.headers["authorization"].partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert unb64(parts["k"]) == public
        head, claims, signature = parts["t"].split(".")
        raw = unb64(signature)
        pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        point.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        said = json.loads(unb64(claims))
        assert said["aud"] == SERVICE
        assert said["sub"].startswith("mailto:")
        assert now_ms() // 1000 < said["exp"] <= now_ms() // 1000 + 24 * 3600


class _Detour(HTTPAdapter):
    """Takes requests for the push service to this machine."""

    def __init__(self, port: int):
        super().__init__()
        self.port = port

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = f"http://127.0.0.1:{self.port}{urlsplit(request.url or '').path}"
        return super().send(request, *args, **kwargs)


@contextmanager
def running() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if self.path.startswith("/elsewhere"):
                service.elsewhere.append(self.path)
                self._answer(201, {})
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.received.append(Received(self.path, headers, body))
            answer = service.answers.pop(0) if service.answers else 201
            if answer == "silence":
                service.hold.wait(30)
                return
            if answer == "redirect":
                self._answer(307, {"Location": f"http://127.0.0.1:{service.port}/elsewhere"})
                return
            status, more = answer if isinstance(answer, tuple) else (answer, {})
            self._answer(status, more)

        do_GET = do_POST

        def _answer(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        service.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()
