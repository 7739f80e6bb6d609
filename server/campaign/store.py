"""All SQL of the campaign room: the writer's lock, the seq counter, and the rows of the dictionary."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.campaign.book import Book, Place, Result, Unit
from server.campaign.models import Area, Campaign, Organisation, Outcome
from server.errors import Problem


def lock(session: Session, campaign_id: int) -> Campaign:
    """Locks the campaign's row until the transaction ends and returns it as it is now.

    The first statement of every transaction that changes rows of a campaign: it makes seq gapless and in
    commit order.

    Raises:
        Problem: `campaign.unknown`.
    """
    query = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    campaign = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if campaign is None:
        raise Problem("campaign.unknown")
    return campaign


def advance(session: Session, campaign_id: int, count: int) -> range:
    """Takes the next `count` seq numbers, which become the campaign's head; the row must be locked.

    The caller writes the row of the commit list (sync room) when `count` > 0.
    """
    campaign = session.get_one(Campaign, campaign_id)
    first = campaign.head + 1
    campaign.head += count
    session.execute(update(Campaign).where(Campaign.id == campaign_id).values(head=campaign.head))
    return range(first, first + count)


def touch(session: Session, campaign_id: int) -> None:
    """A new revision of areas, organisations, figures or targets: what was read before is out of date."""
    session.execute(update(Campaign).where(Campaign.id == campaign_id).values(figures_rev=Campaign.figures_rev + 1))


def campaign_by_code(session: Session, code: str) -> Campaign | None:
    return session.scalars(select(Campaign).where(Campaign.code == code)).one_or_none()


def campaigns(session: Session) -> Sequence[Campaign]:
    return session.scalars(select(Campaign).order_by(Campaign.id)).all()


def read_book(session: Session, campaign: Campaign) -> Book:
    """The campaign's dictionary as the database has it now."""
    areas = session.execute(
        select(
            Area.id,
            Area.code,
            Area.name,
            Area.type,
            Area.level,
            Area.parent_id,
            Area.valid_from,
            Area.valid_to,
            Area.successor,
        ).where(Area.campaign_id == campaign.id)
    )
    units = session.execute(
        select(
            Organisation.id,
            Organisation.code,
            Organisation.name,
            Organisation.short_name,
            Organisation.kind,
            Organisation.parent_id,
            Organisation.area_id,
            Organisation.takes_members,
            Organisation.assists_residents,
            Organisation.duties,
            Organisation.position,
        ).where(Organisation.campaign_id == campaign.id)
    )
    outcomes = session.execute(
        select(
            Outcome.id,
            Outcome.code,
            Outcome.name_vi,
            Outcome.name_en,
            Outcome.group,
            Outcome.no_household,
            Outcome.position,
        ).where(Outcome.campaign_id == campaign.id)
    )
    return Book(
        campaign_id=campaign.id,
        code=campaign.code,
        name=campaign.name,
        tz=campaign.tz,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        sample=campaign.sample,
        rev=campaign.figures_rev,
        root=campaign.root_area,
        areas={row[0]: Place(*row) for row in areas},
        organisations={row[0]: Unit(*row) for row in units},
        outcomes={row[0]: Result(*row) for row in outcomes},
        settings=campaign.settings,
    )
