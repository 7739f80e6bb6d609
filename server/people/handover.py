"""The key of a device's hand-over files (protocol §3): made from a server key and the device id, stored nowhere."""

import hmac
import uuid


def handover_key(secret: bytes, device_id: uuid.UUID) -> bytes:
    """32 bytes; the device keeps them non-extractable, the server makes them again when a file comes in."""
    return hmac.digest(secret, b"gocua/handover/v1|" + device_id.bytes, "sha256")
