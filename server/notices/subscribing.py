"""Browsers of people that take web push: giving one, taking it back.

Promises: an endpoint belongs to one person at a time, the last who showed its keys (several people share a browser);
a person has at most five, the one seen longest ago makes room; what is not a push service's endpoint is refused.
"""

import base64
import binascii
import hashlib
import uuid
from collections.abc import Collection

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.orm import Session

from server.clock import now_ms
from server.errors import Problem
from server.notices import store
from server.notices.endpoints import Refused, host_of
from server.notices.models import PushSubscription
from server.people.service import Caller

MOST = 5


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Problem("push.keys") from None


def check_keys(p256dh: str, auth: str) -> None:
    """A point of P-256 and 16 secret bytes; Problem `push.keys` for anything else."""
    if len(_decoded(auth)) != 16:
        raise Problem("push.keys", {"keys.auth": ["16 bytes"]})
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
    except ValueError:
        raise Problem("push.keys", {"keys.p256dh": ["a point of P-256"]}) from None


def subscribe(
    session: Session,
    caller: Caller,
    subscription_id: uuid.UUID,
    endpoint: str,
    p256dh: str,
    auth: str,
    hosts: Collection[str],
    vapid: int,
) -> PushSubscription:
    """Keeps a browser. A known endpoint with the same keys is the same one, now the caller's.

    Args:
        vapid: number of the key that the browser subscribed with; of a known endpoint it stays what it is, since a
            browser that subscribes with another key gets another endpoint.

    Raises:
        Problem: `push.endpoint`, `push.keys`; `id.taken` for an id of another endpoint, or an endpoint that somebody
            shows without its keys.
    """
    try:
        host_of(endpoint, hosts)
    except Refused:
        raise Problem("push.endpoint") from None
    check_keys(p256dh, auth)
    digest = hashlib.sha256(endpoint.encode()).digest()
    now = now_ms()
    row = store.subscription_by_endpoint(session, digest)
    if row is not None and row.campaign_id != caller.campaign_id and (row.p256dh, row.auth) == (p256dh, auth):
        store.drop_subscription(session, row.campaign_id, row.id, now)
        row = None
    if row is not None:
        mine = row.person_id == caller.person_id
        if not mine and (row.p256dh, row.auth) != (p256dh, auth):
            raise Problem("id.taken")
        row.person_id, row.device_id, row.seen_at = caller.person_id, caller.device_id, now
        row.p256dh, row.auth = p256dh, auth
        session.flush()
    else:
        if session.get(PushSubscription, (caller.campaign_id, subscription_id)) is not None:
            raise Problem("id.taken")
        row = PushSubscription(
            campaign_id=caller.campaign_id,
            id=subscription_id,
            person_id=caller.person_id,
            device_id=caller.device_id,
            endpoint=endpoint,
            endpoint_hash=digest,
            p256dh=p256dh,
            auth=auth,
            vapid=vapid,
            created_at=now,
            seen_at=now,
        )
        session.add(row)
        session.flush()
    others = [one for one in store.subscriptions_of(session, caller.campaign_id, [caller.person_id]) if one is not row]
    for one in others[MOST - 1 :]:
        store.drop_subscription(session, caller.campaign_id, one.id, now)
    return row


def unsubscribe(session: Session, caller: Caller, subscription_id: uuid.UUID) -> None:
    """Forgets a browser of the caller; one that is unknown is forgotten already."""
    row = session.get(PushSubscription, (caller.campaign_id, subscription_id))
    if row is not None and row.person_id == caller.person_id:
        store.drop_subscription(session, caller.campaign_id, row.id, now_ms())
