"""What other rooms ask of a campaign: its dictionary, read once per revision and process."""

from sqlalchemy.orm import Session, defer

from server.campaign import store
from server.campaign.book import Book
from server.campaign.models import Campaign
from server.errors import Problem

# by campaign, history and revision: the epoch is random for each campaign and new after a restore, so neither
# another database nor an older state of this one is ever mistaken for the present
_BOOKS: dict[tuple[int, str, int], Book] = {}
_KEPT = 16
_WITHOUT_SETTINGS = (defer(Campaign.settings),)


def book(session: Session, campaign_id: int) -> Book:
    """The campaign's dictionary as this session sees it; one statement when it is cached (none after `lock`).

    Raises:
        Problem: `campaign.unknown`.
    """
    return book_of(session, campaign_of(session, campaign_id))


def campaign_of(session: Session, campaign_id: int) -> Campaign:
    """The campaign's row; its settings, which are long and in the dictionary, too, are read when they are asked for.

    Raises:
        Problem: `campaign.unknown`.
    """
    campaign = session.get(Campaign, campaign_id, options=_WITHOUT_SETTINGS)
    if campaign is None:
        raise Problem("campaign.unknown")
    return campaign


def book_of(session: Session, campaign: Campaign) -> Book:
    """The dictionary of a campaign whose row the session already holds."""
    key = (campaign.id, campaign.epoch, campaign.figures_rev)
    found = _BOOKS.get(key)
    if found is None:
        found = store.read_book(session, campaign)
        while len(_BOOKS) >= _KEPT:
            _BOOKS.pop(next(iter(_BOOKS)), None)
        _BOOKS[key] = found
    return found
