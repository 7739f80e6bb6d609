"""The district's office: moves people, revokes phones, holds people off, settles what waits; over the product's routes.

Every act is noted in the ledger as soon as the server has answered for it.
"""

import json
import random
from typing import Any

from tests.faults.simulation import cast
from tests.faults.simulation.ledger import Broken, Ledger
from tests.faults.simulation.stage import Stage
from tests.faults.simulation.watch import Watch


class Office:
    """A clerk of the district at a computer with a good line."""

    def __init__(self, stage: Stage, watch: Watch, book: Ledger):
        self.stage, self.watch, self.book = stage, watch, book

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {cast.OFFICE.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        before, self.stage.reach = self.stage.reach, lambda _point: None
        try:
            answer = self.stage.send(method, f"/api/v1{path}", headers, data)
        finally:
            self.stage.reach = before
        if answer.status == 401:
            return None  # the server's clock is years ahead: nobody is signed in
        if answer.status >= 300:
            raise Broken("office", f"{method} {path}: {answer.status} {answer.body!r}")
        return json.loads(answer.body) if answer.body else {}

    def move(self, person: str, role: str, area: str, organisation: str) -> None:
        body = {"role": role, "area": area, "organisation": organisation, "hamlet": None}
        if self.call("PUT", f"/people/{person}/membership", body) is not None:
            self.book.moved(person, role, area, organisation, self.stage.clock.server_ms)

    def revoke(self, seat: cast.Seat) -> None:
        if self.call("POST", f"/devices/{seat.device}/revoke") is not None:
            self.book.state.revoked.add(seat.device)

    def suspend(self, person: str, off: bool) -> None:
        if self.call("POST", f"/people/{person}/{'suspend' if off else 'resume'}") is not None:
            (self.book.state.suspended.add if off else self.book.state.suspended.discard)(person)

    def settle(self, rng: random.Random) -> int:
        """Accepts or refuses some of what waits; returns how many were settled."""
        waiting = self.call("GET", "/attention?limit=50")
        if not waiting or not waiting["items"]:
            return 0
        ids = [one["id"] for one in waiting["items"]]
        chosen = rng.sample(ids, rng.randint(1, min(3, len(ids))))
        body: dict[str, Any] = {"ids": chosen, "accept": rng.random() < 0.7, "word": "đã xem"}
        done = self.call("POST", "/attention/settle", body)
        self.watch.look()
        return sum(item["done"] for item in done["items"]) if done else 0
