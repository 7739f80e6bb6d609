"""A server that cannot serve soon says so at once; nobody is refused while it can."""

import pytest

from server.errors import Problem
from server.load import LONGEST_S, Load


def crowded(waiting: int, seconds: float = 0.02, threads: int = 8) -> Load:
    load = Load()
    for _ in range(500):
        load.served(seconds)
    load.watch(lambda: waiting, threads)
    return load


def test_without_anybody_who_tells_nothing_is_refused():
    load = Load()
    load.served(100)
    load.admit()
    assert load.expected() == 0


@pytest.mark.parametrize("waiting", [0, 8, 400])
def test_a_queue_that_is_served_soon_is_let_in(waiting: int):
    crowded(waiting).admit()


def test_what_would_wait_too_long_is_told_when_to_come_again_each_another_time():
    load = crowded(1000)
    assert load.expected() > LONGEST_S
    wishes = set()
    for _ in range(50):
        with pytest.raises(Problem) as told:
            load.admit()
        assert told.value.code == "server.busy"
        wishes.add(told.value.retry_after)
    assert len(wishes) > 5
    assert min(wishes) >= load.expected()
    assert load.refused == 50


def test_what_was_refused_does_not_make_the_server_look_fast():
    """The time of a request is that of those served: refusals take microseconds."""
    load = crowded(1000)
    before = load.expected()
    for _ in range(100):
        with pytest.raises(Problem):
            load.admit()
    assert load.expected() == before
