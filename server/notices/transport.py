"""The session through which notices leave: it talks to public addresses over TLS, follows nothing, waits 10 s.

The name is resolved once, every address that it stands for must be public, and the connection goes to the very address
that was checked: an answer of DNS that changes between check and use finds nobody. Certificate and SNI are those of
the name. Nothing of the environment (proxies, .netrc) is used.
"""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.poolmanager import PoolManager

from server.notices.endpoints import Refused, is_public

SECONDS = 10.0
LONGEST_ANSWER = 1_024  # bytes of a body that are read at all


def resolve(host: str) -> list[tuple[Any, ...]]:
    """What a name stands for, as `socket.getaddrinfo` gives it."""
    return socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)


class PublicConnection(HTTPSConnection):
    """A TLS connection to a public address, cut 10 s after it began whatever the other side does."""

    _guard: threading.Timer | None = None

    def _new_conn(self) -> socket.socket:
        began = time.monotonic()
        try:
            found = resolve(self._dns_host)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        if not found or not all(is_public(address[0]) for *_, address in found):
            raise Refused("the name does not stand for public addresses alone")
        last: OSError | None = None
        for family, kind, protocol, _, address in found:
            left = SECONDS - (time.monotonic() - began)
            if left <= 0:
                break
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(left)
                connection.connect(address)
            except OSError as error:
                connection.close()
                last = error
                continue
            self._cut_after(connection, SECONDS - (time.monotonic() - began))
            return connection
        if last is None or isinstance(last, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection to {self.host} in time")
        raise NewConnectionError(self, f"no connection to {self.host}")

    def _cut_after(self, connection: socket.socket, seconds: float) -> None:
        # read timeouts are per packet: a peer that drips a byte now and then would hold the worker for ever
        twin = socket.socket(fileno=os.dup(connection.fileno()))

        def cut() -> None:
            try:
                twin.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # gone already
            finally:
                twin.close()

        self._guard = threading.Timer(max(seconds, 0), cut)
        self._guard.daemon = True
        self._guard.twin = twin  # type: ignore[attr-defined]
        self._guard.start()

    def close(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.cancel()
            guard.twin.close()  # type: ignore[attr-defined]
        super().close()


class PublicPool(HTTPSConnectionPool):
    ConnectionCls: Any = PublicConnection


class PublicAdapter(HTTPAdapter):
    """https to public addresses, certificates checked against the system's authorities."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections, maxsize=maxsize, block=block, ssl_context=ssl.create_default_context(), **kwargs
        )
        self.poolmanager.pool_classes_by_scheme = {"https": PublicPool}


class PushSession(requests.Session):
    """A session that knows https alone, follows no redirect, and reads no more of an answer than it needs."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.max_redirects = 0
        self.adapters.clear()
        self.mount("https://", PublicAdapter(max_retries=0))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        kwargs |= {"allow_redirects": False, "timeout": SECONDS, "stream": True}
        answer = super().request(*args, **kwargs)
        # pywebpush reads the whole body; it is not needed, so it is not fetched
        answer._content = next(answer.iter_content(LONGEST_ANSWER), b"")
        answer.close()
        return answer

    def get_redirect_target(self, resp: requests.Response) -> None:
        """No redirect leads anywhere, whatever a caller allows."""
        return


MakeSession = Callable[[], requests.Session]
