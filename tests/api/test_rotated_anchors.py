"""Anchors: those of the key before go on holding the time until it is retired; then the enrolment does."""

from sqlalchemy import select

from server.clock import DAY_MS, now_ms
from server.database import reading
from server.sync.effective import UNANCHORED
from server.sync.models import Op
from tests import rotating
from tests.batches import push, put, statuses
from tests.site import Site


def last(site: Site) -> tuple[int, int]:
    """Effective time and flags of the op that came last."""
    with reading() as session:
        op = session.scalars(select(Op).order_by(Op.seq.desc()).limit(1)).one()
        return op.eff, op.flags


def test_it_works(site: Site):
    enrolled = now_ms() - 5 * DAY_MS
    volunteer = site.person(since=enrolled)
    old, at = volunteer.anchor(), now_ms()
    rotating.rotate(site, "anchor")
    new = volunteer.anchor()
    assert old != new
    for anchor in (old, new):
        assert statuses(push(volunteer, put(anchor=anchor, at=at))) == ["stored"]
        eff, flags = last(site)
        assert eff >= at
        assert not flags & UNANCHORED
    rotating.retire(site, "anchor")
    assert statuses(push(volunteer, put(anchor=old, at=at))) == ["stored"], "nothing is lost with a key"
    eff, flags = last(site)
    assert (eff, flags & UNANCHORED) == (enrolled, UNANCHORED)
    push(volunteer, put(anchor=new, at=at))
    assert not last(site)[1] & UNANCHORED
