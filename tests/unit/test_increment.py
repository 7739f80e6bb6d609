"""Last week + changes = now, for every measure and place."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.reports.increment import above, measures_of, nothing

COUNTS = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.integers(0, 999)) for name in ("records", "unique")}
    | {"official": st.one_of(st.none(), st.integers(0, 999))}
)
PLACES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), COUNTS)
MEASURES = st.fixed_dictionaries({"total": COUNTS, "by_hamlet": PLACES})


def leaves(tree: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if not isinstance(tree, dict):
        return {path: tree}
    return {key: value for name, inner in tree.items() for key, value in leaves(inner, (*path, name)).items()}


@given(MEASURES, MEASURES)
def test_base_and_increment_make_what_is_now(now: dict, base: dict):
    change = leaves(above(now, base))
    present, earlier = leaves(now), leaves(base)
    assert set(change) == set(present) | set(earlier)
    for path, value in change.items():
        new_place, gone_place = path not in earlier, path not in present
        before = (None if path[-1] == "official" else 0) if new_place else earlier[path]
        after = (None if path[-1] == "official" else 0) if gone_place else present[path]
        if value is None:
            assert before is None or after is None
        else:
            assert before + value == after


@given(MEASURES)
def test_above_nothing_everything_is_new_but_what_others_publish(now: dict):
    for path, value in leaves(above(now, nothing(now))).items():
        assert value == (None if path[-1] == "official" else leaves(now)[path])


def test_measures_are_taken_from_figures():
    row = {"code": "a", "name": "Ấp A", "records": 3, "unique": None, "official": {"installed": 7}, "households": None}
    figures = {
        "total": row,
        "by_hamlet": [row],
        "not_installed": [{"code": "absent", "records": 2}],
        "staff": [
            {"group": "all_staff", "total": 9, "with_smartphone": None, "installed": 8, "in_use": None, "said_by": "x"}
        ],
    }
    counted = {"records": 3, "unique": None, "official": 7}
    assert measures_of(figures) == {
        "total": counted,
        "by_hamlet": {"a": counted},
        "not_installed": {"absent": 2},
        "staff": {"all_staff": {"total": 9, "with_smartphone": None, "installed": 8, "in_use": None}},
    }
