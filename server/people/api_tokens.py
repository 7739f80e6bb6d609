"""What a program's token is: read-only, for spreadsheets, other systems and Prometheus.

A token sees what a person of its scope sees (the campaign as the district, an area as its commune, an organisation as
its reporter), of that only what its rights open, by GET alone. What is kept is an HMAC under a server key, so a copied
database opens nothing. How tokens are made and closed is in `programs`.
"""

import hmac
import secrets
import uuid

from sqlalchemy.orm import Session

from server.keys import Keys
from server.people import audit, store
from server.people.models import ApiToken

KIND = "token"  # how such a caller came in, beside cookie and bearer
RIGHTS = ("totals", "exports", "records", "metrics")
METRICS = "metrics"  # of the whole installation: the admin's alone
LONGEST_DAYS = 366
OFTEN_MS = 10 * 60_000  # how far apart two notes of the last use are
_PREFIX = "gocua."  # no session's token has a dot, so the two are never mixed up
_LABEL = b"gocua/api-token/v1|"


def new_secret() -> str:
    return _PREFIX + secrets.token_urlsafe(32)


def is_one(secret: str) -> bool:
    return secret.startswith(_PREFIX)


def digest(keys: Keys, secret: str) -> bytes:
    """What is stored of a token: 32 bytes."""
    return digests(keys, secret)[0]


def digests(keys: Keys, secret: str) -> list[bytes]:
    """What may be stored of a token, by the key of today and by those before it."""
    return [hmac.digest(key, _LABEL + secret.encode(), "sha256") for key in keys.handovers]


def rights_of(row: ApiToken | store.TokenRow) -> tuple[str, ...]:
    return tuple(row.rights.split(","))


def state_of(row: ApiToken, now: int) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "active" if now < row.expires_at else "expired"


def role_of(area_id: int | None, organisation_id: int | None) -> str:
    """As whom a token of this scope sees."""
    if organisation_id is not None:
        return "reporter"
    return "district" if area_id is None else "commune"


def see(session: Session, token_id: uuid.UUID, key_hash: bytes, now: int) -> None:
    """Notes that a token was used, under the key of today; its first use of all leaves a line in the trail."""
    row = session.get(ApiToken, token_id)
    if row is None:
        return
    if row.used_at is None:
        details = {"name": row.name}
        audit.record(session, "token.use", row.id, campaign_id=row.campaign_id, actor_id=None, details=details)
    row.used_at, row.key_hash = now, key_hash
