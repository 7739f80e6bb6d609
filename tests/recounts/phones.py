"""Freshness and silence, recounted from the devices and who has them; imports nothing of the server."""

from collections import Counter, defaultdict

from tests.browser.recounted import id_of
from tests.faults.live import Live
from tests.recount import Place

DAY = 86_400_000


class Phones:
    """Devices in use at an instant (ms).

    Attributes:
        devices, synced, waiting: all of them, those heard of within a day, records that they said to hold.
        silent: people who log and none of whose devices was heard of for a day, by commune.
    """

    def __init__(self, live: Live, place: Place, now: int):
        areas = {row[0]: row[1] for row in live.rows("SELECT id, code FROM area")}
        posts = {
            id_of(person): (role, areas[area])
            for person, role, area in live.rows("SELECT person_id, role, area_id FROM membership ORDER BY from_at, id")
        }
        heard: dict[str, list[int]] = defaultdict(list)
        self.devices = self.synced = self.waiting = 0
        for person, enrolled, synced, queue in live.rows(
            "SELECT person_id, enrolled_at, synced_at, queue_len FROM device WHERE revoked_at IS NULL"
        ):
            role, _ = posts[id_of(person)]
            logs = role in ("volunteer", "teller")
            if not logs and synced is None:
                continue
            self.devices += 1
            self.synced += synced is not None and synced >= now - DAY
            self.waiting += queue or 0
            if logs:
                heard[id_of(person)].append(enrolled if synced is None else synced)
        quiet = [person for person, times in heard.items() if max(times) < now - DAY]
        self.silent = Counter(place.commune(posts[person][1]) for person in quiet)
