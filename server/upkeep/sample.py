"""The worked example of `--sample-data`: a campaign on its ninth day, lived through the ordinary services.

People are added, phones enrolled, ops sealed and pushed through sync at the instants at which they would have been;
nothing is written past the services. The same seed gives the same example; only secrets (passwords, invite codes,
seals) are new each time. Everything is marked: the campaign itself is one of sample data. Promises: run again it
changes nothing; cut short it is completed by the next run.
"""

import os
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server import logs
from server.campaign import organisations
from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.service import book_of
from server.clock import at as at_instant
from server.clock import now_ms, start_of
from server.config import Settings
from server.database import reading, writing
from server.ids import uuid7
from server.people import cookies, invites, membership, passwords, tokens
from server.people import store as people_store
from server.people.invites import Author
from server.people.models import Device, Person
from server.people.posts import read_post
from server.people.service import Caller
from server.sync.intake import Sender
from server.upkeep import crowd
from server.upkeep.crowd import Member
from server.upkeep.fieldwork import HELPED, Entry, Town, Worker
from server.upkeep.offices import Offices
from server.upkeep.samplechecks import Checking
from server.upkeep.samplephone import SamplePhone
from server.upkeep.samplereports import Thursdays
from server.upkeep.samplesigns import Signs

SEED = 20210819
ACCESS = "sample-access.txt"
DAYS = 9
SILENT = {4: 3, 11: 5, 19: 4, 27: 6, 33: 5}  # volunteer: last day on which the phone was heard of
_HOUR = 3_600_000
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike

Tell = Callable[[str], Any]


@dataclass
class _Person:
    member: Member
    id: uuid.UUID
    device_id: uuid.UUID
    phone: SamplePhone


def make(app: Flask, preset: str, tell: Tell) -> None:
    """Lives through the example in the preset's campaign; does nothing when it is there, or no sample is wanted."""
    settings: Settings = app.extensions["gocua.settings"]
    if (settings.home / ACCESS).exists():
        return
    with reading() as session:
        campaign = campaign_store.campaign_by_code(session, preset)
        if campaign is None or not campaign.sample:
            tell("The campaign is not one of sample data; nothing was added")
            return
        book = book_of(session, campaign)
    rng = _generator(SEED)
    with logs.quiet():
        people = _people(app, book.campaign_id, rng)
        with reading() as session:  # with the units that came with them
            book = book_of(session, session.get_one(campaign_store.Campaign, book.campaign_id))
        example = _Example(book, people, rng, now_ms() - 60_000, tell)
        example.live()
    lines = _access(settings, book.campaign_id)
    _write(settings, lines)
    tell(f"Sample data: {sum(one.phone.sent for one in people)} ops of {len(people)} people in {DAYS} days")


def _generator(seed: float) -> Random:
    return Random(seed)  # noqa: S311  the same example each time is wanted; secrets come from `secrets`


# --- people ---


def _people(app: Flask, campaign_id: int, rng: Random) -> list[_Person]:
    """Everybody, on the morning of the first day; the sample's own units first."""
    with reading() as session:
        campaign = session.get_one(campaign_store.Campaign, campaign_id)
        begins = start_of(campaign.starts_on, campaign.tz) + 6 * _HOUR
    with at_instant(begins), writing() as session:
        campaign = campaign_store.lock(session, campaign_id)
        for code, name, short, commune in crowd.OWN_UNITS:
            book = book_of(session, campaign)
            parent, place = book.organisation_of(code.partition(".")[0]), book.resolve(commune, campaign.starts_on)
            if parent is not None and place is not None and book.organisation_of(code) is None:
                organisations.add(session, book, code, name, short, parent, book.area(place))
                session.refresh(campaign)
        book = book_of(session, campaign)
        members = [*crowd.volunteers(book, rng), *crowd.tellers(book, rng), *crowd.officers(book), *crowd.clerks(book)]
        return [_person(app, session, book, campaign.starts_on, member, begins, rng) for member in members]


def _person(app: Flask, session: Session, book: Book, day: date, member: Member, begins: int, rng: Random) -> _Person:
    person_id, device_id, install_id = (uuid.UUID(int=rng.getrandbits(128), version=4) for _ in range(3))
    post = read_post(book, day, member.role, member.organisation, member.area, member.hamlet)
    membership.add(session, book, Author(), person_id, member.name, post, member.username)
    if session.get(Device, device_id) is None:
        kind = "Android" if member.role == "volunteer" else "Máy bàn"
        session.add(
            Device(
                id=device_id,
                campaign_id=book.campaign_id,
                person_id=person_id,
                install_id=install_id,
                name=f"{kind} (mẫu)",
                enrolled_at=begins,
                last_seen_at=begins,
            )
        )
        session.flush()
    sender = Sender(book.campaign_id, person_id.bytes, device_id.bytes)
    keys, marks = app.extensions["gocua.keys"], app.extensions["gocua.highwater"]
    version = "0.9.3" if rng.random() < 0.1 else "1.0.0"
    return _Person(member, person_id, device_id, SamplePhone(keys, marks, sender, version, _generator(rng.random())))


