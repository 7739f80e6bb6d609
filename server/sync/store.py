"""All SQL of a push: locks, reads by lists of ids, writes of whole sets (see `bulk`).

Every function is one statement. Rows come and go as tuples in the order of the columns named here; UUIDs are 16 bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from server.sync import epoch as epochs
from server.sync.bulk import Bulk, Gone, Lines
from server.sync.erased import Erased
from server.sync.grains import GRAIN_AREA, GRAIN_DAY, GRAIN_FULL, GRAIN_MODE, GRAIN_OUTCOME, GRAIN_UNIT
from server.sync.models import Claim, Commit, Departure, Op, Pending, Record, Rollup, RollupLog

Row = tuple[Any, ...]

_SUMS = ("records", "assists", "uniques", "unchecked", "in_use")
_ROLLUP_KEY = "campaign_id, grain, day, area_id, organisation_id, mode, outcome_id"
_RECORD_KEY = ("campaign_id", "record_id", "person_id")


def _table(model: Any) -> Any:
    return model.__table__


RECORD_COLUMNS = tuple(column.name for column in _table(Record).columns)
OPS = Lines(_table(Op))
PENDING = Lines(_table(Pending))
RECORDS = Lines(_table(Record))
RECORDS_AGAIN = Lines(
    _table(Record),
    conflict="({}) DO UPDATE SET {}".format(
        ", ".join(_RECORD_KEY),
        ", ".join(f"{name} = excluded.{name}" for name in RECORD_COLUMNS if name not in _RECORD_KEY),
    ),
)
CLAIMS = Lines(_table(Claim))
CLAIMS_GONE = Gone(_table(Claim))
DEPARTURES = Lines(_table(Departure))
ROLLUPS = Lines(
    _table(Rollup),
    conflict="({}) DO UPDATE SET {}".format(
        _ROLLUP_KEY, ", ".join(f"{name} = rollup.{name} + excluded.{name}" for name in _SUMS)
    ),
)
LOGS = Lines(_table(RollupLog))
COMMITS = Lines(_table(Commit))


@dataclass(slots=True)
class Locked:
    """The campaign's row, locked until the transaction ends.

    Attributes:
        mark: the row's epoch; `system_identifier` and `timeline` are PostgreSQL's, None on SQLite.
    """

    head: int
    mark: str
    figures_rev: int
    purged_at: int | None
    system_identifier: str | None
    timeline: str | None


_CLUSTER = (
    "(SELECT system_identifier::text FROM pg_control_system()),"
    " (SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))"
)


def lock(bulk: Bulk, campaign_id: int) -> Locked | None:
    """Locks the campaign: the first statement of every push. None when there is no such campaign."""
    cluster = "NULL, NULL" if bulk.sqlite else _CLUSTER
    wait = "" if bulk.sqlite else " FOR UPDATE"
    rows = bulk.rows(
        f"SELECT head, epoch, figures_rev, purged_at, {cluster} FROM campaign WHERE id = ?{wait}", campaign_id
    )
    return Locked(*rows[0]) if rows else None


@dataclass(slots=True)
class Owned:
    """The device that pushes, as it is under the campaign's lock.

    Attributes:
        revoked_at: when staff revoked the device or disabled the person.
    """

    person_id: bytes
    enrolled_at: int
    revoked_at: int | None


def device(bulk: Bulk, campaign_id: int, device_id: bytes) -> Owned | None:
    """A device of the campaign, None when it is not there."""
    rows = bulk.rows(
        "SELECT {u:d.person_id}, d.enrolled_at, coalesce(d.revoked_at, p.disabled_at)"
        " FROM device d JOIN person p ON p.id = d.person_id WHERE d.id = {uuid} AND d.campaign_id = ?",
        bulk.uid(device_id),
        campaign_id,
    )
    return Owned(*rows[0]) if rows else None


@dataclass(slots=True)
class Head:
    """The campaign as a reader sees it.

    Attributes:
        reached: when the commit was made that reached `head`, ms; None before the first.
    """

    head: int
    mark: str
    figures_rev: int
    purged_at: int | None
    reached: int | None
    system_identifier: str | None
    timeline: str | None

    def epoch(self) -> str:
        """The epoch as phones see it."""
        return epochs.public(self.mark, self.system_identifier, self.timeline)


def head(bulk: Bulk, campaign_id: int) -> Head:
    """Head and epoch, unlocked; KeyError when there is no such campaign."""
    cluster = "NULL, NULL" if bulk.sqlite else _CLUSTER
    at = '(SELECT at FROM "commit" WHERE campaign_id = id AND seq >= head ORDER BY seq LIMIT 1)'
    query = f"SELECT head, epoch, figures_rev, purged_at, {at}, {cluster} FROM campaign WHERE id = ?"
    rows = bulk.rows(query, campaign_id)
    if not rows:
        raise KeyError(campaign_id)
    return Head(*rows[0])


def reached(bulk: Bulk, campaign_id: int, seq: int) -> int:
    """When the commit was made that brought the head to `seq` or beyond, ms; 0 when there is none."""
    rows = bulk.rows(
        'SELECT at FROM "commit" WHERE campaign_id = ? AND seq >= ? ORDER BY seq LIMIT 1', campaign_id, seq
    )
    return rows[0][0] if rows and seq else 0


def memberships(bulk: Bulk, campaign_id: int, persons: Sequence[bytes]) -> list[Row]:
    """(person, role, organisation, area, from, until) of all that the persons ever had in the campaign."""
    return bulk.rows(
        "SELECT {u:person_id}, role, organisation_id, area_id, from_at, until_at FROM membership"
        " WHERE campaign_id = ? AND person_id IN {ids}",
        campaign_id,
        ids=persons,
    )


def known(bulk: Bulk, campaign_id: int, person_id: bytes, op_ids: Sequence[bytes]) -> list[Row]:
    """(op_id, digest, status, code, settled, accepted, word) of the person's ops with these ids; status 0: stored."""
    person = bulk.uid(person_id)
    return bulk.rows(
        "SELECT {u:k.op_id}, k.digest, k.status, k.code, k.settled_at, k.accepted, k.word FROM ("
        "SELECT op_id, digest, 0 AS status, NULL AS code, NULL AS settled_at, NULL AS accepted, NULL AS word"
        " FROM op WHERE campaign_id = ? AND person_id = {uuid} UNION ALL"
        " SELECT op_id, digest, status, code, settled_at, accepted, word"
        " FROM pending WHERE campaign_id = ? AND person_id = {uuid} AND NOT loose"
        ") AS k WHERE k.op_id IN {ids}",
        campaign_id,
        person,
        campaign_id,
        person,
        ids=op_ids,
    )


