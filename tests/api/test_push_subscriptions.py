"""PUT, DELETE /push/subscriptions: a person's browsers."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.pushservice import Browser, subscribe
from tests.site import Site
from tests.unit.test_endpoints import BAD


def test_it_works(site: Site):
    person = site.person()
    browser = subscribe(person)
    shown = person.get("/push/subscriptions").json
    assert [(one["id"], one["device"]) for one in shown["items"]] == [(browser.id, str(person.device_id))]
    key = base64.urlsafe_b64decode(shown["key"] + "=")
    assert key == site.app.extensions["gocua.keys"].vapid_public()
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)


def test_the_same_browser_again_is_the_same_one(site: Site):
    person = site.person()
    browser = subscribe(person)
    subscribe(person, browser)
    again = {**browser.body, "id": "0190a000-0000-7000-8000-000000000001"}
    answer = person.call("PUT", "/push/subscriptions", json=again)
    assert [one["id"] for one in answer.json["items"]] == [browser.id]


def test_it_is_taken_back(site: Site):
    person, other = site.person(), site.person()
    browser = subscribe(person)
    other.call("DELETE", f"/push/subscriptions/{browser.id}")
    assert len(person.get("/push/subscriptions").json["items"]) == 1, "nobody takes back another's"
    for _ in range(2):
        assert person.call("DELETE", f"/push/subscriptions/{browser.id}").status_code == 204
    assert person.get("/push/subscriptions").json["items"] == []


def test_a_person_has_five_and_the_one_seen_longest_ago_makes_room(site: Site):
    person = site.person()
    browsers = [subscribe(person) for _ in range(5)]
    subscribe(person, browsers[0])  # seen again
    browsers.append(subscribe(person))
    kept = {one["id"] for one in person.get("/push/subscriptions").json["items"]}
    assert kept == {one.id for one in browsers} - {browsers[1].id}


def test_a_shared_browser_belongs_to_who_showed_it_last(site: Site):
    first, second = site.person(), site.person()
    browser = subscribe(first)
    subscribe(second, browser)
    assert first.get("/push/subscriptions").json["items"] == []
    assert len(second.get("/push/subscriptions").json["items"]) == 1


def test_nobody_takes_an_endpoint_without_its_keys(site: Site):
    first, second = site.person(), site.person()
    browser = subscribe(first)
    stolen = Browser(path=browser.path)
    answer = second.call("PUT", "/push/subscriptions", json=stolen.body)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "id.taken")
    assert len(first.get("/push/subscriptions").json["items"]) == 1


@pytest.mark.parametrize("endpoint", [one for one in BAD if one])
def test_what_is_no_push_service_is_refused(sqlite_site: Site, endpoint: str):
    person = sqlite_site.person()
    answer = person.call("PUT", "/push/subscriptions", json={**Browser().body, "endpoint": endpoint})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "push.endpoint")
    assert person.get("/push/subscriptions").json["items"] == []


@pytest.mark.parametrize("keys", [{"auth": "AAAA"}, {"auth": "!!"}, {"p256dh": "BAAA"}, {"p256dh": "A" * 87}])
def test_keys_that_nothing_can_be_encrypted_to_are_refused(sqlite_site: Site, keys: dict):
    body = Browser().body
    answer = sqlite_site.person().call("PUT", "/push/subscriptions", json={**body, "keys": {**body["keys"], **keys}})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "push.keys")
