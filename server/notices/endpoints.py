"""Where notices may be sent: push services of browsers and nobody else (web push is a request that a caller makes the
server send).

A subscription's endpoint is checked when it is given and again before each sending: https on port 443, no user part,
one of the known hosts. What the name resolves to is checked where the connection is made (transport.py). There is no
setting that loosens this; GOCUA_PUSH_HOSTS only adds hosts to which the same rules apply.
"""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

KNOWN = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)
LONGEST = 2_048
_PLAIN = re.compile(r"[!-~]+")  # visible ASCII: no space, no control sign
_HOST = re.compile(r"[a-z0-9.-]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(ValueError):
    """An endpoint or an address to which nothing is sent."""


def host_of(endpoint: str, more: Collection[str] = ()) -> str:
    """The host of an endpoint.

    Args:
        more: hosts besides the known ones.

    Raises:
        Refused: it is not an https address on port 443 of a known push service.
    """
    if len(endpoint) > LONGEST or not _PLAIN.fullmatch(endpoint) or "\\" in endpoint:
        raise Refused("not an address")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise Refused("not an address") from None
    host = parts.hostname or ""
    if parts.scheme != "https" or port not in (None, 443):
        raise Refused("not https on port 443")
    if "@" in parts.netloc or parts.fragment or not _HOST.fullmatch(host):
        raise Refused("more than a host and a path")
    for known in (*KNOWN, *more):
        # a suffix counts from a dot on: "evilfcm.googleapis.com" is somebody else's
        if host == known or host.endswith("." + known):
            return host
    raise Refused("not a known push service")


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet: not private, shared (CGNAT), local, link-local (clouds'
    metadata), multicast, reserved, nor an IPv6 form of such a one."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if address.sixtofour is not None or address.teredo is not None or address in _NAT64:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
