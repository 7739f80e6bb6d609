"""Group commit: jobs that wait share one transaction, and none pays for what another does wrong."""

import threading
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.orm import Session

from server import logs
from server.campaign.store import lock
from server.database import reading, writing
from server.errors import Problem
from server.sync import together
from server.sync.together import Group, Groups
from tests.site import Site

Job = Callable[[Session], str]


class Shift:
    """What the jobs of one transaction share: its session, and how often it was finished."""

    def __init__(self, session: Session):
        self.session, self.finished = session, 0

    def finish(self) -> None:
        self.finished += 1


class Queue:
    """A group whose first job holds the turn until as many others wait behind it."""

    def __init__(self, site: Site):
        self.site, self.group = site, Group(Shift)
        self.threads: list[threading.Thread] = []
        self.answers: dict[str, str | Problem | Exception] = {}
        self.shifts: dict[str, Shift] = {}

    def send(self, name: str, job: Job) -> None:
        said: list[str] = []

        def made() -> Callable[[Shift], None]:
            return lambda shift: said.append(job(shift.session))

        def ask() -> None:
            with self.site.app.app_context():
                try:
                    self.shifts[name] = self.group.run(made)
                    self.answers[name] = said[-1]
                except Exception as error:
                    self.answers[name] = error

        thread = threading.Thread(target=ask)
        self.threads.append(thread)
        thread.start()

    def send_together(self, **jobs: Job) -> dict[str, str | Problem | Exception]:
        """Sends the jobs so that all of them wait when the turn comes free."""
        began, go = threading.Event(), threading.Event()

        def hold(_session: Session) -> str:
            began.set()
            assert go.wait(20)
            return "held"

        self.send("hold", hold)
        assert began.wait(20)
        for name, job in jobs.items():
            self.send(name, job)
            while len(self.group._waiting) < len(self.threads) - 1:
                threading.Event().wait(0.001)
        go.set()
        for thread in self.threads:
            thread.join(20)
        return {name: self.answers[name] for name in jobs}


def rename(name: str) -> Job:
    """A job that gives the campaign a name and answers the one that it had before."""

    def job(session: Session) -> str:
        before = lock(session, 1).name
        session.execute(text("UPDATE campaign SET name = :name WHERE id = 1"), {"name": name})
        return before

    return job


def refuse(_session: Session) -> str:
    raise Problem("session.expired")


def present(site: Site) -> str:
    with site.app.app_context(), reading() as session:
        return session.execute(text("SELECT name FROM campaign WHERE id = 1")).scalar_one()


def test_jobs_that_wait_share_one_transaction_in_their_order(site):
    queue = Queue(site)
    answers = queue.send_together(one=rename("một"), two=rename("hai"), three=rename("ba"))
    assert (answers["two"], answers["three"]) == ("một", "hai")
    shifts = {id(queue.shifts[name]) for name in ("one", "two", "three")}
    assert len(shifts) == 1
    assert queue.shifts["one"].finished == 1
    assert present(site) == "ba"


def test_a_problem_is_its_own_and_harms_no_other(site):
    answers = Queue(site).send_together(one=rename("một"), two=refuse, three=rename("ba"))
    assert isinstance(answers["two"], Problem)
    assert answers["two"].code == "session.expired"
    assert answers["three"] == "một"
    assert present(site) == "ba"


def test_after_a_bug_in_one_the_others_are_done_alone(site):
    def bug(session: Session) -> str:
        session.execute(text("UPDATE campaign SET name = 'hỏng' WHERE id = 1"))
        raise ZeroDivisionError

    queue, before = Queue(site), present(site)
    with logs.quiet():
        answers = queue.send_together(one=rename("một"), two=bug, three=rename("ba"))
    assert isinstance(answers["two"], ZeroDivisionError)
    in_turn = {"ba": (before, "một"), "một": ("ba", before)}  # by who came last
    assert (answers["one"], answers["three"]) == in_turn[present(site)]


def test_a_busy_database_is_asked_once_and_told_to_all(site, monkeypatch):
    asked = []

    def writing_once():
        asked.append(1)
        if len(asked) > 1:
            raise Problem("server.busy")
        return writing()

    monkeypatch.setattr(together, "writing", writing_once)
    answers = Queue(site).send_together(one=rename("một"), two=rename("hai"), three=rename("ba"))
    assert [getattr(answer, "code", None) for answer in answers.values()] == ["server.busy"] * 3
    assert len(asked) == 2, "once for who held the turn, once for all who waited"


def test_nobody_is_answered_before_the_commit(site):
    queue, seen = Queue(site), []

    def look(_session: Session) -> str:
        seen.append("one" in queue.answers)
        return "looked"

    queue.send_together(one=rename("một"), two=look)
    assert seen == [False]


def test_each_campaign_has_a_group_of_its_own():
    groups = Groups(lambda session, _campaign_id: Shift(session))
    assert groups.of(1) is groups.of(1)
    assert groups.of(1) is not groups.of(2)
