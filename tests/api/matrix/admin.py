"""Scope rows of what an admin looks after: the installation is the admin's alone, a campaign its district's too."""

from tests.api.matrix.world import DISTRICT, Row, named
from tests.site import PRESET

ADMIN = frozenset({"admin"})

ROWS: dict[str, Row] = {
    "GET /admin/campaigns": Row(DISTRICT, **named("GET", lambda w, o: "/admin/campaigns"), foreign=False),
    # another campaign is none of a district's: tests/api/test_admin_campaigns.py
    "GET /admin/campaigns/<string:code>": Row(
        DISTRICT,
        **named("GET", lambda w, own: f"/admin/campaigns/{PRESET if own else 'khong-co'}"),
        beyond=frozenset(),
    ),
    "GET /admin/keys": Row(ADMIN, **named("GET", lambda w, o: "/admin/keys"), foreign=False),
    "GET /admin/backups": Row(ADMIN, **named("GET", lambda w, o: "/admin/backups"), foreign=False),
    "GET /admin/jobs": Row(ADMIN, **named("GET", lambda w, o: "/admin/jobs"), foreign=False),
    "GET /exports/audit.csv": Row(DISTRICT, **named("GET", lambda w, o: "/exports/audit.csv"), foreign=False),
}
