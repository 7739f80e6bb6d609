"""What several use cases of this room begin with: the campaign's orders, and a caller about to change something."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import now_ms
from server.database import reading, writing
from server.errors import Problem
from server.people.scope import scope_of
from server.people.service import caller
from server.reports import orders, reminders
from server.reports.orders import Obligation, Span
from server.reports.stating import Desk


def orders_of(campaign: Campaign) -> dict[str, Obligation]:
    """What was ordered in a campaign, by code."""
    span = Span(
        campaign.tz,
        campaign.starts_on,
        campaign.ends_on,
        campaign.weekly_from,
        campaign.weekly_until,
        campaign.shifted_days,
    )
    return orders.read(campaign.settings, span)


@contextmanager
def stating() -> Iterator[Desk]:
    """The write transaction of an act of the caller, with the campaign locked.

    Raises:
        Problem: `campaign.purged`.
    """
    calling = caller()
    with writing() as session:
        campaign = campaign_store.lock(session, calling.campaign_id)
        if campaign.purged_at is not None:
            raise Problem("campaign.purged")
        yield Desk(session, book_of(session, campaign), calling, scope_of(session, calling))


@contextmanager
def looking() -> Iterator[Desk]:
    """The same for reading: one snapshot, nothing locked, nothing changed."""
    calling = caller()
    with reading() as session:
        dictionary = book_of(session, campaign_of(session, calling.campaign_id))
        yield Desk(session, dictionary, calling, scope_of(session, calling))


def remind() -> None:
    """One round of reminders for every campaign (the worker's tick)."""
    now = now_ms()
    with reading() as session:
        waiting = [
            campaign.id
            for campaign in campaign_store.campaigns(session)
            if campaign.purged_at is None
            and reminders.anything_new(session, book_of(session, campaign), campaign, orders_of(campaign), now)
        ]
    for campaign_id in waiting:
        with writing() as session:
            campaign = campaign_store.lock(session, campaign_id)
            reminders.plan(session, book_of(session, campaign), campaign, orders_of(campaign), now)


def campaign_of(session: Session, campaign_id: int) -> Campaign:
    return session.get_one(Campaign, campaign_id)
