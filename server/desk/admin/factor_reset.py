"""Taking somebody's second factor away, when phone and recovery codes are lost: by an admin, told to whose it is.

The last admin of an installation has the command line (`gocua person reset-factor`).
"""

import uuid
from collections.abc import Callable

import click
from flask import Flask
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.clock import now_ms
from server.database import writing
from server.errors import Problem
from server.notices.telling import Message, tell
from server.people import second_factor, store
from server.people.models import Membership
from server.people.scope import scope_of
from server.people.service import Caller

LINK = "/huyen/tai-khoan"


def reset(calling: Caller, person_id: uuid.UUID) -> None:
    """By an admin, of somebody else in the campaign.

    Raises:
        Problem: `not_found`; `role.forbidden` for one's own; `factor.missing` (409); `campaign.purged`.
    """
    with writing() as session:
        campaign = campaign_store.lock(session, calling.campaign_id)
        if campaign.purged_at is not None:
            raise Problem("campaign.purged")
        scope = scope_of(session, calling).conditions(
            Membership.campaign_id, Membership.area_id, Membership.organisation_id, Membership.person_id
        )
        if store.person_row(session, person_id, scope) is None:
            raise Problem("not_found")
        if person_id == calling.person_id:
            raise Problem("role.forbidden")
        second_factor.reset(session, person_id, campaign_id=campaign.id, actor_id=calling.person_id)
        tell(session, campaign, [person_id], _message())


def _message() -> Message:
    return Message(
        kind="factor.reset",
        key=f"factor.reset|{now_ms()}",
        title="Mã xác thực của bạn đã được gỡ",
        body="Quản trị đã gỡ mã xác thực của bạn và đăng xuất các máy của bạn. Nếu bạn không nhờ việc này, hãy đổi mật"
        " khẩu và báo quản trị ngay; sau đó cài mã mới ở trang Tài khoản.",
        link=LINK,
    )


@click.command("reset-factor")
@click.option("--username", required=True)
@click.pass_obj
def command(make_app: Callable[[], Flask], username: str) -> None:
    """Take away a person's second factor (phone and recovery codes lost); all their sessions end."""
    with make_app().app_context(), writing() as session:
        person = store.person_by_username(session, username.strip().lower())
        if person is None:
            raise Problem("person.unknown")
        second_factor.reset(session, person.id, campaign_id=None, actor_id=None)
        _tell_everywhere(session, person.id)
    click.echo(f"The second factor of {username.strip().lower()} is taken away; their sessions have ended")


def _tell_everywhere(session: Session, person_id: uuid.UUID) -> None:
    message = _message()
    for campaign in store.campaigns_of(session, person_id):
        if campaign.purged_at is None:
            tell(session, campaign_store.lock(session, campaign.id), [person_id], message)
