"""Ids sort in the order in which they are made, however fast and by however many threads."""

import threading
import uuid

import time_machine

from server.clock import now_ms
from server.ids import uuid7


def test_within_one_millisecond_they_sort_in_the_order_in_which_they_were_made():
    with time_machine.travel("2021-08-26T06:00:00Z", tick=False):
        made = [uuid7() for _ in range(5_000)]
        assert {one.int >> 80 for one in made} == {now_ms()}
    assert made == sorted(made)
    assert len(set(made)) == 5_000


def test_they_are_uuids_of_version_seven():
    with time_machine.travel("2021-08-26T06:00:00Z", tick=False):
        made = [uuid7() for _ in range(50)]
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}


def test_threads_make_no_two_equal_ones():
    made: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(500))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4_000
