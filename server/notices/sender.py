"""Sends what waits in the queue: encrypted to the browser (RFC 8291), signed for the push service (RFC 8292).

Nothing is sent inside a transaction. A delivery is claimed by a conditional update for as long as a sending may last,
so two workers never send the same one, and a worker that dies leaves it to the next. Sent again after such a death, the
same Topic lets the push service replace the first by the second.

What becomes of it: 2xx sent; 404, 410 the browser is forgotten; 429, 5xx, no answer again later, doubling up to an
hour, and as the service asks; everything else, redirects too, is given up.
"""

import json
from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from server import base64url, logs
from server.clock import now_ms
from server.config import Settings
from server.database import reading, writing
from server.keys import Keys
from server.notices import store
from server.notices.endpoints import Refused, host_of
from server.notices.models import DROPPED, SENT, Delivery
from server.notices.store import Letter
from server.notices.transport import MakeSession, PushSession

CLAIM_MS = 60_000
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 3_600_000
MOST_TRIES = 12
BATCH = 100
GONE = frozenset({404, 410})
_log = logs.get("notices")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to; `status` None: no answer. `wait` is what the service asks for, in ms."""

    status: int | None
    refused: bool = False
    wait: int | None = None

    @property
    def again(self) -> bool:
        return not self.refused and (self.status is None or self.status == 429 or self.status >= 500)


class Sender:
    """Sends for one application.

    Args:
        make_session: how a session is made; the one that talks to public addresses alone by default.
    """

    def __init__(self, app: Flask, make_session: MakeSession = PushSession):
        self.app, self.make_session = app, make_session
        settings: Settings = app.extensions["gocua.settings"]
        keys: Keys = app.extensions["gocua.keys"]
        self.hosts = settings.push_hosts
        self.vapids = {number: Vapid02(private_key=key) for number, key in keys.vapids.items()}
        self.contact = f"mailto:gocua@{settings.origin.partition('://')[2].partition(':')[0]}"

    def send_waiting(self) -> int:
        """Sends what is due, up to a batch; returns how many attempts were made. Needs an application context."""
        with reading() as session:
            due = list(store.due_deliveries(session, now_ms(), BATCH))
        made = 0
        if due:
            with self.make_session() as web:
                for row in due:
                    made += self._deliver(web, row)
        return made

    def forget_lost(self) -> None:
        """Forgets browsers of revoked devices, people who left, retired keys, whether anything waits or not."""
        with reading() as session:
            lost = [(one.campaign_id, one.id) for one in store.lost_subscriptions(session, self.vapids)]
        if lost:
            with writing() as session:
                for campaign_id, subscription_id in lost:
                    store.drop_subscription(session, campaign_id, subscription_id, now_ms())

    def _deliver(self, web: requests.Session, row: Delivery) -> bool:
        with writing() as session:
            if not store.claim(session, row, now_ms() + CLAIM_MS):
                return False
            letter = store.letter(session, row)
            if letter is None or not self._wanted(letter, row):
                if letter is not None and self._lost(letter):
                    store.drop_subscription(session, row.campaign_id, row.subscription_id, now_ms())
                store.settle(session, row, DROPPED, None, now_ms())
                return False
            session.expunge_all()
        outcome = self._attempt(web, letter, row)
        with writing() as session:
            self._settle(session, row, outcome)
        host = letter.subscription.endpoint.split("/")[2]
        _log.info("push", status=outcome.status, host=host, tries=row.tries + 1, kind=letter.notice.kind)
        return True

    def _lost(self, letter: Letter) -> bool:
        """A revoked device, somebody who left, a key that was retired: nothing more is sent there."""
        gone = letter.device.revoked_at is not None or letter.member is None
        return gone or letter.subscription.vapid not in self.vapids

    def _wanted(self, letter: Letter, row: Delivery) -> bool:
        return not self._lost(letter) and letter.notice.read_at is None and now_ms() < row.expires_at

    def _attempt(self, web: requests.Session, letter: Letter, row: Delivery) -> Outcome:
        subscription, notice = letter.subscription, letter.notice
        payload = {"id": str(notice.id), "kind": notice.kind, "title": notice.title, "body": notice.pushed}
        try:
            host = host_of(subscription.endpoint, self.hosts)
            answer: Any = webpush(
                {"endpoint": subscription.endpoint, "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}},
                json.dumps({**payload, "link": notice.link}, ensure_ascii=False),
                vapid_private_key=self.vapids[subscription.vapid],
                vapid_claims={"sub": self.contact, "aud": f"https://{host}"},
                ttl=max(0, (row.expires_at - now_ms()) // 1000),
                headers={"Topic": base64url.encode(notice.id.bytes), "Urgency": "high"},
                requests_session=web,
            )
            return Outcome(answer.status_code)
        except WebPushException as error:
            answer = error.response
            return Outcome(None) if answer is None else Outcome(answer.status_code, wait=_retry_after(answer))
        except Refused:
            return Outcome(None, refused=True)
        except (requests.RequestException, OSError):
            return Outcome(None)

    def _settle(self, session: Any, row: Delivery, outcome: Outcome) -> None:
        now, status = now_ms(), outcome.status
        if status is not None and 200 <= status < 300:
            store.settle(session, row, SENT, status, now)
        elif status in GONE:
            store.settle(session, row, DROPPED, status, now)
            store.drop_subscription(session, row.campaign_id, row.subscription_id, now)
        elif outcome.again and row.tries + 1 < MOST_TRIES:
            wait = min(FIRST_WAIT_MS << row.tries, LONGEST_WAIT_MS)
            store.put_off(session, row, now + max(wait, min(outcome.wait or 0, LONGEST_WAIT_MS)), status)
        else:
            store.settle(session, row, DROPPED, status, now)


def _retry_after(answer: requests.Response) -> int | None:
    seconds = answer.headers.get("Retry-After", "")
    return int(seconds) * 1000 if seconds.isascii() and seconds.isdigit() and len(seconds) < 8 else None
