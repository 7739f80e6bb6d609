"""What Hypothesis draws: a few people, records and times, so that ops meet, and histories of ops before they have ids.

Two devices of one person, a person who moves between communes and organisations, a teller, reviewers of two communes
and of the district; three record ids that everybody uses.
"""

import hashlib
import uuid
from dataclasses import dataclass

from hypothesis import strategies as st

from server.sync.grains import MODES
from tests.recount import Member, Place

HOUR, DAY = 3_600_000, 86_400_000
BEGAN = 1_629_331_200_000  # 19 August 2021, 07:00 in Việt Nam
MOVED = BEGAN + 2 * DAY
TIMES = (BEGAN - 9, BEGAN, BEGAN + 1, MOVED - 1, MOVED, MOVED + 9 * HOUR, BEGAN + 40 * DAY)
ANCHORS = (None, BEGAN, MOVED - HOUR)
AREAS = {"g": None, "x": "g", "y": "g", "x1": "x", "x2": "x", "y1": "y"}
LEVELS = {"g": 0, "x": 1, "y": 1, "x1": 2, "x2": 2, "y1": 2}
OUTCOMES = {"used": "success", "half": "partial", "away": "revisit", "street": "revisit", "no": "refused"}
UNITS = ("ua", "yb")
NUMBERS = ("+84912345678", "+84987654321")
RECORDS = tuple(str(uuid.UUID(int=(0x7000 << 64) + n)) for n in range(1, 4))
PLACE = Place(AREAS, OUTCOMES)
SECRET = hashlib.sha256(b"a phone key of tests").digest()

ANN, BO, TAM, CAM, DUNG, DIEP = (str(uuid.UUID(int=n)) for n in range(101, 107))
# who has which devices; a device is named by its place here
DEVICES = (ANN, ANN, BO, BO, TAM, CAM, DUNG, DIEP)
LOGGING, REVIEWING = (0, 1, 2, 3, 4), (5, 6, 7)
MEMBERS = (
    Member(ANN, "volunteer", "x", "ua", BEGAN),
    Member(BO, "volunteer", "x1", "ua", BEGAN, MOVED),
    Member(BO, "volunteer", "y", "yb", MOVED),
    Member(TAM, "teller", "x", "yb", BEGAN),
    Member(CAM, "commune", "x", None, BEGAN),
    Member(DUNG, "commune", "y", None, BEGAN),
    Member(DIEP, "district", "g", None, BEGAN),
)


@dataclass(frozen=True)
class Draft:
    """An op before it has ids: places in the lists above, and whatever else is drawn.

    Attributes:
        number: place in NUMBERS, None, or "keep".
        verdict: of a review of the owner's record; None for a put.
        key: makes the op's id, so that ids order in every way.
    """

    device: int
    record: int
    rev: int
    at: int
    anchor: int | None
    key: int
    area: str = "x1"
    mode: str = "door"
    outcome: str = "used"
    number: int | str | None = None
    void: bool = False
    verdict: str | None = None
    owner: str = ANN


_common = {
    "record": st.sampled_from((0, 0, 1, 2)),
    "rev": st.sampled_from((1, 1, 2, 2, 3)),
    "at": st.sampled_from(TIMES),
    "anchor": st.sampled_from(ANCHORS),
    "key": st.integers(0, 2**16),
}
puts = st.builds(
    Draft,
    device=st.sampled_from(LOGGING),
    area=st.sampled_from(("x1", "x1", "x2", "x", "g", "y1")),
    mode=st.sampled_from(MODES[:2]),
    outcome=st.sampled_from(("used", "used", "half", "half", "away", "street", "no")),
    number=st.sampled_from((None, 0, 0, 1, "keep")),
    void=st.sampled_from((False, False, False, True)),
    **_common,
)
reviews = st.builds(
    Draft,
    device=st.sampled_from(REVIEWING),
    verdict=st.sampled_from(("void", "ok")),
    owner=st.sampled_from((ANN, BO, TAM)),
    **_common,
)
# several people who log the same number at the same instant: what only the tie-break decides
ties = st.builds(
    Draft,
    device=st.sampled_from((0, 2, 4)),
    record=st.sampled_from((0, 1, 2)),
    rev=st.just(1),
    at=st.just(BEGAN + 1),
    anchor=st.just(BEGAN),
    key=st.integers(0, 2**16),
    number=st.just(0),
)
# one record that its two devices correct, with others who log the same numbers meanwhile
corrections = st.builds(
    Draft,
    device=st.sampled_from((0, 1)),
    record=st.just(0),
    rev=st.integers(1, 4),
    at=st.sampled_from(TIMES),
    anchor=st.just(BEGAN),
    key=st.integers(0, 2**16),
    outcome=st.sampled_from(("used", "half", "away")),
    number=st.sampled_from((None, 0, 1, "keep", "keep")),
    void=st.sampled_from((False, False, False, True)),
)
# one record that a teller moves between communes
moves = st.builds(
    Draft,
    device=st.just(4),
    record=st.just(0),
    rev=st.integers(1, 5),
    at=st.sampled_from(TIMES),
    anchor=st.just(BEGAN),
    key=st.integers(0, 2**16),
    area=st.sampled_from(("x1", "y1", "g")),
)
# one record and what three reviewers say of it
said = st.builds(
    Draft,
    device=st.sampled_from(REVIEWING),
    verdict=st.sampled_from(("void", "ok")),
    owner=st.just(ANN),
    **{**_common, "record": st.just(0)},
)
# an old record that is corrected to the number of somebody who was helped meanwhile
_old = Draft(0, 0, 1, BEGAN, BEGAN, 1, number=1)
_renumbered = st.builds(
    Draft,
    device=st.sampled_from((0, 1)),
    record=st.just(0),
    rev=st.sampled_from((2, 3)),
    at=st.sampled_from((BEGAN, MOVED)),
    anchor=st.just(BEGAN),
    key=st.integers(0, 2**16),
    number=st.sampled_from((0, 0, 1, "keep")),
)
several = st.lists(puts | puts | puts | ties | reviews, min_size=1, max_size=14)
correcting = st.lists(corrections | corrections | ties, min_size=2, max_size=8)
moving = st.lists(moves, min_size=2, max_size=5)
reviewing = st.lists(corrections | said, min_size=2, max_size=6)
renumbering = st.lists(_renumbered | ties, min_size=2, max_size=4).map(lambda later: [_old, *later])
histories = several | several | correcting | renumbering | moving | reviewing


@st.composite
def arrivals(draw: st.DrawFn, size: int) -> list[list[int]]:
    """Any order of `size` ops, some of them twice, in batches of any size."""
    order = list(draw(st.permutations(range(size))))
    for again in draw(st.lists(st.integers(0, size - 1), max_size=4)):
        order.insert(draw(st.integers(0, len(order))), again)
    batches: list[list[int]] = [[]]
    for one in order:
        batches[-1].append(one)
        if draw(st.booleans()):
            batches.append([])
    return [batch for batch in batches if batch]
