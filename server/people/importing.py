"""Inviting many people from a table: everything or nothing, with one line for each row that is wrong."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.tables import BadTable, Row
from server.errors import Problem, sentence
from server.ids import uuid7
from server.people import invites
from server.people.invites import Author, Issued
from server.people.posts import read_post
from server.people.roles import ROLES

COLUMNS = ("name", "role", "organisation", "area")


@dataclass(frozen=True)
class Invited:
    row: Row
    issued: Issued


def import_people(session: Session, dictionary: Book, rows: list[Row]) -> list[Invited]:
    """One invite for each row (name, role, organisation, area, and a hamlet to begin with when there is one).

    Raises:
        BadTable: one line for each wrong row; nobody is invited then.
    """
    lines: list[str] = []
    found: list[Invited] = []
    for row in rows:
        try:
            if not row["name"]:
                raise ValueError("the name is missing")
            if row["role"] not in ROLES:
                raise ValueError(f"role {row['role']!r} is none of {', '.join(ROLES)}")
            post = read_post(
                dictionary,
                today(dictionary),
                row["role"],
                row["organisation"] or None,
                row["area"] or None,
                row["hamlet"] or None,
            )
            issued = invites.issue(session, dictionary, Author(), row["name"][:200], post, uuid7())
            found.append(Invited(row, issued))
        except ValueError as error:
            lines.append(f"row {row.number}: {error}")
        except Problem as problem:
            details = f" ({problem.details})" if problem.details else ""
            lines.append(f"row {row.number}: {sentence(problem.code, 'en')}{details}")
    if lines:
        raise BadTable(lines)
    return found
