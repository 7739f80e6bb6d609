"""Posts: role, organisation, area and preset hamlet that a membership or an invite names, and who may give them.

Rights over people are looked at twice: for what somebody is now and for what they are to become; so nobody can raise
themselves or take over the account of someone above them.
"""

from dataclasses import dataclass
from datetime import date

from server.campaign.book import Book
from server.errors import Problem
from server.people.models import Invite, Membership
from server.people.roles import ROLES
from server.people.scope import areas_under

WITHOUT_UNIT = frozenset({"district", "admin"})
# whom a role may invite, move and revoke
MANAGES = {
    "commune": frozenset({"volunteer", "teller", "reporter"}),
    "district": frozenset({"volunteer", "teller", "reporter", "commune", "district"}),
    "admin": frozenset(ROLES),
}


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is, or is to be, in a campaign."""

    role: str
    organisation_id: int | None
    area_id: int
    hamlet_id: int | None = None


def post_of(row: Membership | Invite) -> Post:
    return Post(row.role, row.organisation_id, row.area_id, row.hamlet_id)


def read_post(
    dictionary: Book, day: date, role: str, organisation: str | None, area: str | None, hamlet: str | None = None
) -> Post:
    """A post of the codes that name it.

    Raises:
        Problem: `request.invalid` when organisation or area is missing; `organisation.unknown`,
            `organisation.class`, `area.unknown` with the field in `details`.
    """
    if role not in WITHOUT_UNIT:
        missing = [name for name, value in (("organisation", organisation), ("area", area)) if not value]
        if missing:
            raise Problem("request.invalid", {name: ["required for this role"] for name in missing})
    area_id = dictionary.resolve(area, day) if area else dictionary.root
    if area_id is None:
        raise Problem("area.unknown", {"area": [area]})
    if role in WITHOUT_UNIT:
        area_id = dictionary.root  # the whole campaign, whatever area was named
    unit = dictionary.organisation_of(organisation) if organisation else None
    if organisation and unit is None:
        raise Problem("organisation.unknown", {"organisation": [organisation]})
    if unit is not None and not unit.takes_members:
        raise Problem("organisation.class", {"organisation": [organisation]})
    hamlet_id = dictionary.resolve(hamlet, day) if hamlet else None
    if hamlet and (hamlet_id is None or hamlet_id not in dictionary.subtree(area_id)):
        raise Problem("area.unknown", {"hamlet": [hamlet]})
    if hamlet_id is None and dictionary.area(area_id).level == 2:
        hamlet_id = area_id
    return Post(role, unit.id if unit else None, area_id, hamlet_id)


def check_manages(dictionary: Book, day: date, manager: Post, post: Post) -> None:
    """Whether the manager may give, take or touch the post.

    Raises:
        Problem: `role.forbidden` when the manager's role never may, `not_found` when the post is out of scope.
    """
    if post.role not in MANAGES.get(manager.role, frozenset()):
        raise Problem("role.forbidden")
    if manager.role != "commune":
        return
    under = areas_under(dictionary, manager.area_id, day)
    if post.area_id not in under:
        raise Problem("not_found")
    if post.role == "reporter":
        # a reporter sees all of the organisation: it must belong to the manager's own area
        unit = dictionary.organisations.get(post.organisation_id or 0)
        if unit is None or unit.area_id not in under:
            raise Problem("not_found")


def check_touches(dictionary: Book, day: date, manager: Post, post: Post) -> None:
    """As `check_manages` for somebody or something that is there: out of scope it is not found, whatever it is."""
    if manager.role == "commune" and post.area_id not in areas_under(dictionary, manager.area_id, day):
        raise Problem("not_found")
    check_manages(dictionary, day, manager, post)


def manages(dictionary: Book, day: date, manager: Post, post: Post) -> bool:
    """`check_manages` as a yes or no."""
    try:
        check_manages(dictionary, day, manager, post)
    except Problem:
        return False
    return True
