"""P6: whoever pulls, from any cursor and between any commits, ends with the final version of every visible record."""

import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

import orjson
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.people.service import Caller
from server.sync import counting, feed, service
from tests.property.drafts import (
    ANN,
    AREAS,
    BEGAN,
    BO,
    CAM,
    DIEP,
    DUNG,
    OUTCOMES,
    PLACE,
    RECORDS,
    Draft,
    arrivals,
    histories,
    moving,
    reviewing,
    several,
)
from tests.property.world import World
from tests.site import Site

PULLERS = {
    "the volunteer": (ANN, "volunteer", "x", 1),
    "another": (BO, "volunteer", "y", 2),
    "commune x": (CAM, "commune", "x", None),
    "commune y": (DUNG, "commune", "y", None),
    "reporter ua": (CAM, "reporter", "g", 1),
    "the district": (DIEP, "district", "g", None),
}


def pulled(world: World, caller: Caller, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page as a phone reads it."""
    return orjson.loads(orjson.dumps(service.pull(world.keys, caller, cursor, limit).told))


class Puller:
    """A phone that pulls pages into a view."""

    def __init__(self, world: World, name: str):
        person, role, area, unit = PULLERS[name]
        self.world, self.name, self.cursor = world, name, None
        self.view: dict[tuple[str, str], dict[str, Any]] = {}
        self.seen: list[int] = []
        self.caller = Caller(
            person_id=uuid.UUID(person),
            device_id=uuid.UUID(int=1),
            campaign_id=world.campaign_id,
            campaign_code="thu",
            role=role,
            organisation_id=unit,
            area_id=list(AREAS).index(area) + 1,
            membership_id=1,
            token_kind="bearer",
            revoked=False,
            name="người kéo",
            hamlet_id=None,
            member_since=BEGAN,
            enrolled_at=BEGAN,
            token_hash=b"",
        )

    def page(self, limit: int) -> bool:
        """Pulls one page; whether there are more."""
        answer = pulled(self.world, self.caller, self.cursor, limit)
        assert "reset" not in answer
        before = self.seen[-1:] or [0]
        seqs = [row["seq"] for row in answer["rows"]]
        assert sorted(set(seqs)) == seqs, "rows in seq order, no two of the same"
        assert not seqs or seqs[0] > before[0], "nothing twice"
        assert len(seqs) <= limit
        for row in answer["rows"]:
            key = (row.get("person", ""), row.get("record_id", ""))
            if row["kind"] == "record":
                self.view[key] = row
            elif row["kind"] == "gone":
                self.view.pop(key, None)
        self.seen += seqs
        self.cursor = answer["cursor"]
        return answer["more"]

    def visible(self, person: str, area: str, organisation: str | None) -> bool:
        owner, role, below, unit = PULLERS[self.name]
        if role == "volunteer":
            return person == owner
        if role == "commune":
            return below in PLACE.path(area)
        return role == "district" or organisation == ("ua" if unit == 1 else "yb")


def pull_between_commits(shared: Site, data: st.DataObject, drafts: list[Draft]) -> None:
    """The property itself: views of all pullers, however they pulled, against a recount."""
    world = World.make(shared)
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    pullers = [Puller(world, name) for name in PULLERS]
    eager = data.draw(st.booleans())
    for _ in world.arrive(ops, drafts, data.draw(arrivals(len(drafts)))):
        for puller in pullers if eager else data.draw(st.lists(st.sampled_from(pullers), max_size=3)):
            puller.page(500 if eager else data.draw(st.sampled_from((1, 2, 500))))
    plain = world.recount()
    winners = {(sent.person, sent.op["op_id"]): sent.op for sent in world.sent.values()}
    for puller in pullers:
        while puller.page(data.draw(st.sampled_from((1, 2, 500)))):
            pass
        expected = {}
        for name, shown in plain.shown.items():
            body = winners[name[0], shown.winner]["body"]
            if puller.visible(name[0], body["area"], shown.organisation):
                expected[name] = (shown.winner, body["area"], body["outcome"], shown.number is not None)
        got = {
            name: (row["op_id"], row["area"], row["outcome"], row["has_number"]) for name, row in puller.view.items()
        }
        assert got == expected, puller.name
        anew = Puller(world, puller.name)
        while anew.page(2):
            pass
        assert anew.view == puller.view, "a new phone sees the same"


@given(data=st.data(), drafts=histories)
def test_every_view_ends_with_the_final_version_of_every_visible_record(
    shared: Site, data: st.DataObject, drafts: list[Draft]
):
    pull_between_commits(shared, data, drafts)


def departures_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feed, "_departures", lambda *_: [])


def departures_sent_of_what_is_in_scope_again(patch: pytest.MonkeyPatch) -> None:
    real = feed.scope_sql
    patch.setattr(
        feed,
        "scope_sql",
        lambda bulk, scope, prefix="": (" AND 1 = 0", []) if prefix == "r." else real(bulk, scope, prefix),
    )


def only_the_winner_moves_the_row(patch: pytest.MonkeyPatch) -> None:
    real = counting.record_row

    def record_row(campaign_id, name, seq, state, rules):
        return real(campaign_id, name, seq if state.review is None else 0, state, rules)

    patch.setattr(counting, "record_row", record_row)


def a_full_page_moves_to_the_head(patch: pytest.MonkeyPatch) -> None:
    real = feed.page
    patch.setattr(feed, "page", lambda *args: real(*args)[: args[6]])


MUTANTS = {
    departures_forgotten: moving,
    departures_sent_of_what_is_in_scope_again: moving,
    only_the_winner_moves_the_row: reviewing,
    a_full_page_moves_to_the_head: several,
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_mistake_is_caught(shared: Site, mutant: Callable[[pytest.MonkeyPatch], None]):
    @settings(
        max_examples=300, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data(), drafts=MUTANTS[mutant])
    def holds(data: st.DataObject, drafts: list[Draft]) -> None:
        pull_between_commits(shared, data, drafts)

    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        with pytest.raises((AssertionError, sqlite3.IntegrityError, psycopg.IntegrityError)):
            holds()


def test_rows_carry_no_number_and_no_credit(shared: Site):
    world = World.make(shared)
    drafts = [Draft(0, 0, 1, BEGAN, BEGAN, 1, number=0), Draft(4, 1, 1, BEGAN, BEGAN, 2, number=0)]
    ops = [world.op(place, draft) for place, draft in enumerate(drafts)]
    for _ in world.arrive(ops, drafts, [[0, 1]]):
        pass
    answer = pulled(world, Puller(world, "the district").caller, None, 500)
    first, second = answer["rows"]
    apart = ("record_id", "person", "op_id", "seq", "organisation")
    assert {k: v for k, v in first.items() if k not in apart} == {k: v for k, v in second.items() if k not in apart}
    assert set(OUTCOMES) >= {row["outcome"] for row in answer["rows"]}
    assert {row["record_id"] for row in answer["rows"]} <= set(RECORDS)
