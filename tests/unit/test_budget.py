"""What is counted and kept stays where it is: more than five per cent either way is told."""

import json
from pathlib import Path

import pytest

from tests.budget import check


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GOCUA_BUDGETS", raising=False)
    file = tmp_path / "budgets.json"
    file.write_text(json.dumps({"bytes": {"op": 100}}))
    return file


@pytest.mark.parametrize("found", [95, 100, 105])
def test_what_is_near_its_figure_is_fine(figures: Path, found: int):
    check(found, "bytes", "op", file=figures)


def test_what_grew_is_told(figures: Path):
    with pytest.raises(AssertionError, match=r"bytes op grew from 100 to 106 \(\+6%\)"):
        check(106, "bytes", "op", file=figures)


def test_what_fell_asks_for_a_lower_figure(figures: Path):
    with pytest.raises(AssertionError, match="bytes op fell: make budgets"):
        check(94, "bytes", "op", file=figures)


def test_what_has_no_figure_asks_for_one(figures: Path):
    with pytest.raises(AssertionError, match="bytes row has no figure"):
        check(1, "bytes", "row", file=figures)


def test_one_word_renews_a_figure(figures: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GOCUA_BUDGETS", "renew")
    check(50, "bytes", "op", file=figures)
    check(7, "statements", "sqlite", "10", file=figures)
    assert json.loads(figures.read_text()) == {"bytes": {"op": 50}, "statements": {"sqlite": {"10": 7}}}
