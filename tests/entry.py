"""Ways in, for tests: making an invite, redeeming it, signing in, and moving what is stored as if time had passed."""

import uuid
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from server.database import writing
from server.people.models import Person
from server.people.passwords import make
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site

PASSWORD = "mat-khau-du-dai"


def invite(staff: Caller, **changes: Any) -> dict[str, Any]:
    body = {
        "id": str(uuid.uuid4()),
        "name": "Chị Lê Thị Mận",
        "role": "volunteer",
        "organisation": UNION,
        "area": COMMUNE,
        "hamlet": HAMLET,
    }
    answer = staff.post("/invites", {**body, **changes})
    assert answer.status_code == 201, answer.json
    return answer.json


def enrol(site: Site, code: str, install_id: uuid.UUID | None = None, **changes: Any) -> TestResponse:
    body = {
        "code": code,
        "device_name": "Android 9",
        "install_id": str(install_id or uuid.uuid4()),
        "transport": "bearer",
    }
    return site.call("POST", "/enrol", json={**body, **changes})


def as_bearer(site: Site, answer: TestResponse) -> Caller:
    body = answer.json
    return Caller(
        site, uuid.UUID(body["person"]["id"]), uuid.UUID(body["device_id"]), body["token"], body["person"]["role"]
    )


def shift(model: Any, key: Any, **values: Any) -> None:
    """Moves what is stored, as if time had passed."""
    with writing() as session:
        row = session.scalars(select(model).where(key)).one()
        for name, value in values.items():
            setattr(row, name, value)


def with_password(person: Caller, username: str, password: str = PASSWORD) -> Caller:
    """Gives a person a user name and a password."""
    shift(Person, Person.id == person.person_id, username=username, password_hash=make(password))
    return person


def sign_in(site: Site, username: str, password: str = PASSWORD, **changes: Any) -> TestResponse:
    body = {
        "username": username,
        "password": password,
        "device_name": "Máy bàn",
        "install_id": str(uuid.uuid4()),
        "transport": "bearer",
    }
    return site.call("POST", "/session", json={**body, **changes})
