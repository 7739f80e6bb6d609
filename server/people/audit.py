"""The audit trail: what staff did, to what, and when; rows are only ever added.

Nothing secret goes in: no code, token, password or phone number; a value that changed stands with what it was.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.clock import now_ms
from server.people.models import Audit


def record(
    session: Session,
    act: str,
    subject: object,
    *,
    campaign_id: int | None,
    actor_id: uuid.UUID | None,
    details: dict[str, Any] | None = None,
) -> None:
    """Adds one line to the trail, in the transaction of the act itself.

    Args:
        act: dotted verb, as `person.move`; what it is called is in the client's desk/admin/strings.acts.*.
        subject: id or code of what it was done to.
        actor_id: who did it; None for the command line.
    """
    session.add(
        Audit(
            campaign_id=campaign_id,
            at=now_ms(),
            actor_id=actor_id,
            act=act,
            subject=str(subject)[:200],
            details=details or {},
        )
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One of many acts of a campaign that are written at once; as the arguments of `record`."""

    act: str
    subject: object
    actor_id: uuid.UUID | None
    details: dict[str, Any] = field(default_factory=dict[str, Any])


def record_all(session: Session, campaign_id: int, acts: Sequence[Act]) -> None:
    """Adds a line for each act, in their order, by one statement."""
    if not acts:
        return
    at = now_ms()
    rows = [
        {
            "campaign_id": campaign_id,
            "at": at,
            "actor_id": one.actor_id,
            "act": one.act,
            "subject": str(one.subject)[:200],
            "details": one.details,
        }
        for one in acts
    ]
    session.execute(insert(Audit), rows)
