"""What goes to the process beside and comes back: the ops as they were read, and what became of each."""

import os
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from sqlalchemy import select

from server import logs
from server.database import reading
from server.errors import Problem
from server.sync import apart, ops, service, wire
from server.sync.anchor import Anchor
from server.sync.batch import Batch, Said
from server.sync.beside import Lost
from server.sync.highwater import HighWater
from server.sync.intake import Intake, Sender
from server.sync.models import Commit
from server.sync.together import Groups, Seat
from server.sync.work import Work
from tests.batches import batch, new_id, push, put, review, rows, statuses
from tests.carried import carry
from tests.site import HAMLET, Caller, Site

SENDER = Sender(1, b"p" * 16, b"d" * 16)
SEALED = "A" * 120

texts = st.text(max_size=30)
numbers = st.integers(-(2**63), 2**64 - 1) | st.floats()
odd = st.recursive(st.none() | st.booleans() | numbers | texts, lambda x: st.lists(x, max_size=3))
bodies = st.fixed_dictionaries(
    {"area": st.just(HAMLET) | odd, "mode": st.just("door") | odd, "outcome": texts},
    optional={"sealed_phone": st.none() | st.just(SEALED), "consent": texts, "note": texts, "void": odd, "extra": odd},
)
elements = odd | st.builds(
    lambda op, body, more: {**op, "body": body, **more}, st.builds(put) | st.builds(review, st.just(new_id())), bodies,
    st.dictionaries(texts, odd, max_size=2),
)  # fmt: skip


@given(st.lists(elements, max_size=4), st.booleans())
def test_what_is_carried_is_what_was_read(sent: list[Any], spaced: bool):
    body = orjson.dumps({"batch_id": new_id(), "ops": sent})
    try:
        found = wire.read(body + b" " if spaced else body).elements
    except Problem:
        reject()  # nested too deeply: refused as a whole
    read = [ops.read(index, element) for index, element in enumerate(found)]
    stored = [op.raw() if op.fault is None else None for op in read]
    texts_sent = [op.text() for op in read]
    given_ = Batch(SENDER, read, {"a": Anchor(1, 2, b"e" * 8), "b": None}, Said("1.0", 1, 2, None, 3))
    for op in read:
        op.go_out()
    came = apart._batch(apart._encode(given_))
    assert came == given_
    assert [op.raw() if op.fault is None else None for op in came.ops] == stored
    assert [op.text() for op in came.ops] == texts_sent
    assert not any(SEALED in text for text in stored if text)


def message(site: Site, caller: Caller, *sent: Any) -> bytes:
    """A batch of a caller's, as it goes to the process."""
    found = wire.read(orjson.dumps(batch(*sent))).elements
    read = [ops.read(index, element) for index, element in enumerate(found)]
    sender = Sender(site.campaign_id, caller.person_id.bytes, caller.device_id.bytes)
    for op in read:
        op.go_out()
    return apart._encode(Batch(sender, read, {}, None))


def told(site: Site, *messages: bytes) -> list[apart._Answer]:
    """What the process answers to batches that came together."""
    with site.app.app_context(), logs.quiet():
        found = apart.answers(messages, site.app.extensions["gocua.highwater"])
    return [apart._answer(one) for one in found]


def results(answer: apart._Answer) -> list[str] | str | None:
    return answer.problem if answer.outcome is None else [one.status for one in answer.outcome.results]


def test_batches_that_come_together_share_a_commit(sqlite_site: Site):
    people = [sqlite_site.person() for _ in range(3)]
    answers = told(sqlite_site, *(message(sqlite_site, one, put(), put()) for one in people))
    assert [results(one) for one in answers] == [["stored", "stored"]] * 3
    assert {one.outcome.seq for one in answers if one.outcome} == {6}
    with sqlite_site.app.app_context(), reading() as session:
        assert session.scalars(select(Commit.seq)).all() == [6]


def test_a_device_that_is_somebody_elses_stops_no_other(sqlite_site: Site):
    one, two = sqlite_site.person(), sqlite_site.person()
    stolen = replace(two, person_id=one.person_id)
    answers = told(sqlite_site, message(sqlite_site, stolen, put()), message(sqlite_site, one, put()))
    assert [results(answer) for answer in answers] == ["session.expired", ["stored"]]


