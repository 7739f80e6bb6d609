"""What is told as unusual, and what is not."""

from server.desk.signs import HOUR_MS, MINUTE_MS, Limits, Visit, signals, signals_by_commune

NOON = 12 * HOUR_MS


def visit(at: int, **more) -> Visit:
    base = {"person": "p", "device": "d", "day": 1, "hour": (at // HOUR_MS) % 24, "assigned": True}
    return Visit(**{**base, "eff": at, "number": False, "duplicate": False, **more})


def kinds(visits: list[Visit], **limits: int) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.count, one.of) for one in signals(visits, Limits(**limits))}


def every(minutes: float, count: int, begin: int = NOON, **more) -> list[Visit]:
    return [visit(begin + int(place * minutes * MINUTE_MS), **more) for place in range(count)]


def test_an_ordinary_day_tells_nothing():
    assert kinds(every(5, 60, begin=7 * HOUR_MS, number=False)) == {}


def test_more_than_sixty_within_sixty_minutes_from_one_device():
    assert kinds(every(0.9, 61)) == {"hour": (61, 61)}
    assert kinds(every(0.9, 60)) == {}
    assert kinds(every(1, 62)) == {}, "sixty-two in sixty-one minutes are sixty in each hour"
    assert kinds(every(0.9, 31) + every(0.9, 31, begin=NOON + 1, device="other")) == {}


def test_the_hour_is_any_sixty_minutes_not_one_of_the_clock():
    assert "hour" in kinds(every(0.5, 70, begin=NOON + 45 * MINUTE_MS))


def test_more_than_thirty_numbers_in_a_day():
    assert kinds(every(10, 31, begin=7 * HOUR_MS, number=True)) == {"numbers": (31, 31)}
    assert kinds(every(10, 30, begin=7 * HOUR_MS, number=True)) == {}


def test_all_of_a_days_records_within_minutes():
    assert kinds(every(0.5, 12)) == {"burst": (12, 12)}
    assert kinds([*every(0.5, 12), visit(NOON + HOUR_MS)]) == {}


def test_records_at_night():
    assert kinds([*every(30, 3, begin=2 * HOUR_MS), visit(NOON)]) == {"night": (3, 4)}
    assert kinds(every(30, 2, begin=2 * HOUR_MS)) == {}


def test_most_records_outside_the_hamlet_that_was_given():
    assert kinds([*every(5, 10, assigned=False), *every(5, 10, begin=NOON + 2 * HOUR_MS)]) == {"elsewhere": (10, 20)}
    assert kinds([*every(5, 10, assigned=False), *every(5, 11, begin=NOON + 2 * HOUR_MS)]) == {}


def test_many_numbers_that_others_had_logged_before():
    again = every(5, 3, number=True, duplicate=True)
    assert kinds([*again, *every(5, 7, begin=NOON + HOUR_MS, number=True)]) == {"duplicates": (3, 10)}
    assert kinds([*again, *every(5, 8, begin=NOON + HOUR_MS, number=True)]) == {}


def test_people_and_days_are_told_apart_and_the_newest_day_comes_first():
    found = signals([*every(0.5, 12), *every(0.5, 12, day=2), *every(0.5, 12, person="q")], Limits())
    assert [(one.day, one.person) for one in found] == [(2, "p"), (1, "p"), (1, "q")]


def test_a_campaign_sets_its_own_limits():
    assert Limits.of({"an_hour": 5, "unknown": 1}) == Limits(an_hour=5)
    assert "hour" in kinds(every(1, 6), an_hour=5)


def test_of_a_day_in_two_communes_each_has_its_own_part():
    here, there = every(1, 10, commune=1), every(1, 3, begin=NOON + 5 * HOUR_MS, commune=2)
    found = list(signals_by_commune([*here, *there], Limits()))
    assert [(commune, one.kind, one.count, one.of) for commune, one in found] == [(1, "burst", 10, 10)]
    assert signals([*here, *there], Limits()) == []


def test_of_a_day_in_one_commune_the_whole_is_its_part():
    day = every(1, 10, commune=3)
    (whole,) = signals(day, Limits())
    assert list(signals_by_commune(day, Limits())) == [(0, whole), (3, whole)]


def test_what_lies_in_no_commune_is_in_the_whole_alone():
    day = every(1, 10)
    assert list(signals_by_commune(day, Limits())) == [(0, one) for one in signals(day, Limits())]
