"""Proving again that it is oneself: the password, asked for before something of the account is changed."""

from server.database import writing
from server.errors import Problem
from server.people import lockout, passwords
from server.people.models import Person


def password_again(person: Person, typed: str) -> None:
    """Nothing when it is the person's password; tries are counted with those of signing in.

    Raises:
        Problem: `username.missing` (409), `password.wrong` (422), `session.locked` (429).
    """
    if person.username is None:
        raise Problem("username.missing")
    guesses = lockout.by_account(person.username)
    with writing() as session:
        lockout.count(session, guesses)
    if not passwords.matches(person.password_hash, typed):
        raise Problem("password.wrong")
    with writing() as session:
        lockout.forgive(session, guesses)
