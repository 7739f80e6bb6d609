"""What is held of whom, in counts: the facts that the notification of a breach begins with (Luật 91/2025/QH15).

Promises: counts alone, of the caller's campaign; a code of a number is counted, never shown.
"""

from typing import Any

from sqlalchemy import ColumnElement, distinct, func, select

from server.campaign.keeping import purge_from
from server.campaign.models import Campaign
from server.clock import DAY_MS, now_ms
from server.database import reading
from server.people.models import Audit, Device, Membership
from server.people.service import Caller
from server.sync.models import Erasure, Op, Pending, Record

EXPORTS_MS = 30 * DAY_MS
_SEALED = '"sealed_phone"'


def facts(caller: Caller) -> dict[str, Any]:
    """Counts of the caller's campaign at this moment."""
    one = caller.campaign_id
    with reading() as session:
        campaign = session.get_one(Campaign, one)

        def many(what: Any, *conditions: ColumnElement[bool]) -> int:
            return session.scalar(select(func.count(what)).where(*conditions)) or 0

        return {
            "records": many(Record.record_id, Record.campaign_id == one),
            "numbers": many(distinct(Op.phone_key), Op.campaign_id == one),
            "notes": many(Record.note, Record.campaign_id == one),
            "sealed": many(Pending.id, Pending.campaign_id == one, Pending.raw.contains(_SEALED)),
            "people": many(distinct(Membership.person_id), Membership.campaign_id == one),
            "devices": many(Device.id, Device.campaign_id == one),
            "revoked": many(Device.id, Device.campaign_id == one, Device.revoked_at.is_not(None)),
            "exports": many(
                Audit.id, Audit.campaign_id == one, Audit.act.like("%.export"), Audit.at >= now_ms() - EXPORTS_MS
            ),
            "erased": many(Erasure.id, Erasure.campaign_id == one, Erasure.granted.is_(True)),
            "purge_from": purge_from(campaign.ends_on, campaign.settings).isoformat(),
        }
