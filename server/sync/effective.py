"""When an op counts as having happened (protocol.md §4), whatever the phone's clock says.

Pure. Promises: the result is never before the phone's last contact with the server and never more than thirty days
after it, so a wrong clock refuses nothing and gains nothing.
"""

WINDOW_MS = 30 * 86_400_000

UNANCHORED = 1  # no anchor, or one that does not verify
OUTSIDE = 2  # a day before the campaign's first or after its last


def effective(happened_at: int, anchor_at: int | None, enrolled_at: int) -> int:
    """Effective time in ms: the claim held between the anchor's time and thirty days later.

    Args:
        happened_at: what the phone's clock said, ms.
        anchor_at: the server's time in the newest anchor that the phone held; None when it gave none that verifies.
        enrolled_at: when the device was enrolled, ms: the effective time of an op without anchor.
    """
    if anchor_at is None:
        return enrolled_at
    return min(max(happened_at, anchor_at), anchor_at + WINDOW_MS)