def _caller(session: Session, book: Book, one: _Person) -> Caller:
    """Somebody of the example as the services know who is calling."""
    device = session.get_one(Device, one.device_id)
    member = people_store.current_membership(session, book.campaign_id, one.id)
    if member is None:
        raise LookupError(one.member.name)
    return Caller(
        person_id=one.id,
        device_id=one.device_id,
        campaign_id=book.campaign_id,
        campaign_code=session.get_one(campaign_store.Campaign, book.campaign_id).code,
        role=member.role,
        organisation_id=member.organisation_id,
        area_id=member.area_id,
        membership_id=member.id,
        token_kind=cookies.KIND,
        revoked=False,
        name=one.member.name,
        hamlet_id=member.hamlet_id,
        member_since=member.from_at,
        enrolled_at=device.enrolled_at,
        token_hash=b"",
    )


# --- the days ---


class _Example:
    """Nine days, in order of time."""

    def __init__(self, book: Book, people: list[_Person], rng: Random, until: int, tell: Tell):
        self.book, self.people, self.rng, self.until, self.tell = book, people, rng, until, tell
        consent: Any = book.settings["consent"]
        town = Town(consent["id"])
        communes = [place.code for place in crowd.communes(book)]
        inside = {place.code: [one.code for one in crowd.hamlets(book, place)] for place in crowd.communes(book)}
        self.workers = {
            one.id: Worker(
                one.member,
                inside.get(one.member.area, []),
                communes[(communes.index(one.member.area) + 1) % len(communes)],
                town,
                _generator(rng.random()),
            )
            for one in people
            if one.member.role in ("volunteer", "teller")
        }
        self.helped: list[tuple[_Person, Entry]] = []  # what officers may look at next morning
        with reading() as session:
            callers = {one.member.username: _caller(session, book, one) for one in people if one.member.username}
        clerks = {one.organisation or "": callers[one.username or ""] for one in crowd.clerks(book)}
        self.offices = Offices(book, _generator(SEED), callers["huyen"], clerks)
        self.thursdays = Thursdays(book, self.offices, callers["huyen"])
        known = [(place, self.workers[one.id]) for place, one in enumerate(people) if one.id in self.workers]
        self.signs = Signs(known, set(SILENT))
        self.checking = Checking(book, callers["huyen"], self._checked(), self._void)

    def live(self) -> None:
        first = self.book.starts_on
        begins = start_of(first, self.book.tz)
        for number, one in enumerate(self.people):
            one.phone.sync(begins + 6 * _HOUR + number * 20_000)  # the first contact gives the anchor
        for number in range(1, DAYS + 1):
            self._day(number, first + timedelta(days=number - 1))
            self.tell(f"day {number} of {DAYS}")
        for at, act in sorted(self.thursdays.weeks(first + timedelta(days=DAYS)), key=lambda event: event[0]):
            if at < self.until:
                act()

    def _checked(self) -> list[tuple[uuid.UUID, date]]:
        """Whose day is looked into afterwards: of those that were out of the ordinary the smaller ones."""
        days = sorted((day, place) for place, (day, few) in self.signs.days().items() if few)
        return [(self.people[place].id, self.book.starts_on + timedelta(days=day - 1)) for day, place in days]

    def _void(self, at: int, record: dict[str, Any], reason: str) -> None:
        """The district's user finds a record void."""
        staff = next(one for one in self.people if one.member.role == "district")
        body = {"person": record["person"], "seen_rev": record["rev"], "verdict": "void", "reason": reason}
        staff.phone.review(at, record["record_id"], body)
        staff.phone.sync(at + 1_000)

    def _day(self, number: int, day: date) -> None:
        begins = start_of(day, self.book.tz)
        events: list[tuple[int, int, Callable[[], None]]] = []
        yesterday, self.helped = self.helped, []
        for place, one in enumerate(self.people):
            if one.member.role == "reporter":
                continue  # speaks for a unit, see offices
            if one.id not in self.workers:
                events += self._office(one, begins, yesterday)
                continue
            worker = self.workers[one.id]
            entries = self.signs.round(place, number, worker, begins) or worker.day(day, begins)
            events += [(entry.at, len(events), lambda o=one, e=entry: self._save(o, e)) for entry in entries]
            events += [
                (at, 1000 + len(events), lambda o=one, at=at, m=most: o.phone.sync(at, m))
                for at, most in self._contacts(place, number, begins, len(entries))
            ]
        events += [(at, 5000, act) for at, act in self.offices.day(number, begins)]
        events += [(at, 6000, act) for at, act in self.thursdays.day(number, begins)]
        events += [(at, 7000, act) for at, act in self.checking.day(number, begins)]
        for at, _, act in sorted(events, key=lambda event: event[:2]):
            if at < self.until:
                act()

    def _save(self, one: _Person, entry: Entry) -> None:
        one.phone.save(entry)
        if entry.rev == 1 and entry.body["outcome"] in HELPED:
            self.helped.append((one, entry))

    def _contacts(self, place: int, number: int, begins: int, entries: int) -> list[tuple[int, int | None]]:
        """When a phone has a network on a day, and after how many ops it loses it (None: it does not)."""
        rng = self.rng
        last = SILENT.get(place, DAYS)
        if number > last:
            return []
        found: list[tuple[int, int | None]] = []
        if rng.random() < 0.3 or (number == DAYS and rng.random() < 0.8):
            found.append((begins + round(rng.uniform(9, 13) * _HOUR), None))
        if number == last and place in SILENT:
            found.append((begins + round(19.5 * _HOUR), max(1, entries // 3)))
        elif rng.random() < 0.85:
            found.append((begins + round(rng.uniform(19.5, 22) * _HOUR), None))
        return found

    def _office(
        self, one: _Person, begins: int, yesterday: list[tuple[_Person, Entry]]
    ) -> list[tuple[int, int, Callable[[], None]]]:
        """An officer looks at some of yesterday's records: most are in order, a few are not."""
        rng, at = self.rng, begins + 15 * _HOUR
        own = [pair for pair in yesterday if one.member.role == "district" or pair[0].member.area == one.member.area]
        chosen = rng.sample(own, min(len(own), 4 if one.member.role == "district" else 3))

        def look() -> None:
            for number, (author, entry) in enumerate(chosen):
                bad = rng.random() < 0.12
                one.phone.review(
                    at + number * 30_000,
                    entry.record_id,
                    {
                        "person": str(author.id),
                        "seen_rev": 1,
                        "verdict": "void" if bad else "ok",
                        "reason": "Gọi lại: nhà này chưa có ai đến" if bad else "",
                    },
                )
            one.phone.sync(at + 10 * 60_000)

        return [(at, 0, look)] if chosen else []


# --- ways in ---


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _access(settings: Settings, campaign_id: int) -> list[str]:
    """Passwords for the officers and an open invite for a volunteer and a teller; each is shown here only."""
    with writing() as session:
        campaign = campaign_store.lock(session, campaign_id)
        book = book_of(session, campaign)
        lines = ["Dữ liệu mẫu · đăng nhập và lời mời cho máy này", ""]
        keeper = crowd.keeper(book)
        if session.query(Person).filter_by(username=keeper.username).one_or_none() is None:
            post = read_post(book, book.starts_on, keeper.role, None, keeper.area)
            membership.add(session, book, Author(), uuid7(), keeper.name, post, keeper.username)
        for member in (*crowd.officers(book), *crowd.clerks(book), keeper):
            person = session.query(Person).filter_by(username=member.username).one()
            password = _password()
            person.password_hash = passwords.make(password)
            lines.append(f"{member.name}: tên {member.username}, mật khẩu {password}")
        lines.append("")
        hamlet = crowd.hamlets(book, book.area(book.resolve(crowd.SAMPLE_COMMUNE, book.starts_on) or book.root))
        for label, role, unit, preset in (
            ("Người đi gõ cửa, Hội LHPN xã Mỹ Lệ", "volunteer", f"hoi-lhpn-xa.{crowd.SAMPLE_COMMUNE}", hamlet[-1].code),
            ("Quầy ngân hàng mẫu", "teller", crowd.COUNTERS[0][0], None),
        ):
            post = read_post(book, book.starts_on, role, unit, crowd.SAMPLE_COMMUNE, preset)
            issued = invites.issue(session, book, Author(), f"{label} (mẫu)", post, uuid7())
            lines.append(f"{label}: {settings.public_url}/#moi={issued.code}")
            lines.append(f"  hoặc gõ mã {tokens.grouped(issued.code or '')} (dùng một lần, trong 7 ngày)")
    return lines


def _write(settings: Settings, lines: list[str]) -> None:
    """The file is there whole or not at all: it also says that the example is complete."""
    part = settings.home / f"{ACCESS}.part"
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write("\n".join(lines) + "\n")
    os.rename(part, settings.home / ACCESS)
