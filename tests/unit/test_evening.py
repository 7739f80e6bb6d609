"""The evening of a province that `bench.province` makes is what it says, and an op that is lost is told."""

from random import Random

import pytest

from bench import evening
from bench.evening import Heard
from tests.faults.phone import Phone
from tests.faults.wire import Http


def phones(count: int) -> list[Phone]:
    return [Phone(Http(0), token=f"token-{index}", seed=index) for index in range(count)]


def test_every_op_is_in_one_batch_of_the_size_that_was_asked_for():
    made = evening.batches(phones(3), 40, 1_000, (5, 50), 60.0, 0.0, Random(1))
    sizes = [len(batch.ids) for batch in made]
    assert sum(sizes) == len({one for batch in made for one in batch.ids}) == 1_000
    assert all(5 <= size <= 50 for size in sizes[:-1])
    assert all(0 <= batch.at <= 60 for batch in made)


def test_volunteers_take_turns_and_share_the_devices():
    made = evening.batches(phones(3), 4, 60, (5, 5), 60.0, 0.0, Random(1))
    assert [batch.volunteer for batch in made] == [0, 1, 2, 3] * 3
    tokens = [batch.raw.partition(b"Bearer ")[2].partition(b"\r\n")[0] for batch in made[:4]]
    assert tokens == [b"token-0", b"token-1", b"token-2", b"token-0"]


@pytest.mark.parametrize(("window", "expected"), [(1.0, 40.0), (10.0, 7.0)])
def test_the_peak_is_the_best_window_not_the_mean(window: float, expected: float):
    heard = Heard(moments=[(0.0, 10), (5.0, 20), (5.5, 20), (8.0, 20), (30.0, 1)])
    assert heard.peak(window) == expected


def test_an_answer_counts_what_was_stored_and_what_was_there_before():
    night = evening.Evening(1, phones(1), phones(1)[0], 0.0, 1)
    told = [("a", "stored"), ("b", "duplicate"), ("c", "rejected")]
    night.learn([{"op_id": one, "status": status} for one, status in told])
    assert night.heard.acknowledged == {"a", "b"}
    assert dict(night.heard.refused) == {"c": 1}
    assert night.heard.moments[0][1] == 2
