"""How many statements a push of new ops takes is kept: on both databases, without numbers, with half and with all."""

import pytest

from server.extensions import db
from tests.batches import push, put
from tests.budget import check
from tests.site import Site
from tests.statements import counted

EVERY = {"none": 0, "half": 2, "all": 1}  # every how many-th op carries a number


@pytest.mark.parametrize("numbers", EVERY)
def test_a_push_takes_the_statements_that_are_kept(site: Site, numbers: str):
    volunteer, database = site.person(), db.engine.dialect.name
    step = EVERY[numbers]

    def new_ops(count: int) -> list[dict]:
        return [
            put(caller=volunteer, number=f"+8491{count:03d}{place:04d}" if step and place % step == 0 else None)
            for place in range(count)
        ]

    push(volunteer, *new_ops(4))  # what a process reads once
    for size in (10, 200):
        batch = new_ops(size)
        with counted() as seen:
            push(volunteer, *batch)
        check(len(seen), "statements", database, numbers, str(size))
