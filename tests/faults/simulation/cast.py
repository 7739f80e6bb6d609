"""Who takes part: a campaign of six areas and two unions, loggers, reviewers and the district, with their devices.

Everything is fixed (ids, tokens, keys), so that what a seed draws decides everything else.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.orm import Session

from server import keys
from server.campaign.models import Area, Campaign, Organisation, Outcome
from server.people.models import Device, LoginSession, Membership, Person
from tests.recount import Member, Place

HOUR, DAY = 3_600_000, 86_400_000
BEGAN = 1_629_331_200_000  # 19 August 2021, 07:00 in Việt Nam
CAMPAIGN = 1
AREAS = {"g": None, "x": "g", "y": "g", "x1": "x", "x2": "x", "y1": "y"}
LEVELS = {"g": 0, "x": 1, "y": 1, "x1": 2, "x2": 2, "y1": 2}
OUTCOMES = {"used": "success", "half": "partial", "away": "revisit", "street": "revisit", "no": "refused"}
UNITS = ("ua", "yb")
NUMBERS = tuple(f"+8491234567{n}" for n in range(6))
PLACE = Place(AREAS, OUTCOMES)
AREA_IDS = {code: n for n, code in enumerate(AREAS, start=1)}
UNIT_IDS = {code: n for n, code in enumerate(UNITS, start=1)}
PHONE_KEY = hashlib.sha256(b"the phone key of the simulation").digest()
SEAL_NUMBER = int.from_bytes(hashlib.sha256(b"the seal key of the simulation").digest(), "big") >> 8


def named(number: int) -> str:
    return str(uuid.UUID(int=(0x5100 << 64) + number))


ANN, BO, CHI, TAM, CAM, DUNG, DIEP = (named(n) for n in range(1, 8))
POSTS = (
    Member(ANN, "volunteer", "x", "ua", BEGAN),
    Member(BO, "volunteer", "x1", "ua", BEGAN),
    Member(CHI, "volunteer", "y", "yb", BEGAN),
    Member(TAM, "teller", "x", "yb", BEGAN),
    Member(CAM, "commune", "x", "ua", BEGAN),
    Member(DUNG, "commune", "y", "yb", BEGAN),
    Member(DIEP, "district", "g", None, BEGAN),
)
# where people are moved to and back
MOVES = {
    ANN: (("volunteer", "x", "ua"), ("volunteer", "y", "yb"), ("teller", "x", "ua")),
    BO: (("volunteer", "x1", "ua"), ("volunteer", "y", "yb"), ("volunteer", "x1", "yb")),
    CHI: (("volunteer", "y", "yb"), ("volunteer", "x2", "ua")),
    TAM: (("teller", "x", "yb"), ("volunteer", "y1", "ua")),
    CAM: (("commune", "x", "ua"), ("commune", "y", "ua"), ("volunteer", "x", "ua")),
    DUNG: (("commune", "y", "yb"), ("commune", "x", "yb")),
}


@dataclass(frozen=True)
class Seat:
    """One device that somebody may take into use."""

    person: str
    device: str
    token: str


SEATS = tuple(
    Seat(person, named(100 * n + place), f"token-{n}-{place}")
    for n, person in enumerate((ANN, BO, CHI, TAM, CAM, DUNG, DIEP), start=1)
    for place in range(3)
)
OFFICE = SEATS[-1]  # the district's own computer, by which people are moved and phones revoked


def write_keys(folder: Path) -> None:
    """The installation's keys, the same in every process."""
    keys.make(folder)
    pair = ec.derive_private_key(SEAL_NUMBER, ec.SECP256R1())
    spelled = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "seal-1.pem").write_bytes(spelled)
    for name in keys.SECRETS:
        (folder / f"{name}-1").write_bytes(hashlib.sha256(f"the {name} key of the simulation".encode()).digest())


def fill(session: Session) -> None:
    """The campaign with its people, devices and sessions."""
    session.add(
        Campaign(
            id=CAMPAIGN,
            code="thu",
            name="Thử",
            tz="Asia/Ho_Chi_Minh",
            starts_on=date(2021, 8, 17),
            ends_on=date(2021, 9, 30),
            root_area=1,
            epoch="0" * 32,
            created_at=BEGAN,
        )
    )
    for person in dict.fromkeys(seat.person for seat in SEATS):
        session.add(Person(id=uuid.UUID(person), name="người thử", created_at=BEGAN))
    session.flush()
    _dictionary(session)
    for post in POSTS:
        session.add(
            Membership(
                campaign_id=CAMPAIGN,
                person_id=uuid.UUID(post.person),
                role=post.role,
                organisation_id=UNIT_IDS.get(post.organisation or ""),
                area_id=AREA_IDS[post.area],
                from_at=post.from_at,
            )
        )
    for seat in SEATS:
        device = uuid.UUID(seat.device)
        owner = uuid.UUID(seat.person)
        session.add(
            Device(id=device, campaign_id=CAMPAIGN, person_id=owner, install_id=device, name="máy", enrolled_at=BEGAN)
        )
    session.flush()
    for seat in SEATS:
        token = hashlib.sha256(seat.token.encode()).digest()
        session.add(
            LoginSession(
                token_hash=token,
                device_id=uuid.UUID(seat.device),
                transport="bearer",
                created_at=BEGAN,
                used_at=BEGAN,
            )
        )


def _dictionary(session: Session) -> None:
    for code, number in AREA_IDS.items():
        session.add(
            Area(
                campaign_id=CAMPAIGN,
                id=number,
                code=code,
                name=code,
                type="xã",
                level=LEVELS[code],
                parent_id=AREA_IDS.get(AREAS[code] or ""),
                valid_from=date(2021, 1, 1),
            )
        )
    for code, number in UNIT_IDS.items():
        session.add(Organisation(campaign_id=CAMPAIGN, id=number, code=code, name=code, short_name=code, kind="union"))
    for number, (code, group) in enumerate(OUTCOMES.items(), start=1):
        session.add(
            Outcome(
                campaign_id=CAMPAIGN,
                id=number,
                code=code,
                name_vi=code,
                name_en=code,
                group=group,
                no_household=code == "street",
            )
        )