def phone_secret(bulk: Bulk, campaign_id: int) -> int:
    """The number of the key that the campaign's codes of numbers are made with."""
    return bulk.rows("SELECT phone_secret FROM campaign WHERE id = ?", campaign_id)[0][0]


def known_loose(bulk: Bulk, campaign_id: int, device_id: bytes, hashes: Sequence[bytes]) -> list[Row]:
    """(text_hash, status, code, settled, accepted, word) of what the device sent without a place under an op id."""
    return bulk.rows(
        "SELECT text_hash, status, code, settled_at, accepted, word FROM pending"
        " WHERE campaign_id = ? AND device_id = {uuid} AND loose AND text_hash IN {keys}",
        campaign_id,
        bulk.uid(device_id),
        keys=hashes,
    )


def loose_count(bulk: Bulk, campaign_id: int, device_id: bytes) -> int:
    """How many of these wait for a person."""
    return bulk.rows(
        "SELECT count(*) FROM pending WHERE campaign_id = ? AND device_id = {uuid} AND loose AND settled_at IS NULL",
        campaign_id,
        bulk.uid(device_id),
    )[0][0]


HISTORY = (
    "{u:op_id}, {u:person_id}, {u:owner_id}, {u:record_id}, kind, rev, hash, happened_at, eff, marks, area_id, mode,"
    " outcome_id, phone_key, member_role, member_organisation, member_area, raw"
)


def history(bulk: Bulk, campaign_id: int, record_ids: Sequence[bytes], before: int | None = None) -> list[Row]:
    """All stored ops (HISTORY) that name records with these ids, of whichever owner; those before a seq alone."""
    earlier = "" if before is None else f" AND seq < {int(before)}"
    return bulk.rows(
        f"SELECT {HISTORY} FROM op {{by:ix_op_record}} WHERE campaign_id = ?{earlier} AND record_id IN {{ids}}",
        campaign_id,
        ids=record_ids,
    )


def records(bulk: Bulk, campaign_id: int, record_ids: Sequence[bytes]) -> list[Row]:
    """(record, person, area, day, organisation, mode, outcome, bits, phone_key, claimed_at) as they are kept."""
    return bulk.rows(
        "SELECT {u:record_id}, {u:person_id}, area_id, day, organisation_id, mode, outcome_id, bits, phone_key,"
        " claimed_at FROM record WHERE campaign_id = ? AND record_id IN {ids}",
        campaign_id,
        ids=record_ids,
    )


