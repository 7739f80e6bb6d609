"""The tables can be spread over machines by campaign: the keys say so, and what cannot be is named with its reason.

On a distributed PostgreSQL (Citus) each primary key, unique index and foreign key of a distributed table has to hold
the column that it is distributed by. Indexes that are not unique are asked too: a search that does not begin with the
campaign would have to go to every machine.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Index, Table, UniqueConstraint

import server.models  # noqa: F401
from server.extensions import Model

BY = "campaign_id"
TABLES = dict(Model.metadata.tables)
# of the sync room; the totals room has none of its own
SYNC = {"claim", "commit", "departure", "erasure", "op", "pending", "record", "rollup", "rollup_log"}

# Tables that are not distributed: whole on each machine (reference tables) or on the one that is asked first.
WHOLE = {
    "person": "somebody may be in several campaigns; user names are unique over all of them",
    "login_attempt": "counts failed sign-ins by name and address, before any campaign is known",
    "second_factor": "asked for at sign-in, before any campaign is known; a person has one for all of them",
    "factor_offer": "a second factor that is being set up",
    "recovery_code": "stands in for a second factor at sign-in",
    "session": "found by the hash of a token, before any campaign is known",
    "device": "found by its id from a session; its key is the device's alone",
    "membership": "numbered over all campaigns; read with its device at each request",
    "invite": "found by the hash of its code, by somebody who is in no campaign yet",
    "api_token": "found by the hash of its key, before any campaign is known",
    "audit": "one trail of the installation, in one order; some of its lines belong to no campaign",
    "job": "what the worker does for all campaigns",
}

# Keys of distributed tables that do not begin with the campaign.
APART = {
    "campaign: primary key (id)": "the distribution column itself, under its own name",
    "campaign: unique (code)": "short names are unique over all campaigns: to be checked where campaigns are made",
    "push_subscription: unique (endpoint_hash)": "a browser rings for one campaign only: the last that asked for it",
    "delivery: index (state, next_at)": "the worker's queue over all campaigns; on a cluster it asks every machine",
}


def keys(table: Table) -> Iterator[tuple[str, list[str]]]:
    """What kind of key, and its columns, of all keys and indexes of a table."""
    yield "primary key", [column.name for column in table.primary_key.columns]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield "unique", [column.name for column in constraint.columns]
    for index in table.indexes:
        yield "unique" if index.unique else "index", names(index)
    for foreign in table.foreign_key_constraints:
        yield f"foreign key to {foreign.referred_table.name}", [column.name for column in foreign.columns]


def names(index: Index) -> list[str]:
    """The columns of an index; an expression stands as its text."""
    return [one.name if isinstance(one, Column) else str(one) for one in index.expressions]


def elsewhere(table: Table) -> set[str]:
    """The keys of a table that do not begin with the campaign."""
    return {f"{table.name}: {kind} ({', '.join(of)})" for kind, of in keys(table) if of[:1] != [BY]}


def test_every_key_and_index_of_sync_and_totals_begins_with_the_campaign():
    classes = [one.class_ for one in Model.registry.mappers]
    mapped = {one.__tablename__ for one in classes if one.__module__ == "server.sync.models"}
    assert mapped == SYNC
    assert [key for name in sorted(SYNC) for key in elsewhere(TABLES[name])] == []


@pytest.mark.parametrize("name", sorted(set(TABLES) - set(WHOLE)))
def test_every_key_of_what_a_campaign_holds_begins_with_it_or_is_named(name: str):
    assert elsewhere(TABLES[name]) - set(APART) == set()


def test_no_exception_is_out_of_date():
    assert set(APART) <= {key for name in set(TABLES) - set(WHOLE) for key in elsewhere(TABLES[name])}
    assert {name for name in WHOLE if not elsewhere(TABLES[name])} == set()


def test_a_foreign_key_leads_to_the_same_campaign():
    for name in sorted(set(TABLES) - set(WHOLE)):
        for foreign in TABLES[name].foreign_key_constraints:
            (column, target), *_rest = ((one.parent.name, one.column) for one in foreign.elements)
            assert (column, target.name) in {(BY, BY), (BY, "id")}, foreign.name
            assert target.name == BY or target.table.name == "campaign", foreign.name


def test_nothing_distributed_hangs_on_what_is_whole():
    pointed = {
        (name, foreign.referred_table.name)
        for name in set(TABLES) - set(WHOLE)
        for foreign in TABLES[name].foreign_key_constraints
    }
    assert {target for _name, target in pointed} & set(WHOLE) == set()


def test_the_document_names_each_exception():
    page = (Path(__file__).resolve().parents[2] / "docs/scale.md").read_text(encoding="utf-8")
    assert [name for name in sorted(SYNC | set(WHOLE)) if f"`{name}`" not in page] == []
    named = [(table, columns) for table, _colon, columns in (key.partition(": ") for key in APART)]
    assert [f"`{table}` {columns}" for table, columns in named if f"`{table}` {columns}" not in page] == []
