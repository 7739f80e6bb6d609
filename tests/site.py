"""A whole application for one test: the preset loaded, people with sessions, requests that read like sentences."""

import contextvars
import hashlib
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server import keys
from server.campaign.models import Area, Campaign, Organisation
from server.campaign.preset import load_preset
from server.clock import now_ms
from server.config import from_environment
from server.database import reading, writing
from server.extensions import db
from server.people.models import Device, LoginSession, Membership, Person
from tests.applications import application

PRESET = "can-duoc-bluezone-2021"
STARTS_ON = date(2021, 8, 17)
HAMLET = "28135-my-tay"  # ấp Mỹ Tây, xã Mỹ Lệ
COMMUNE = "28135"
ROOT = "806"
UNION = "hoi-lhpn-xa.28135"


@dataclass
class Caller:
    """A person with one device and a bearer token; calls as that person."""

    site: "Site"
    person_id: uuid.UUID
    device_id: uuid.UUID
    token: str
    role: str
    last: dict[str, Any] = field(default_factory=dict)

    def call(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **kwargs.pop("headers", {})}
        return self.site.call(method, path, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        return self.call("POST", path, json=json, **kwargs)

    def anchor(self) -> str:
        """The newest anchor that the server gives this person."""
        return self.get("/me").json["anchor"]


@dataclass
class Site:
    app: Flask
    url: str
    campaign_id: int

    @classmethod
    @contextmanager
    def make(
        cls, folder: Path, url: str, *, sample: bool = True, starts_on: date | None = STARTS_ON, filled: bool = False
    ) -> Iterator["Site"]:
        """A site in the folder, on the database of the URL.

        Args:
            filled: the database is a copy of one that was made with the same sample and start.
        """
        home = folder / "home"
        home.mkdir(mode=0o700)
        environ = {"GOCUA_HOME": str(home), "DATABASE_URL": url}
        keys.make(home / "keys")
        with application(from_environment(environ, testing=True)) as app:
            if filled:
                # copies share the epoch, by which a process tells one history from another
                with writing() as session:
                    session.execute(update(Campaign).values(epoch=uuid.uuid4().hex))
            else:
                db.metadata.create_all(db.engines["writer"])
                with writing() as session:
                    load_preset(session, PRESET, starts_on=starts_on, sample=sample)
            with reading() as session:
                campaign_id = session.scalars(select(Campaign.id)).one()
            yield cls(app, url, campaign_id)

    def call(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        full = path if path.startswith(("/api/", "/healthz", "/metrics")) else f"/api/v1{path}"
        # a context of its own: within this one Flask would go on with the outer `g`, and so with an earlier caller
        return contextvars.Context().run(self.app.test_client().open, full, method=method, **kwargs)

    def area_id(self, code: str) -> int:
        with reading() as session:
            query = select(Area.id).where(Area.campaign_id == self.campaign_id, Area.code == code)
            return session.scalars(query).one()

    def organisation_id(self, code: str) -> int:
        with reading() as session:
            query = select(Organisation.id).where(
                Organisation.campaign_id == self.campaign_id, Organisation.code == code
            )
            return session.scalars(query).one()

    def person(
        self,
        role: str = "volunteer",
        area: str = HAMLET,
        organisation: str | None = UNION,
        name: str = "Nguyễn Thị Mẫu",
        since: int | None = None,
    ) -> Caller:
        """A new person with one membership, one device and a session.

        Args:
            since: when membership and device began (ms); now when None.
        """
        began = now_ms() if since is None else since
        if role in ("district", "admin"):
            area, organisation = ROOT, None
        person_id = uuid.uuid4()
        area_id = self.area_id(area)
        organisation_id = self.organisation_id(organisation) if organisation else None
        with writing() as session:
            session.add(Person(id=person_id, name=name, created_at=began))
            session.flush()
            session.add(
                Membership(
                    campaign_id=self.campaign_id,
                    person_id=person_id,
                    role=role,
                    organisation_id=organisation_id,
                    area_id=area_id,
                    from_at=began,
                )
            )
        return self.device(person_id, role, began)

    def device(self, person_id: uuid.UUID, role: str = "volunteer", since: int | None = None) -> Caller:
        """One more device, with a session, of a person who exists."""
        began = now_ms() if since is None else since
        device_id, token = uuid.uuid4(), secrets.token_urlsafe(32)
        with writing() as session:
            session.add(
                Device(
                    id=device_id,
                    campaign_id=self.campaign_id,
                    person_id=person_id,
                    install_id=uuid.uuid4(),
                    name="máy thử",
                    enrolled_at=began,
                )
            )
            session.flush()
            session.add(
                LoginSession(
                    token_hash=hashlib.sha256(token.encode()).digest(),
                    device_id=device_id,
                    transport="bearer",
                    created_at=began,
                    used_at=now_ms(),
                )
            )
        return Caller(self, person_id, device_id, token, role)
