"""base64url without padding, as the wire has it.

Pure. Promises: each content has one spelling; what is spelled otherwise is not read (the last letter may have bits to
spare).
"""

import base64


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes | None:
    """The content, None for anything that `encode` would not have written."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:  # not base64, or not ASCII
        return None
    return data if encode(data) == text else None
