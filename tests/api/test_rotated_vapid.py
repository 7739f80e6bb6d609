"""VAPID keys: each browser gets what is signed with the key that it subscribed with, until that one is retired."""

from tests import rotating
from tests.api.test_push_sending import NOON, say, service, states, worker  # noqa: F401
from tests.due import at
from tests.pushservice import Browser, PushService, b64, subscribe
from tests.site import Site


def test_it_works(site: Site, service: PushService):  # noqa: F811
    with at(NOON):
        first, second = site.person(), site.person()
        old = subscribe(first)
        loaded = rotating.rotate(site, "vapid")
        assert second.get("/push/subscriptions").json["key"] == b64(loaded.vapid_public(2))
        new = subscribe(second)
        subscribe(first, old)  # seen again, with the keys that it has
        say(site, first, second)
        worker(site, service).once()
        signed = {one.path: one for one in service.received}
        service.check(signed[old.path], loaded.vapid_public(1))
        service.check(signed[new.path], loaded.vapid_public(2))

        rotating.retire(site, "vapid")
        say(site, first, second)
        worker(site, service).once()
        assert [one.path for one in service.received[2:]] == [new.path]
        assert first.get("/push/subscriptions").json["items"] == [], "its phone subscribes again at the next start"
        assert first.get("/notices").json["unread"] == 2, "the inbox has it all the same"
        subscribe(first, Browser())
        say(site, first)
        assert worker(site, service).once() == 1


def test_a_browser_says_which_key_it_took(site: Site, service: PushService):  # noqa: F811
    """It asked one server, and gives its subscription to another, which has begun with the next key."""
    with at(NOON):
        person, browser = site.person(), Browser()
        key = person.get("/push/subscriptions").json["key"]
        loaded = rotating.rotate(site, "vapid")
        assert person.call("PUT", "/push/subscriptions", json={**browser.body, "key": key}).status_code == 200
        say(site, person)
        worker(site, service).once()
        service.check(service.received[0], loaded.vapid_public(1))


def test_a_key_of_no_server_here_is_refused(sqlite_site: Site):
    person = sqlite_site.person()
    answer = person.call("PUT", "/push/subscriptions", json={**Browser().body, "key": "A" * 87})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "push.keys")
    assert person.get("/push/subscriptions").json["items"] == []
