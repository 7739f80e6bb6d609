"""Nothing is sent but to push services at public addresses: not one packet reaches anybody else."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from server.config import SettingsError, from_environment
from server.notices import transport
from server.notices.endpoints import Refused, host_of, is_public
from server.notices.transport import PublicConnection, PushSession

GOOD = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.mark.parametrize(
    "endpoint",
    [
        GOOD,
        "https://fcm.googleapis.com:443/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://FCM.googleapis.com/fcm/send/abc",
    ],
)
def test_push_services_of_browsers_are_known(endpoint: str):
    assert "." in host_of(endpoint)


BAD = [
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://localhost/",
    "https://fcm.googleapis.com.evil.tld/x",
    "https://evilfcm.googleapis.com/x",
    "https://evil@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.tld/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:443@evil.tld/",
    "https://evil.tld/https://fcm.googleapis.com/",
    "https://fcm.googleapis.com\\@evil.tld/",
    "https://fcm.googleapis.com/x#y",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com /x",
    "https://fcm.googleapis.com\n.evil.tld/x",
    "https://fcm。googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "https://",
    "",
    "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com/" + "a" * 2_048,
]


@pytest.mark.parametrize("endpoint", BAD)
def test_everybody_else_is_refused(endpoint: str):
    with pytest.raises(Refused):
        host_of(endpoint)


def test_the_operator_adds_hosts_to_which_the_same_rules_apply():
    settings = from_environment({"GOCUA_PUSH_HOSTS": "push.example.vn, other.example.vn"})
    assert host_of("https://push.example.vn/x", settings.push_hosts) == "push.example.vn"
    for endpoint in ("http://push.example.vn/x", "https://push.example.vn:444/x", "https://a@push.example.vn/x"):
        with pytest.raises(Refused):
            host_of(endpoint, settings.push_hosts)


@pytest.mark.parametrize(
    "hosts", ["127.0.0.1", "localhost", "*", "[::1]", "https://push.example.vn", "a..b", "10.0.0.1"]
)
def test_an_address_is_no_host_to_add(hosts: str):
    with pytest.raises(SettingsError):
        from_environment({"GOCUA_PUSH_HOSTS": hosts})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2001:0:7f00:1::",
        "64:ff9b::7f00:1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["142.250.1.1", "8.8.8.8", "2607:f8b0:4005::200a", "::ffff:8.8.8.8"])
def test_addresses_that_are(address: str):
    assert is_public(address)


# --- not one packet ---


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """A listener that notes whoever connects."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[str] = []
    stop = threading.Event()

    def listen() -> None:
        listener.settimeout(0.05)
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            seen.append("connected")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield listener.getsockname()[1], seen
    time.sleep(0.1)
    stop.set()
    thread.join()
    listener.close()
    assert seen == []


def answers(*addresses: str, port: int = 443):
    kinds = [(socket.AF_INET6 if ":" in one else socket.AF_INET, one) for one in addresses]
    return [(family, socket.SOCK_STREAM, 6, "", (one, port)) for family, one in kinds]


@pytest.mark.parametrize("found", [["127.0.0.1"], ["142.250.1.1", "127.0.0.1"], ["::1"], ["169.254.169.254"], []])
def test_a_name_that_stands_for_an_inner_address_gets_no_packet(canary, monkeypatch, found: list[str]):
    port, _ = canary
    monkeypatch.setattr(transport, "resolve", lambda host: answers(*found, port=port))
    with PushSession() as web, pytest.raises(Refused):
        web.post(GOOD, data=b"x")


def test_an_answer_that_changes_between_check_and_use_finds_nobody(canary, monkeypatch):
    port, _ = canary
    asked: list[str] = []
    tried: list[str] = []

    def rebinding(host: str):
        asked.append(host)
        return answers("142.250.1.1" if len(asked) == 1 else "127.0.0.1", port=port)

    def connect(self: socket.socket, address) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(transport, "resolve", rebinding)
    monkeypatch.setattr(transport.socket.socket, "connect", connect)
    with PushSession() as web, pytest.raises(requests.ConnectionError):
        web.post(GOOD, data=b"x")
    assert (asked, tried) == (["fcm.googleapis.com"], ["142.250.1.1"])


@pytest.mark.parametrize("scheme", ["http", "ftp", "file"])
def test_the_session_knows_https_alone(canary, scheme: str):
    port, _ = canary
    with PushSession() as web, pytest.raises(requests.exceptions.InvalidSchema):
        web.post(f"{scheme}://127.0.0.1:{port}/", data=b"x")


def test_nothing_of_the_environment_is_used(canary, monkeypatch):
    port, _ = canary
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    monkeypatch.setattr(transport, "resolve", lambda host: answers("10.0.0.1"))
    with PushSession() as web, pytest.raises(Refused):
        web.post(GOOD, data=b"x")


def test_a_peer_that_drips_is_cut(monkeypatch):
    """A byte now and then keeps every read timeout away; the connection is cut all the same."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            while not stop.wait(0.02):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    monkeypatch.setattr(transport, "SECONDS", 0.3)
    monkeypatch.setattr(transport, "is_public", lambda address: True)
    monkeypatch.setattr(transport, "resolve", lambda host: answers("127.0.0.1", port=listener.getsockname()[1]))
    peer = PublicConnection("fcm.googleapis.com", timeout=60)
    connection = peer._new_conn()
    with connection:
        connection.settimeout(30)
        try:
            while connection.recv(1_024):
                pass
        except ConnectionResetError:
            pass  # cut with bytes still under way
    peer.close()
    stop.set()
    thread.join()
    listener.close()
