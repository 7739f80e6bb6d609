"""Commits that are not certain to last: refused, and nothing more is written until what is kept is on the disk."""

import sqlite3
import threading
import time

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from server import durability
from server.database import reading, write_back, writing
from server.errors import Problem
from tests.site import Site


def failing(code: int) -> OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return OperationalError("COMMIT", None, error)


def refused(error: Exception | None = None) -> bool:
    """Whether a transaction in which this is raised, or none, ends as `server.busy`."""
    try:
        with writing():
            if error is not None:
                raise error
    except Problem as problem:
        return problem.code == "server.busy"
    return False


def test_after_a_sync_that_failed_nothing_is_written_until_the_log_is_in_the_file(sqlite_site: Site, monkeypatch):
    assert refused(failing(sqlite3.SQLITE_IOERR_FSYNC))
    with monkeypatch.context() as patched:
        patched.setattr(durability, "regain", lambda connection: False)
        assert refused()
        assert refused()
    assert not refused()
    monkeypatch.setattr(durability, "regain", lambda connection: pytest.fail("once is enough"))
    assert not refused()


def test_a_disk_that_does_not_take_the_log_either_is_refused(sqlite_site: Site, monkeypatch):
    assert refused(failing(sqlite3.SQLITE_IOERR_FSYNC))

    def fails(connection: object) -> bool:
        raise failing(sqlite3.SQLITE_IOERR_FSYNC)

    monkeypatch.setattr(durability, "regain", fails)
    assert refused()
    assert refused()


def test_a_full_disk_is_no_reason_for_distrust(sqlite_site: Site, monkeypatch):
    assert refused(failing(sqlite3.SQLITE_FULL))
    monkeypatch.setattr(durability, "regain", lambda connection: pytest.fail("nothing to regain"))
    assert not refused()


def test_a_server_that_starts_on_a_full_disk_reads_and_refuses_to_write(sqlite_site: Site, monkeypatch):
    def full(connection: object) -> bool:
        raise failing(sqlite3.SQLITE_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(durability, "regain", full)
        write_back()
        assert refused()
        with reading() as session:
            assert session.scalar(text("SELECT count(*) FROM campaign")) == 1
    assert not refused()


def test_a_database_that_may_only_be_read_is_busy(sqlite_site: Site):
    assert refused(InternalError("UPDATE", None, psycopg.errors.ReadOnlySqlTransaction("standby")))
    with pytest.raises(InternalError), writing():
        raise InternalError("UPDATE", None, psycopg.errors.InFailedSqlTransaction("a bug"))


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_a_commit_that_waits_for_too_long_ends_unanswered(site: Site, monkeypatch):
    """Here the wait is in a check that PostgreSQL makes when it commits."""
    monkeypatch.setattr(durability, "COMMIT_SECONDS", 0.3)
    slow = (
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(20); RETURN NULL; END'",
        "CREATE TABLE waits (id int)",
        "CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON waits DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION wait()",
    )
    with writing() as session:
        for statement in slow:
            session.execute(text(statement))
    with pytest.raises(Problem, match=r"server\.busy"), writing() as session:
        _insert(session)
    with reading() as session:
        assert session.scalar(text("SELECT count(*) FROM waits")) == 0


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_one_thread_watches_all_commits_and_ends_with_them(site: Site, monkeypatch):
    monkeypatch.setattr(durability, "COMMIT_SECONDS", 1.0)
    begun = threading.Thread.start
    started: list[str] = []

    def start(thread: threading.Thread) -> None:
        started.append(thread.name)
        begun(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    for _ in range(20):
        with writing() as session:
            session.execute(text("SELECT 1"))
    assert started in ([], ["commits"]), "it may be there already"
    deadline = time.monotonic() + 10
    while any(one.name == "commits" for one in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_a_reader_whose_connection_ends_is_told_as_by_any_other_error_of_the_database(site: Site):
    with pytest.raises(OperationalError), reading() as session:
        _end_of(session)
    with reading() as session:
        assert session.scalar(text("SELECT count(*) FROM campaign")) == 1


def _end_of(session: Session) -> None:
    process = session.scalar(text("SELECT pg_backend_pid()"))
    with writing() as other:
        other.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})


def _insert(session: Session) -> None:
    session.execute(text("INSERT INTO waits VALUES (1)"))
