"""The vectors shared with the phone's tests, on the server's side: op shapes, groups, effective times, hashes."""

import json
from pathlib import Path

import orjson
import pytest
import rfc8785

from server.clock import parse_instant
from server.schemas import clean
from server.sync import ops, winner
from server.sync.canonical import body_hash, canonical, table_fields
from server.sync.effective import effective
from server.sync.wire import element_of

FOLDER = Path(__file__).parent.parent / "vectors"


def vectors(name: str) -> list[dict]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("case", vectors("ops"), ids=lambda case: case["name"])
def test_an_op_as_the_phone_spells_it_is_well_shaped(case: dict):
    op = ops.read(0, element_of(json.dumps(case["wire"])))
    assert op.fault is None
    assert op.fields == {key: value for key, value in case["wire"]["body"].items() if value is not None}
    assert ops.read(0, element_of(orjson.dumps(case["wire"]).decode())).hash == op.hash


@pytest.mark.parametrize("case", vectors("groups"), ids=lambda case: case["group"])
def test_groups_mean_the_same(case: dict):
    assert (case["group"] in winner.HELPING) == case["helps"]
    assert (case["group"] in winner.REVISITABLE) == case["takes_revisit"]


@pytest.mark.parametrize("case", vectors("effective"), ids=str)
def test_effective_times_are_the_same(case: dict):
    happened_at, expected = parse_instant(case["happened_at"]), parse_instant(case["eff"])
    if case["anchor_t"] is None:
        assert effective(happened_at, None, expected) == expected
    else:
        assert effective(happened_at, parse_instant(case["anchor_t"]), 0) == expected


@pytest.mark.parametrize("case", vectors("hashes"), ids=lambda case: case["name"])
def test_hashes_are_those_of_the_canonical_form(case: dict):
    fields = table_fields(case["kind"], case["schema"], case["body"])
    assert canonical(fields).decode() == case["canonical"]
    assert rfc8785.dumps(fields).decode() == case["canonical"]
    assert body_hash(fields).hex() == case["sha256"]


def test_text_is_cleaned_the_same():
    for case in vectors("text"):
        assert clean(case["typed"]).strip() == case["clean"], ascii(case["typed"])
