"""Seal keys: numbers sealed to the key before are opened until it is retired; then they wait for a person."""

from tests import rotating
from tests.batches import push, put, statuses
from tests.site import Site

NUMBER, OTHER, LATE = "+84912345678", "+84987654321", "+84912345679"


def test_it_works(site: Site):
    volunteer = site.person()
    before = [put(caller=volunteer, number=NUMBER), put(caller=volunteer, number=LATE)]
    assert volunteer.get("/me").json["seal_key"]["id"] == 1
    rotating.rotate(site, "seal")
    assert volunteer.get("/me").json["seal_key"]["id"] == 2
    same, other = (put(caller=volunteer, number=number) for number in (NUMBER, OTHER))
    assert statuses(push(volunteer, before[0], same, other)) == ["stored"] * 3
    assert site.person("district").get("/totals").json["total"]["unique"] == 2, "one number is one phone"
    rotating.retire(site, "seal")
    answer = push(volunteer, before[1], put(caller=volunteer, number=OTHER))
    assert statuses(answer) == ["quarantined phone.invalid", "stored"]
    assert statuses(push(volunteer, before[0])) == ["duplicate"], "what was opened is known"
