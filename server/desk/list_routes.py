"""HTTP of lists that name people, as files: people, devices, signals, post-checks.

Promises: they are for staff alone, never for a program, and who took one is noted in the trail.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from server.campaign.book import Book
from server.campaign.service import book
from server.clock import instant, now_ms
from server.database import reading
from server.desk import checks, list_tables, review_schemas, signals
from server.desk.export_routes import STAFF, note
from server.handlers import Blueprint
from server.people import store as people_store
from server.people.left_behind import replaced_at
from server.people.routes.devices import devices_seen
from server.people.routes.people import people_seen, posts_asked
from server.people.schemas import PeopleFilter
from server.people.service import caller
from server.totals.files import Table, add_files, answer_of
from server.totals.sheet import Cell, Columns

blp = Blueprint("list_files", __name__, description="Lists of the desk that name people, as files.")


def _people(query: dict[str, Any], ending: str) -> Response:
    with reading() as session:
        dictionary = book(session, caller().campaign_id)
        conditions = [*people_seen(session), *posts_asked(dictionary, query)]
        found = people_store.people_page(session, conditions, None, None)
        rows = [list_tables.person(dictionary, person, member) for person, member in found]
    note(caller(), "people.export", {**query, "file": ending})
    return _file("nguoi", "Người trong chiến dịch", list_tables.PEOPLE, dictionary, rows, ending)


def _devices(query: dict[str, Any], ending: str) -> Response:
    calling = caller()
    with reading() as session:
        dictionary = book(session, calling.campaign_id)
        conditions = [*devices_seen(session, calling), *posts_asked(dictionary, query)]
        found = people_store.devices_page(session, conditions, None, None)
        replaced = replaced_at(session, calling.campaign_id, [device for device, _, _ in found])
        rows = [
            list_tables.device(dictionary, device, person, member, replaced.get(device.id))
            for device, person, member in found
        ]
    note(calling, "devices.export", {**query, "file": ending})
    return _file("may", "Máy của người trong chiến dịch", list_tables.DEVICES, dictionary, rows, ending)


def _signals(query: dict[str, Any], ending: str) -> Response:
    answer = signals.page(caller(), query, "vi")
    with reading() as session:
        dictionary = book(session, caller().campaign_id)
    note(caller(), "signals.export", {**query, "file": ending})
    told = f"Dấu hiệu cần hỏi lại, không phải kết luận, từ {answer['since']} đến {answer['until']}"
    rows = [list_tables.signal(dictionary, one) for one in answer["items"]]
    return _file("dau-hieu", told, list_tables.SIGNALS, dictionary, rows, ending)


def _checks(query: dict[str, Any], ending: str) -> Response:
    dictionary, lines = checks.every(caller(), query)
    note(caller(), "checks.export", {**query, "file": ending})
    rows = [list_tables.check(dictionary, one) for one in lines]
    return _file("hau-kiem", "Mẫu hậu kiểm", list_tables.CHECKS, dictionary, rows, ending)


def _file(
    name: str, told: str, columns: Columns, dictionary: Book, rows: Iterable[Sequence[Cell]], ending: str
) -> Response:
    caption = [dictionary.name, f"{told}, lúc {instant(now_ms())}", *(["Số liệu mẫu"] if dictionary.sample else [])]
    return answer_of(Table(name, columns, caption, rows), ending)


add_files(
    blp, "/exports/people", PeopleFilter, _people,
    "People in scope with their present post; noted in the trail", *STAFF, right=None,
)  # fmt: skip
add_files(
    blp, "/exports/devices", PeopleFilter, _devices,
    "Devices of the people in scope; noted in the trail", *STAFF, right=None,
)  # fmt: skip
add_files(
    blp, "/exports/signals", review_schemas.SignalsQuery, _signals,
    "What is unusual about records in scope, with why; noted in the trail", *STAFF, right=None,
)  # fmt: skip
add_files(
    blp, "/exports/checks", review_schemas.ChecksFilter, _checks,
    "Records that were drawn and what came of them; noted in the trail", *STAFF, right=None,
)  # fmt: skip
