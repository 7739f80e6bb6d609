"""Scope rows of notices and where they are sent."""

import uuid

from tests.api.matrix.world import EVERYBODY, Row, named
from tests.pushservice import Browser

ROWS: dict[str, Row] = {
    "GET /notices": Row(EVERYBODY, **named("GET", lambda w, o: "/notices"), foreign=False),
    "POST /notices/read": Row(
        EVERYBODY, **named("POST", lambda w, o: "/notices/read", {"ids": [str(uuid.uuid4())]}), foreign=False
    ),
    "GET /push/subscriptions": Row(EVERYBODY, **named("GET", lambda w, o: "/push/subscriptions"), foreign=False),
    "PUT /push/subscriptions": Row(
        EVERYBODY,
        **named("PUT", lambda w, o: "/push/subscriptions", lambda w, o: Browser().body),
        foreign=False,
    ),
    # what is another's is not there to take back: nothing happens, see test_push_subscriptions
    "DELETE /push/subscriptions/<uuid:subscription_id>": Row(
        EVERYBODY, **named("DELETE", lambda w, o: f"/push/subscriptions/{uuid.uuid4()}"), foreign=False
    ),
}