def claims(bulk: Bulk, campaign_id: int, phone_keys: Sequence[bytes]) -> list[Row]:
    """(phone_key, t, tie, person, record, day, area, organisation, mode, outcome, success) of these phones."""
    return bulk.rows(
        "SELECT phone_key, t, tie, {u:person_id}, {u:record_id}, day, area_id, organisation_id, mode, outcome_id,"
        " success FROM claim WHERE campaign_id = ? AND phone_key IN {keys}",
        campaign_id,
        keys=phone_keys,
    )


def move_head(bulk: Bulk, campaign_id: int, head: int) -> None:
    bulk.run("UPDATE campaign SET head = ? WHERE id = ?", head, campaign_id)


def clear(bulk: Bulk, table: str, campaign_id: int) -> None:
    """Takes all rows of a campaign out of a table; SQLite throws a whole table away at once."""
    if bulk.sqlite and not bulk.rows("SELECT 1 FROM campaign WHERE id <> ? LIMIT 1", campaign_id):
        bulk.run(f"DELETE FROM {table}")
    else:
        bulk.run(f"DELETE FROM {table} WHERE campaign_id = ?", campaign_id)


_FULL = "day, area_id, organisation_id, mode, outcome_id"
_GRAINS = {
    GRAIN_OUTCOME: "0, area_id, organisation_id, 0, outcome_id",
    GRAIN_MODE: "0, area_id, organisation_id, mode, 0",
    GRAIN_DAY: "day, area_id, 0, 0, outcome_id",
    GRAIN_AREA: "0, area_id, 0, 0, outcome_id",
    GRAIN_UNIT: "0, 0, organisation_id, 0, outcome_id",
}


def sum_up(bulk: Bulk, campaign_id: int) -> None:
    """Makes the rollups of a campaign that has none from their log."""
    sums = ", ".join(f"sum({name})" for name in _SUMS)
    some = " OR ".join(f"sum({name}) <> 0" for name in _SUMS)
    into = f"INSERT INTO rollup ({_ROLLUP_KEY}, {', '.join(_SUMS)})"
    bulk.run(
        f"{into} SELECT campaign_id, {GRAIN_FULL}, {_FULL}, {sums} FROM rollup_log WHERE campaign_id = ?"
        f" GROUP BY campaign_id, {_FULL} HAVING {some}",
        campaign_id,
    )
    for grain, cell in _GRAINS.items():
        group = ", ".join(name for name in cell.split(", ") if name != "0")
        bulk.run(
            f"{into} SELECT campaign_id, {grain}, {cell}, {sums} FROM rollup"
            f" WHERE campaign_id = ? AND grain = {GRAIN_FULL} GROUP BY campaign_id, {group} HAVING {some}",
            campaign_id,
        )


def set_mark(bulk: Bulk, campaign_id: int, mark: str) -> None:
    bulk.run("UPDATE campaign SET epoch = ? WHERE id = ?", mark, campaign_id)


def erased(bulk: Bulk, campaign_id: int) -> Erased:
    """What was erased in the campaign on request."""
    rows = bulk.rows(
        "SELECT code, decided_at, CAST(ops AS TEXT) FROM erasure WHERE campaign_id = ? AND granted", campaign_id
    )
    ops = [bytes.fromhex(person + op) for _code, _at, spelled in rows for person, op in orjson.loads(spelled)]
    return Erased({bytes(code): at for code, at, _ops in sorted(rows, key=lambda row: row[1])}, frozenset(ops))


def device_owner(bulk: Bulk, device_id: bytes) -> tuple[int, bytes] | None:
    """Campaign and person of a device, None when there is no such device."""
    rows = bulk.rows("SELECT campaign_id, {u:person_id} FROM device WHERE id = {uuid}", bulk.uid(device_id))
    return (rows[0][0], rows[0][1]) if rows else None


def seen(bulk: Bulk, device_id: bytes, now: int, values: Row) -> None:
    """What the device said of itself with this push: app, queue_len, oldest_at, next_n, skew_ms."""
    bulk.run(
        "UPDATE device SET last_seen_at = ?, synced_at = ?, app = coalesce(?, app), queue_len = ?, oldest_at = ?,"
        " next_n = coalesce(?, next_n), skew_ms = coalesce(?, skew_ms) WHERE id = {uuid}",
        now,
        now,
        *values,
        bulk.uid(device_id),
    )
