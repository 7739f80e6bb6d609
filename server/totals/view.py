"""A question within what its caller may see. Pure: rests on the Book, the layout of the day and the scope.

The one scope filter decides; `within` and `organisation` only narrow it. Helpers are the exception: their scope is
their own records, and of the totals they see the aggregates of their area.
"""

from server.campaign.book import Book
from server.errors import Problem
from server.people.scope import Scope, areas_under
from server.people.service import Caller
from server.totals.layout import Layout
from server.totals.question import Question, View

HELPERS = ("volunteer", "teller")
REPORTER = "reporter"


def view_of(book: Book, layout: Layout, scope: Scope, caller: Caller, question: Question) -> View:
    """The question within the caller's scope; Problem `not_found` for what lies outside."""
    helper, reporter = caller.role in HELPERS, caller.role == REPORTER
    areas = areas_under(book, caller.area_id, layout.day) if helper else scope.area_ids
    units = None if helper else scope.organisation_ids
    top = book.root if areas is None else layout.today(caller.area_id)
    root = top
    if question.within is not None:
        found = book.resolve(question.within, layout.day)
        if found is None:
            raise Problem("not_found")
        root = layout.today(found)
        if root != top and root not in layout.under(top):
            raise Problem("not_found")
    inside = layout.under(root)
    parent = None
    if question.organisation is not None:
        parent = book.organisation_of(question.organisation)
        if parent is None or (units is not None and parent.id not in units):
            raise Problem("not_found")
        below = book.organisation_subtree(parent.id)
        units = below if units is None else below & units
    return View(
        by=question.by,
        root=root,
        areas=None if areas is None and root == book.root else inside if areas is None else inside & areas,
        organisations=units,
        parent=parent.id if parent else None,
        tops=_tops(book, units) if parent is None else (),
        since=question.since,
        until=question.until,
        late=helper,
        guarded=reporter,
    )


def _tops(book: Book, units: frozenset[int] | None) -> tuple[int, ...]:
    """The organisations at the top of what may be seen."""
    if units is None:
        return tuple(unit.id for unit in book.organisation_children(None))
    return tuple(sorted(one for one in units if book.organisation(one).parent_id not in units))
