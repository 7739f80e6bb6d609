"""What lies between a phone and the server: requests and answers that get lost, doubled, late, cut or replaced.

By seed, in virtual time. A server that dies or has no disk left is here, too, since a phone meets both as an answer
that does not come.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from tests.faults.simulation.ledger import Broken
from tests.faults.simulation.stage import Killed, Stage
from tests.faults.simulation.watch import Watch
from tests.faults.wire import Answer, Lost

CALM: Mapping[str, float] = {"pass": 1}
FAULTS = (
    *("drop request", "drop answer", "twice", "late", "late twice", "slow", "cut request", "cut answer"),
    *("portal 200", "redirect 302", "proxy 502", "old answer", "server killed", "disk full", "others first"),
)
POINTS = ("after_parse", "after_lock", "mid_batch", "before_commit", "after_commit")
_HTML = {"content-type": "text/html"}
_PAGE = b"<!doctype html><title>Wi-Fi</title>"
Request = tuple[str, str, Mapping[str, str], bytes | None]


class Network:
    """The lines of one play.

    Attributes:
        weights: of the faults, and of `pass`.
        others: lets other people go first, as if the request took its time.
        count: how often what was injected.
    """

    def __init__(self, stage: Stage, watch: Watch, rng: random.Random, others: Callable[[bool], None]):
        self.stage, self.watch, self.rng, self.others = stage, watch, rng, others
        self.weights: Mapping[str, float] = CALM
        self.count: Counter[str] = Counter()
        self.late: list[tuple[str, Request]] = []

    def line(self, person: str) -> "Line":
        return Line(self, person)

    def deliver(self, most: int) -> int:
        """Lets late requests arrive, in any order; their answers find nobody."""
        self.rng.shuffle(self.late)
        arriving, self.late = self.late[:most], self.late[most:]
        for person, request in arriving:
            self.pass_on(person, request)
        return len(arriving)

    def pass_on(self, person: str, request: Request, reach: Callable[[str], None] | None = None) -> Answer:
        """The request at the server, and what it answers."""
        stage, before = self.stage, self.stage.reach
        stage.reach = reach or (lambda _point: None)
        try:
            answer = stage.send(*request)
        except Killed:
            stage.restart()
            self.watch.look()
            raise Lost("the server died") from None
        except Exception as bug:
            raise Broken("P8", f"{request[0]} {request[1]} broke the server: {bug!r}") from bug
        finally:
            stage.reach = before
        self.watch.look()
        self.watch.answered(person, request[3], answer)
        return answer


class Line:
    """One phone's line: a transport."""

    def __init__(self, network: Network, person: str):
        self.network, self.person = network, person
        self.pushed: Answer | None = None

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        net = self.network
        what = net.rng.choices(list(net.weights), list(net.weights.values()))[0]
        net.count[what] += 1
        request = method, path, headers, body
        with self._around(what):
            answer = self._send(what, request)
        if path.endswith("/push"):
            self.pushed = answer
        return answer

    @contextmanager
    def _around(self, what: str) -> Iterator[None]:
        if what == "slow":
            self.network.others(False)
        yield
        if what == "slow":
            self.network.others(False)

    def _send(self, what: str, request: Request) -> Answer:
        net = self.network
        match what:
            case "drop request":
                raise Lost(what)
            case "late" | "late twice":
                net.late += [(self.person, request)] * (2 if what == "late twice" else 1)
                raise Lost(what)
            case "portal 200":
                return Answer(200, _HTML, _PAGE)
            case "redirect 302":
                return Answer(302, {**_HTML, "location": "http://login.example/"}, b"")
            case "proxy 502":
                return Answer(502, _HTML, b"<h1>502 Bad Gateway</h1>")
            case "cut request":
                body = request[3]
                if body:
                    net.pass_on(self.person, (*request[:3], body[: net.rng.randrange(len(body))]))
                raise Lost(what)
            case "old answer" if self.pushed is not None and request[1].endswith("/push"):
                if net.rng.random() < 0.5:  # else a proxy kept it, and asked nobody
                    net.pass_on(self.person, request)
                return self.pushed
            case "twice":
                net.pass_on(self.person, request)
                if net.rng.random() < 0.3:
                    net.others(False)
            case "others first":
                return net.pass_on(self.person, request, self._others_first)
            case "server killed":
                return net.pass_on(self.person, request, self._dies_at(net.rng.choice(POINTS)))
            case "disk full":
                return net.pass_on(self.person, request, self._full_at(net.rng.choice(POINTS[1:4])))
        answer = net.pass_on(self.person, request)
        if what == "drop answer":
            raise Lost(what)
        if what == "cut answer":
            return Answer(answer.status, answer.headers, answer.body[: net.rng.randrange(len(answer.body) or 1)])
        return answer

    def _others_first(self, point: str) -> None:
        """Between a request's arrival and the lock: whoever comes then is before it."""
        if point == "after_parse":
            self.network.others(True)

    def _dies_at(self, chosen: str) -> Callable[[str], None]:
        def reach(point: str) -> None:
            if point == chosen:
                raise Killed(point)

        return reach

    def _full_at(self, chosen: str) -> Callable[[str], None]:
        def reach(point: str) -> None:
            if point == chosen:
                raise OperationalError("sync", None, Exception("database or disk is full"))

        return reach
