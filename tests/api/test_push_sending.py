"""Sending notices to a push service that checks signatures and to a browser that decrypts."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.campaign import store as campaign_store
from server.clock import now_ms
from server.database import reading, writing
from server.notices import transport
from server.notices import worker as worker_module
from server.notices.models import DROPPED, SENT, WAITING, Delivery, PushSubscription
from server.notices.telling import LOOK, Message, tell
from server.notices.worker import Worker
from server.people.models import Device
from tests import pushservice
from tests.due import at
from tests.pushservice import PushService, subscribe
from tests.site import Caller, Site

NOON = "2021-08-26 12:00"


@pytest.fixture
def service() -> Iterator[PushService]:
    with pushservice.running() as service:
        yield service


def say(site: Site, *people: Caller, **changes) -> None:
    message = Message(
        **{"kind": "due.soon", "key": str(uuid.uuid4()), "title": "Sắp đến hạn", "body": "Trước 13:00", **changes}
    )
    with writing() as session:
        campaign = campaign_store.lock(session, site.campaign_id)
        tell(session, campaign, [one.person_id for one in people], message)


def worker(site: Site, service: PushService) -> Worker:
    return Worker(site.app, service.session)


def states(site: Site) -> list[tuple[int, int | None]]:
    with reading() as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.next_at))
        return [(row.state, row.status) for row in rows]


def test_it_works(site: Site, service: PushService):
    with at(NOON):
        person = site.person()
        browser = subscribe(person)
        say(site, person, link="/bao-cao")
        assert worker(site, service).once() == 1
        (one,) = service.received
        service.check(one, site.app.extensions["gocua.keys"].vapid_public())
        shown = browser.open(one.body)
    assert one.path == browser.path
    assert {name: shown[name] for name in ("kind", "title", "body", "link")} == {
        "kind": "due.soon",
        "title": "Sắp đến hạn",
        "body": "Trước 13:00",
        "link": "/bao-cao",
    }
    assert states(site) == [(SENT, 201)]


def test_each_is_sent_once_to_each_browser(site: Site, service: PushService):
    with at(NOON) as clock:
        person = site.person()
        browsers = {subscribe(person).path for _ in range(3)}
        loop = worker(site, service)
        for _ in range(3):
            say(site, person, key="the same")
            loop.once()
            clock.shift(timedelta(hours=1))
    assert sorted(one.path for one in service.received) == sorted(browsers)


def test_two_workers_never_send_the_same(site: Site, service: PushService, monkeypatch: pytest.MonkeyPatch):
    with at(NOON):
        person = site.person()
        subscribe(person)
        say(site, person)
        first, second = worker(site, service), worker(site, service)
        attempt = first.sender._attempt

        def meanwhile(*args):
            assert second.sender.send_waiting() == 0
            return attempt(*args)

        monkeypatch.setattr(first.sender, "_attempt", meanwhile)
        assert first.once() == 1
    assert len(service.received) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(site: Site, service: PushService, status: int):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        say(site, person)
        service.answers = [status]
        loop = worker(site, service)
        loop.once()
        clock.shift(timedelta(hours=2))
        loop.once()
        assert person.get("/push/subscriptions").json["items"] == []
        assert person.get("/notices").json["unread"] == 2, "the inbox has it all the same"
    assert len(service.received) == 1
    assert {state for state, _ in states(site)} == {DROPPED}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_is_tried_again_later_and_later(site: Site, service: PushService, status: int):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        service.answers = [status, status, 201]
        loop = worker(site, service)
        loop.once()
        assert loop.once() == 0, "not at once"
        clock.shift(timedelta(seconds=31))
        loop.once()
        clock.shift(timedelta(seconds=31))
        assert loop.once() == 0, "it waits longer each time"
        clock.shift(timedelta(seconds=31))
        assert loop.once() == 1
        assert loop.once() == 0
    assert len(service.received) == 3
    assert states(site) == [(SENT, 201)]


def test_a_service_says_how_long_to_wait(site: Site, service: PushService):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        service.answers = [(429, {"Retry-After": "600"}), 201]
        loop = worker(site, service)
        loop.once()
        clock.shift(timedelta(seconds=599))
        assert loop.once() == 0
        clock.shift(timedelta(seconds=2))
        assert loop.once() == 1


def test_it_is_given_up_in_the_end(site: Site, service: PushService):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person, expires_at=2**52)
        service.answers = [500] * 50
        loop = worker(site, service)
        for _ in range(40):
            loop.once()
            clock.shift(timedelta(hours=1, minutes=1))
    assert len(service.received) == 12
    assert states(site) == [(DROPPED, 500)]


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_the_service_will_never_take_is_not_repeated(site: Site, service: PushService, status: int):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        service.answers = [status]
        loop = worker(site, service)
        loop.once()
        clock.shift(timedelta(hours=2))
        loop.once()
        assert len(person.get("/push/subscriptions").json["items"]) == 1
    assert len(service.received) == 1
    assert states(site) == [(DROPPED, status)]


def test_a_redirect_leads_nowhere(site: Site, service: PushService):
    with at(NOON):
        person = site.person()
        subscribe(person)
        say(site, person)
        service.answers = ["redirect"]
        worker(site, service).once()
    assert service.elsewhere == []
    assert states(site) == [(DROPPED, 307)]


def test_silence_is_given_up_on_and_tried_again(site: Site, service: PushService, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "SECONDS", 0.3)
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        service.answers = ["silence", 201]
        loop = worker(site, service)
        loop.once()
        assert states(site) == [(WAITING, None)]
        clock.shift(timedelta(minutes=2))
        loop.once()
    assert states(site) == [(SENT, 201)]


def test_a_worker_that_dies_leaves_it_to_the_next(site: Site, service: PushService, monkeypatch: pytest.MonkeyPatch):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        dying = worker(site, service)

        def die(*args):
            raise KeyboardInterrupt

        monkeypatch.setattr(dying.sender, "_attempt", die)
        with pytest.raises(KeyboardInterrupt):
            dying.once()
        loop = worker(site, service)
        assert loop.once() == 0, "it may still be under way"
        clock.shift(timedelta(seconds=61))
        assert loop.once() == 1


def test_quiet_hours_wait_for_the_morning(site: Site, service: PushService):
    with at("2021-08-26 21:30") as clock:
        person = site.person()
        subscribe(person)
        say(site, person)
        loop = worker(site, service)
        assert loop.once() == 0
        assert person.get("/notices").json["unread"] == 1
        clock.shift(timedelta(hours=8, minutes=29))
        assert loop.once() == 0
        clock.shift(timedelta(minutes=2))
        assert loop.once() == 1


def test_what_is_of_no_use_any_more_is_not_sent(site: Site, service: PushService):
    with at(NOON) as clock:
        person = site.person()
        subscribe(person)
        say(site, person, title="too late by then", expires_at=now_ms() + 60_000)
        say(site, person, title="read by then")
        (read,) = (one for one in person.get("/notices").json["items"] if one["title"] == "read by then")
        person.post("/notices/read", {"ids": [read["id"]]})
        clock.shift(timedelta(seconds=61))
        assert worker(site, service).once() == 0
    assert service.received == []
    assert {state for state, _ in states(site)} == {DROPPED}


def test_nothing_goes_to_a_revoked_device_or_to_who_left(site: Site, service: PushService):
    with at(NOON) as clock:
        revoked, gone, here = site.person(), site.person(), site.person()
        for one in (revoked, gone, here):
            subscribe(one)
        say(site, revoked, gone, here)
        with writing() as session:
            session.execute(update(Device).where(Device.id == revoked.device_id).values(revoked_at=1))
        assert site.person("district").post(f"/people/{gone.person_id}/leave").status_code == 204
        clock.shift(timedelta(seconds=1))
        assert worker(site, service).once() == 1
        assert len(here.get("/push/subscriptions").json["items"]) == 1
        with reading() as session:
            kept = session.scalars(select(PushSubscription.person_id)).all()
    assert len(service.received) == 1
    assert kept == [here.person_id], "the others are forgotten"


def test_a_browser_is_forgotten_with_its_device_though_nothing_waits(site: Site, service: PushService):
    with at(NOON):
        person = site.person()
        subscribe(person)
        with writing() as session:
            session.execute(update(Device).where(Device.id == person.device_id).values(revoked_at=1))
        assert worker(site, service).once() == 0
        with reading() as session:
            assert session.scalars(select(PushSubscription)).all() == []


def test_words_that_somebody_typed_are_read_in_the_app_alone(site: Site, service: PushService):
    with at(NOON):
        person = site.person()
        browser = subscribe(person)
        say(site, person, body="Chị Mận ở ấp Mỹ Tây", private=True)
        worker(site, service).once()
        shown = browser.open(service.received[0].body)
        assert person.get("/notices").json["items"][0]["body"] == "Chị Mận ở ấp Mỹ Tây"
    assert shown["body"] == LOOK


def _say_and_fail(site: Site, person: Caller) -> None:
    with writing() as session:
        campaign = campaign_store.lock(session, site.campaign_id)
        tell(session, campaign, [person.person_id], Message("x", "k", "t", "b"))
        raise RuntimeError


def test_what_is_rolled_back_is_not_told(site: Site, service: PushService):
    with at(NOON):
        person = site.person()
        subscribe(person)
        with pytest.raises(RuntimeError):
            _say_and_fail(site, person)
        assert worker(site, service).once() == 0
        assert person.get("/notices").json["items"] == []


def test_a_round_that_fails_is_followed_by_the_next(site: Site, service: PushService, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_module, "SECONDS", 0.01)
    with at(NOON):
        person = site.person()
        subscribe(person)
        say(site, person)
        loop, rounds = worker(site, service), []

        def tick() -> None:
            rounds.append(1)
            if len(rounds) == 1:
                raise RuntimeError
            loop.stop()

        worker_module.every_round(site.app, "flaky", tick)
        loop.run()
    assert len(rounds) == 2
    assert len(service.received) == 1
