"""Anchors, cursors and epochs: what is signed verifies for whom it was made, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import base64url
from server.sync import anchor, cursor, epoch

KEY, OTHER = b"k" * 32, b"o" * 32
ANN, BO = b"a" * 16, b"b" * 16


def test_an_anchor_says_what_was_signed():
    text = anchor.sign(KEY, ANN, 1_629_352_799_000, 42, "epoch")
    assert anchor.verify([KEY], ANN, text) == (1_629_352_799_000, 42, anchor.mark("epoch"))


def test_an_anchor_of_an_older_key_still_verifies():
    assert anchor.verify([OTHER, KEY], ANN, anchor.sign(OTHER, ANN, 1, 1, "e")) is not None


def test_an_anchor_is_of_one_person_and_one_key():
    text = anchor.sign(KEY, ANN, 1, 1, "e")
    assert anchor.verify([KEY], BO, text) is None
    assert anchor.verify([OTHER], ANN, text) is None


@given(st.text())
def test_any_text_is_no_anchor_and_no_cursor(text: str):
    assert anchor.verify([KEY], ANN, text) is None
    assert cursor.read([KEY], text) is None


@given(st.integers(0, 54), st.sampled_from("AZaz09-_=+ é"))
def test_an_anchor_changed_anywhere_is_none(place: int, letter: str):
    text = anchor.sign(KEY, ANN, 1_629_352_799_000, 42, "epoch")
    changed = text[:place] + letter + text[place + 1 :]
    assert changed == text or anchor.verify([KEY], ANN, changed) is None


@given(st.integers(0, 65), st.sampled_from("AZaz09-_=+ é"))
def test_a_cursor_changed_anywhere_is_none(place: int, letter: str):
    text = cursor.make(KEY, cursor.Cursor(7, anchor.mark("e"), b"scope..."[:8], 1_629_352_799_000))
    changed = text[:place] + letter + text[place + 1 :]
    assert changed == text or cursor.read([KEY], changed) is None


@given(st.binary(max_size=60))
def test_each_content_has_one_spelling(data: bytes):
    text = base64url.encode(data)
    assert base64url.decode(text) == data
    others = {text[:-1] + letter for letter in "ABCYZabcyz0189-_="} - {text} if text else {"="}
    assert all(base64url.decode(other) != data for other in others)


def test_a_cursor_says_what_was_made():
    made = cursor.Cursor(7, anchor.mark("e"), b"scope..."[:8], 1_629_352_799_000)
    assert cursor.read([KEY], cursor.make(KEY, made)) == made
    assert cursor.read([OTHER], cursor.make(KEY, made)) is None


def test_a_cursor_of_the_first_version_is_still_read():
    made = cursor.Cursor(7, anchor.mark("e"), b"scope..."[:8])
    assert cursor.read([KEY], cursor.make(KEY, made)) == made
    assert made.reached is None


@pytest.mark.parametrize(("head", "seen", "cut"), [(5, 6, True), (5, 5, False), (5, None, False), (0, 1, True)])
def test_history_is_cut_when_more_was_seen_than_there_is(head: int, seen: int | None, cut: bool):
    assert epoch.rewound(head, seen) is cut


def test_the_epoch_changes_with_mark_cluster_and_timeline():
    told = {
        epoch.public("m", None, None),
        epoch.public("n", None, None),
        epoch.public("m", "1", "00000001"),
        epoch.public("m", "1", "00000002"),
        epoch.public("m", "2", "00000001"),
    }
    assert len(told) == 5