def test_a_bug_in_one_batch_harms_no_other_and_is_told_by_who_serves(
    sqlite_site: Site, monkeypatch: pytest.MonkeyPatch
):
    one, two = sqlite_site.person(), sqlite_site.person()
    put_in = Batch.put_in

    def broken(self: Batch, work: Work, marks: HighWater) -> Intake:
        found = put_in(self, work, marks)
        if self.sender.person_id == two.person_id.bytes:
            raise RuntimeError("a bug")
        return found

    monkeypatch.setattr(Batch, "put_in", broken)
    first = message(sqlite_site, one, put())
    answers = told(sqlite_site, first, message(sqlite_site, two, put()))
    assert [results(answer) for answer in answers] == [["stored"], None]
    assert results(told(sqlite_site, first)[0]) == ["duplicate"]
    carry(sqlite_site)
    with logs.quiet(), pytest.raises(RuntimeError, match="a bug"):
        push(two, put())


def test_what_cannot_be_carried_is_put_in_here(sqlite_site: Site):
    carried = carry(sqlite_site)
    caller = sqlite_site.person()
    lone = orjson.dumps(batch(put(), put(anchor="@"))).replace(b'"@"', b'"\\ud800"')
    reply = caller.call("POST", "/sync/push", data=lone, content_type="application/json")
    assert statuses(reply.json) == ["stored", "quarantined op.malformed"]
    assert carried.asked == 0
    assert statuses(push(caller, put())) == ["stored"]
    assert carried.asked == 1


def test_an_answer_that_got_lost_is_a_duplicate_when_it_is_put_in_here(
    sqlite_site: Site, monkeypatch: pytest.MonkeyPatch
):
    """The batch is not read, and its numbers are not opened, a second time."""
    opened: list[int] = []
    genuine = service._open_numbers
    monkeypatch.setattr(service, "_open_numbers", lambda *given: (opened.append(1), genuine(*given)))
    carried = carry(sqlite_site)
    caller = sqlite_site.person()
    ask = carried.ask

    def lost(sent: bytes, patience: float) -> bytes:
        ask(sent, patience)
        raise Lost

    carried.ask = lost  # type: ignore[method-assign]
    assert statuses(push(caller, put(), put(area="00000"))) == ["duplicate", "quarantined area.unknown"]
    assert len(rows(caller)) == 1
    assert opened == [1]


def test_a_database_that_is_busy_there_is_tried_here(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch):
    """Also what newer code says when the tables are older: without it phones would be refused until a restart."""
    carried = carry(sqlite_site)
    caller = sqlite_site.person()
    monkeypatch.setattr(carried, "ask", lambda _sent, _patience: apart._encode(apart._Answer(problem="server.busy")))
    assert statuses(push(caller, put())) == ["stored"]


class Ended(BaseException):
    """Stands for the end of the process."""


def end(_status: int) -> None:
    raise Ended


def test_nothing_is_written_when_the_lock_comes_after_the_servers_end(
    sqlite_site: Site, monkeypatch: pytest.MonkeyPatch
):
    one = message(sqlite_site, sqlite_site.person(), put())
    marks = sqlite_site.app.extensions["gocua.highwater"]
    monkeypatch.setattr(os, "_exit", end)
    with sqlite_site.app.app_context(), pytest.raises(Ended):
        apart.answers([one], marks, over=lambda: True)
    with sqlite_site.app.app_context(), reading() as session:
        assert session.scalars(select(Commit.seq)).all() == []


def test_it_is_begun_when_batches_have_waited_for_each_other(sqlite_site: Site):
    begun: list[bool] = []
    groups = Groups(Work)
    groups.crowded = lambda: begun.append(True)
    group = groups.of(sqlite_site.campaign_id)
    with sqlite_site.app.app_context():
        group.run(lambda: lambda _work: None)
        assert not begun
        group._waiting.append(Seat(lambda: lambda _work: None))
        group.run(lambda: lambda _work: None)
    assert begun == [True]
