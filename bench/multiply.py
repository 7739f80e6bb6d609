"""A campaign that was lived through, many times over: millions of ops in minutes, by statements that take whole sets.

Copies of a commit follow one another in time, so history grows as it would have: each copy has ids, seqs and numbers
of its own, and volunteers and devices of one of ten sets of them; hamlets change places within their commune from copy
to copy, so that as many cells are filled as so many ops would fill. What is derived is multiplied with them.
Promises: `gocua totals check` agrees. An op's text stays that of its original, as long and as little looked at; the
file's pages are filled as an evening after the other fills them.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Table

from bench.moving import move
from server.extensions import db
from tests.faults.live import Live

SETS, TURNS, PIECES = 10, 24, 40
_BIG = ("op", "record", "claim", "rollup", "rollup_log", "commit", "departure")
_QUICK = {"synchronous_commit": "off", "fsync": "off", "full_page_writes": "off", "autovacuum": "off",
          "max_wal_size": "'8GB'", "maintenance_work_mem": "'1GB'", "checkpoint_timeout": "'1h'"}  # fmt: skip
Tell = Callable[[str], Any]


class _Sqlite:
    """Names as they are; ids are blobs, cut and joined as such."""

    def __init__(self, path: Path, base: Path):
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000", "temp_store=MEMORY"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("ATTACH ? AS base", (str(base),))
        self.connection.execute("PRAGMA base.synchronous=OFF")
        self.connection.create_function("sha256", 1, lambda data: hashlib.sha256(data).digest(), deterministic=True)

    def run(self, sql: str, rows: Iterable[tuple[Any, ...]] | None = None) -> None:
        if rows is None:
            self.connection.execute(sql)
        else:
            self.connection.executemany(sql, rows)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def begin(self) -> None:
        self.connection.execute("CREATE INDEX base.by_seq ON op (campaign_id, seq)")
        for table in _BIG:
            self.connection.execute(f'DELETE FROM main."{table}"')

    def end(self) -> None:
        self.connection.execute("DETACH base")
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.close()

    def joined(self, *parts: str) -> str:
        return f"CAST({'||'.join(parts)} AS BLOB)"

    def other(self, name: str, tail: str) -> str:
        return self.joined(f"substr({name},1,12)", tail)

    octets = staticmethod(lambda name: name)
    blob, uuid = "BLOB", "BLOB"


class _Postgresql:
    """Indexes are made when the rows are there; what is to be multiplied moves into a schema of its own."""

    def __init__(self, url: str):
        self.connection = psycopg.connect(url, autocommit=True)
        self.made_later: list[str] = []
        for name, value in _QUICK.items():
            self.connection.execute(f"ALTER SYSTEM SET {name} = {value}")  # type: ignore[arg-type]
        self.connection.execute("SELECT pg_reload_conf()")
        self.connection.execute("SET work_mem = '256MB'")
        self.connection.execute("SET maintenance_work_mem = '1GB'")

    def run(self, sql: str, rows: Iterable[tuple[Any, ...]] | None = None) -> None:
        if rows is None:
            self.connection.execute(sql)  # type: ignore[arg-type]
        else:
            self.connection.cursor().executemany(sql.replace("?", "%s"), rows)  # type: ignore[arg-type]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()  # type: ignore[arg-type]

    def begin(self) -> None:
        self.run("CREATE SCHEMA base")
        for table in _BIG:
            self.run(f'CREATE TABLE base."{table}" AS TABLE public."{table}"')
            self.run(f'TRUNCATE public."{table}"')
            self._drop_indexes(table)
        self.run("CREATE INDEX ON base.op (campaign_id, seq)")
        self.run('CREATE INDEX ON base."commit" (campaign_id, seq)')
        self.run("ANALYZE")

    def _drop_indexes(self, table: str) -> None:
        keys = self.rows(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            f" WHERE conrelid = 'public.\"{table}\"'::regclass AND contype IN ('p', 'u')"
        )
        for name, told in keys:
            self.run(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            self.made_later.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {told}')
        for name, told in self.rows(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = '{table}'"
        ):
            self.run(f'DROP INDEX "{name}"')
            self.made_later.append(told)

    def end(self) -> None:
        for statement in self.made_later:
            self.run(statement)
        self.run("DROP SCHEMA base CASCADE")
        self.run("VACUUM ANALYZE")
        for name in _QUICK:
            self.run(f"ALTER SYSTEM RESET {name}")
        self.run("ALTER SYSTEM SET max_wal_size = '4GB'")
        self.run("SELECT pg_reload_conf()")
        self.run("CHECKPOINT")
        self.connection.close()

    def joined(self, *parts: str) -> str:
        return "(" + "||".join(parts) + ")"

    def other(self, name: str, tail: str) -> str:
        return f"encode(substr(uuid_send({name}),1,12)||{tail},'hex')::uuid"

    octets = staticmethod(lambda name: f"uuid_send({name})")
    blob, uuid = "bytea", "uuid"


def multiply(base: Live, home: Path, times: int, url: str = "", tell: Tell = print) -> Live:
    """A new installation in a home that is not there yet, with the ops of the base so many times over.

    Args:
        base: on SQLite, stopped.
        url: of an empty PostgreSQL database; empty for SQLite.
    """
    if url:
        live = move(base.home, home, url, lambda _told: None)
        _Multiplying(_Postgresql(url), times, tell).run()
        return live
    shutil.copytree(base.home, home, ignore=shutil.ignore_patterns("high-water-*"))
    source = home / "base.db"
    with closing(sqlite3.connect(f"file:{base.home / 'gocua.db'}?mode=ro", uri=True)) as rows:
        rows.execute("VACUUM INTO ?", (str(source),))
    _Multiplying(_Sqlite(home / "gocua.db", source), times, tell).run()
    source.unlink()
    return Live(home)


class _Multiplying:
    def __init__(self, there: _Sqlite | _Postgresql, times: int, tell: Tell):
        self.there, self.times, self.tell = there, times, tell
        self.campaign, self.head = there.rows("SELECT id, head FROM campaign")[0]

    def run(self) -> None:
        self.there.begin()
        self._spans()
        self._people()
        self._areas()
        self._ops_and_records()
        self._claims()
        self._figures()
        self.there.run(f"UPDATE campaign SET head = {self.head * self.times}")
        self.tell("indexes")
        self.there.end()

    # --- what becomes of what ---

    def _spans(self) -> None:
        """The commits, each from `a` to `b`; where an op stands in its own; the copies with their set and turn."""
        run, blob = self.there.run, self.there.blob
        run("CREATE TABLE base.span (b bigint PRIMARY KEY, a bigint, n bigint, at bigint, gap bigint)")
        run(
            "INSERT INTO base.span SELECT seq, lag(seq, 1, 0) OVER w, seq - lag(seq, 1, 0) OVER w, at,"
            ' lead(at, 1, at) OVER w - at FROM base."commit" WINDOW w AS (ORDER BY seq)'
            if isinstance(self.there, _Sqlite)
            else "INSERT INTO base.span SELECT seq, lag(seq, 1, 0::bigint) OVER w, seq - lag(seq, 1, 0::bigint) OVER w,"
            ' at, lead(at, 1, at) OVER w - at FROM base."commit" WINDOW w AS (ORDER BY seq)'
        )
        run("UPDATE base.span SET gap = 6000 WHERE gap > 6000")
        run("CREATE TABLE base.stand (seq bigint PRIMARY KEY, a bigint, n bigint, gap bigint)")
        run(
            "INSERT INTO base.stand SELECT o.seq, p.a, p.n, p.gap FROM base.op o JOIN base.span p"
            ' ON p.b = (SELECT min(c.seq) FROM base."commit" c WHERE c.campaign_id = o.campaign_id AND c.seq >= o.seq)'
        )
        run(f"CREATE TABLE base.copied (c integer PRIMARY KEY, tail {blob}, part integer, turn integer)")
        copies = ((c, c.to_bytes(4, "big"), c % SETS, c % TURNS) for c in range(self.times))
        run("INSERT INTO base.copied VALUES (?, ?, ?, ?)", copies)

    def _people(self) -> None:
        """Nine more of each volunteer, with membership and device; staff is the same everywhere."""
        run, there = self.there.run, self.there
        run(f"CREATE TABLE base.part (part integer PRIMARY KEY, tail {there.blob})")
        sets = range(min(SETS, self.times))
        run("INSERT INTO base.part VALUES (?, ?)", ((one, (806 + one).to_bytes(4, "big")) for one in sets))
        for table, ids in (("who", "person"), ("machine", "device")):
            kinds = f"id {there.uuid}, part integer, other {there.uuid}"
            run(f"CREATE TABLE base.{table} ({kinds}, PRIMARY KEY (id, part))")
            same = f"s.part = 0 OR NOT {self._volunteer('o.id' if ids == 'person' else 'o.person_id')}"
            other = f"CASE WHEN {same} THEN o.id ELSE {there.other('o.id', 's.tail')} END"
            run(f"INSERT INTO base.{table} SELECT o.id, s.part, {other} FROM {ids} o CROSS JOIN base.part s")
        here = {"person_id": "w.other"}
        self._copy("person", {"id": "w.other"}, "JOIN base.who w ON w.id = o.id WHERE w.other <> o.id")
        self._copy("membership", here, "JOIN base.who w ON w.id = o.person_id WHERE w.other <> o.person_id", skip="id")
        self._copy(
            "device",
            {**here, "id": "m.other", "install_id": "m.other"},
            "JOIN base.machine m ON m.id = o.id JOIN base.who w ON w.id = o.person_id AND w.part = m.part"
            " WHERE m.other <> o.id",
        )

    def _volunteer(self, person: str) -> str:
        return f"{person} IN (SELECT person_id FROM membership WHERE role = 'volunteer' AND hamlet_id IS NOT NULL)"

    def _areas(self) -> None:
        """Where a hamlet's records go in each turn: to the next of its commune that is open as long."""
        run = self.there.run
        run("CREATE TABLE base.ground (id integer, turn integer, other integer, PRIMARY KEY (id, turn))")
        alike: dict[Any, list[int]] = {}
        for area, level, parent, begins, ends in self.there.rows(
            "SELECT id, level, parent_id, valid_from, valid_to FROM area ORDER BY id"
        ):
            alike.setdefault((parent, begins, ends) if level == 2 else area, []).append(area)
        moved = (
            (area, turn, group[(place + turn) % len(group)])
            for group in alike.values()
            for place, area in enumerate(group)
            for turn in range(TURNS)
        )
        run("INSERT INTO base.ground VALUES (?, ?, ?)", moved)

    # --- rows ---

    def _copy(self, table: str, told: dict[str, str], rest: str, *, skip: str = "", source: str = "") -> None:
        """Inserts rows of a table `o`, its columns as they are but for those that are told."""
        there: Table = db.metadata.tables[table]
        names = [column.name for column in there.columns if column.name != skip]
        listed = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(told.get(name, f'o."{name}"') for name in names)
        self.there.run(f'INSERT INTO "{table}" ({listed}) SELECT {values} FROM {source or f"{table} o"} {rest}')

    def _ops_and_records(self) -> None:
        """Piece by piece of the history, each in the order of its ids."""
        there, times = self.there, self.times
        seq = f"p.a * {times} + k.c * p.n + o.seq - p.a"
        ids = {"op_id": there.other("o.op_id", "k.tail"), "record_id": there.other("o.record_id", "k.tail")}
        number = "CASE WHEN o.phone_key IS NOT NULL THEN {} END".format(there.joined("k.tail", "substr(o.phone_key,5)"))
        told = {**ids, "seq": seq, "person_id": "w.other", "area_id": "g.other", "phone_key": number}
        every = (
            "JOIN base.stand p ON p.seq = o.seq CROSS JOIN base.copied k"
            " JOIN base.who w ON w.id = o.person_id AND w.part = k.part"
            " LEFT JOIN base.ground g ON g.id = o.area_id AND g.turn = k.turn"
        )
        of_op = {
            **told, "device_id": "m.other", "owner_id": "v.other",
            "received_at": f"o.received_at + p.gap * k.c / {times}",
        }  # fmt: skip
        more = (
            " JOIN base.who v ON v.id = o.owner_id AND v.part = k.part"
            " JOIN base.machine m ON m.id = o.device_id AND m.part = k.part"
        )
        ends = [self.head * (piece + 1) // PIECES for piece in range(PIECES)]
        for begin, end in zip([0, *ends], ends, strict=False):
            within = f" WHERE o.campaign_id = {self.campaign} AND o.seq > {begin} AND o.seq <= {end}"
            self._copy("op", of_op, f"{every}{more}{within} ORDER BY 2", source="base.op o")
            self._copy("record", told, f"{every}{within} ORDER BY 2", source="base.record o")
            self.tell(f"{end * times:,} ops")
        gone = {name: told[name] for name in ("seq", "person_id", "record_id", "area_id")}
        self._copy("departure", gone, every, source="base.departure o")

    def _claims(self) -> None:
        there = self.there
        number, record = there.joined("k.tail", "substr(o.phone_key,5)"), there.other("o.record_id", "k.tail")
        tie = there.joined(number, there.octets("w.other"), there.octets(record))
        told = {
            "phone_key": number, "tie": f"sha256({tie})", "person_id": "w.other", "record_id": record,
            "area_id": "g.other",
        }  # fmt: skip
        self._copy(
            "claim",
            told,
            "CROSS JOIN base.copied k JOIN base.who w ON w.id = o.person_id AND w.part = k.part"
            " JOIN base.ground g ON g.id = o.area_id AND g.turn = k.turn ORDER BY 2",
            source="base.claim o",
        )
        self.tell("claims")

    def _figures(self) -> None:
        times, run = self.times, self.there.run
        run(
            f'INSERT INTO "commit" (campaign_id, seq, at) SELECT {self.campaign}, p.a * {times} + (k.c + 1) * p.n,'
            f" p.at + p.gap * k.c / {times} FROM base.span p CROSS JOIN base.copied k ORDER BY 2"
        )
        for begin in range(0, self.head, max(1, self.head // PIECES)):
            end = begin + max(1, self.head // PIECES)
            self._copy(
                "rollup_log",
                {"seq": f"p.a * {times} + (k.c + 1) * p.n", "area_id": "g.other"},
                "JOIN base.span p ON p.b = o.seq CROSS JOIN base.copied k"
                " JOIN base.ground g ON g.id = o.area_id AND g.turn = k.turn"
                f" WHERE o.seq > {begin} AND o.seq <= {end} ORDER BY 2",
                source="base.rollup_log o",
            )
        self.tell("log of the rollups")
        sums = ", ".join(f"sum(o.{one} * k.weight)" for one in ("records", "assists", "uniques", "unchecked", "in_use"))
        run(
            "INSERT INTO rollup SELECT o.campaign_id, o.grain, o.day, coalesce(g.other, 0), o.organisation_id, o.mode,"
            f" o.outcome_id, {sums} FROM base.rollup o"
            " CROSS JOIN (SELECT turn, count(*) AS weight FROM base.copied GROUP BY turn) k"
            " LEFT JOIN base.ground g ON g.id = o.area_id AND g.turn = k.turn GROUP BY 1, 2, 3, 4, 5, 6, 7"
        )
