"""Who takes part in the worked example: volunteers of every commune, tellers, two officers. Pure.

Names are made up from common ones by a seeded generator; codes of organisations and hamlets are the preset's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from server.campaign.book import Book, Place

VOLUNTEERS = 40
UNIONS = ("hoi-lhpn-xa", "doan-tn-xa", "hoi-nong-dan-xa", "mttq-xa", "hoi-ccb-xa", "cong-doan-xa")
_UNION_WEIGHTS = (30, 28, 16, 11, 9, 6)
SAMPLE_COMMUNE = "28135"  # where the sample's officer and its open invite are
COUNTERS = (  # code, name, short name, commune
    ("ngan-hang.mau-1", "Ngân hàng mẫu 1, chi nhánh Cần Đước (đơn vị mẫu)", "NH mẫu 1", "28108"),
    ("ngan-hang.mau-2", "Ngân hàng mẫu 2, phòng giao dịch Long Hòa (đơn vị mẫu)", "NH mẫu 2", "28123"),
    ("ngan-hang.mau-3", "Ngân hàng mẫu 3, phòng giao dịch Rạch Kiến (đơn vị mẫu)", "NH mẫu 3", "28111"),
    ("ngan-hang.mau-4", "Quỹ tín dụng mẫu Tân Trạch (đơn vị mẫu)", "QTD mẫu", "28132"),
)
ENTERPRISES = (  # the same
    ("doanh-nghiep.mau-1", "Công ty may mẫu 1 (đơn vị mẫu)", "May mẫu 1", "28126"),
    ("doanh-nghiep.mau-2", "Công ty bao bì mẫu 2 (đơn vị mẫu)", "Bao bì mẫu 2", "28126"),
    ("doanh-nghiep.mau-3", "Công ty thực phẩm mẫu 3 (đơn vị mẫu)", "Thực phẩm mẫu 3", "28117"),
    ("doanh-nghiep.mau-4", "Cơ sở cơ khí mẫu 4 (đơn vị mẫu)", "Cơ khí mẫu 4", "28135"),
    ("doanh-nghiep.mau-5", "Công ty giày mẫu 5 (đơn vị mẫu)", "Giày mẫu 5", "28135"),
)
OWN_UNITS = (*COUNTERS, *ENTERPRISES)
_DESKS = ("ubnd-xa.28108", "ubnd-xa.28138")  # two points at People's Committees
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
_MIDDLE = {"f": ("Thị", "Thị Thu", "Thị Ngọc", "Thanh", "Kim"), "m": ("Văn", "Hữu", "Minh", "Quốc", "Thành")}
_GIVEN = {
    "f": ("Lan", "Hương", "Mai", "Thảo", "Yến", "Phượng", "Hạnh", "Trâm", "Ngân", "Tuyết", "Diễm", "Loan"),
    "m": ("Tâm", "Phúc", "Khoa", "Lộc", "Nhân", "Dũng", "Tín", "Hải", "Sơn", "Long", "Bình", "Vinh"),
}


@dataclass(frozen=True)
class Member:
    """One person of the example: codes of what they are and where."""

    name: str
    role: str
    organisation: str | None
    area: str
    hamlet: str | None = None
    username: str | None = None


def _name(rng: Random) -> str:
    kind = rng.choice("fm")
    return f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE[kind])} {rng.choice(_GIVEN[kind])}"


def communes(book: Book) -> list[Place]:
    return sorted((place for place in book.areas.values() if place.level == 1), key=lambda place: place.code)


def hamlets(book: Book, commune: Place) -> list[Place]:
    return sorted((place for place in book.children(commune.id) if place.level == 2), key=lambda place: place.code)


def volunteers(book: Book, rng: Random) -> list[Member]:
    """Forty: two or three in each commune, of the unions that do most of such work."""
    found: list[Member] = []
    places = communes(book)
    for number in range(VOLUNTEERS):
        place = places[number % len(places)]
        inside = hamlets(book, place)
        union = rng.choices(UNIONS, _UNION_WEIGHTS)[0]
        hamlet = rng.choice(inside).code if inside and rng.random() < 0.9 else None
        found.append(Member(_name(rng), "volunteer", f"{union}.{place.code}", place.code, hamlet))
    return found


def tellers(book: Book, rng: Random) -> list[Member]:
    """Six: four at banks' counters, two at points of People's Committees."""
    root = book.area(book.root).code
    places: Sequence[tuple[str, str]] = [
        *((code, commune) for code, _, _, commune in COUNTERS),
        *((code, code.rpartition(".")[2]) for code in _DESKS),
    ]
    known = {place.code for place in communes(book)}
    return [Member(_name(rng), "teller", code, commune if commune in known else root) for code, commune in places]


def officers(book: Book) -> list[Member]:
    """The district's user and a commune's, who sign in with a password."""
    root = book.area(book.root).code
    office = f"ubnd-xa.{SAMPLE_COMMUNE}"
    return [
        Member("Phòng Văn hóa và Thông tin (mẫu)", "district", None, root, username="huyen"),
        Member("Cán bộ xã Mỹ Lệ (mẫu)", "commune", office, SAMPLE_COMMUNE, username="xa-my-le"),
    ]


def keeper(book: Book) -> Member:
    """Who looks after the installation; has done nothing in the example and has no device yet."""
    return Member("Quản trị (mẫu)", "admin", None, book.area(book.root).code, username="quan-tri")


def clerks(book: Book) -> list[Member]:
    """Two who speak for their unit: of an agency and of an enterprise."""
    root, (company, _, short, commune) = book.area(book.root).code, ENTERPRISES[0]
    return [
        Member("Văn thư Phòng Nội vụ (mẫu)", "reporter", "p-noi-vu", root, username="noi-vu"),
        Member(f"Hành chính {short} (mẫu)", "reporter", company, commune, username="may-mau-1"),
    ]
