"""Which passwords are guessed first: words that everybody uses with a few signs around them, runs, repetitions.

People here write Vietnamese without marks when they type a password, so the words are compared without marks, case and
signs. It is a short list, not one of what has leaked: guessing is slowed down as well (`lockout`). Pure.
"""

import re
import unicodedata
from collections.abc import Collection

# what the installation is about, known to everybody who guesses here
OF_THE_PLACE = ("gocua", "bluezone", "canduoc", "longan", "vietnam", "ubnd", "vhtt", "quantri", "admin")
_COMMON = (
    "matkhau", "password", "passw0rd", "p4ssword", "pass", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azerty",
    "1q2w3e4r5t6y", "1qaz2wsx3edc", "qazwsxedc", "q1w2e3r4t5", "abc", "letmein", "welcome", "iloveyou", "loveyou",
    "princess", "sunshine", "football", "baseball", "superman", "dragon", "monkey", "master", "secret", "changeme",
    "administrator", "root", "user", "guest", "test", "login", "default", "google", "facebook", "zalo", "internet",
    "computer", "samsung", "anhyeuem", "emyeuanh", "anhnhoem", "yeuem", "yeuanh", "yeuemnhieu", "tinhyeu", "conyeu",
    "giadinh", "yeume", "hanhphuc", "mayman", "maimai", "motminh", "xinchao", "khongbiet", "khongco", "khongnho",
    "khongcomatkhau", "chaoban", "sinhnhat", "hanoi", "saigon", "danang", "hochiminh", "tphcm", "nguyen", "tran",
    "hoang", "phuong", "thanh", "hung", "dung", "tuan", "minh", "linh", "huong", "thao", "trang", "hai", "nam", "quang",
)  # fmt: skip
_MEANT = str.maketrans("đ@$", "das")
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEAST = (
    12  # what must be left when all of that is gone: a letter weighs 3, a digit 1 (dates, years, numbers of phones)
)


def guessable(password: str, own: Collection[str] = ()) -> bool:
    """Whether it is one of the first that somebody would try.

    Args:
        own: what belongs to the person: user name, name.
    """
    plain = _plain(password)
    if len(set(plain)) < 4:
        return True
    words = {_plain(part) for word in own for part in (word, *re.split(r"[\s._-]+", word)) if len(part) > 3}
    rest = plain
    for word in sorted({*_COMMON, *OF_THE_PLACE, *words}, key=len, reverse=True):
        rest = rest.replace(word, " ") if word else rest
    rest = _without_runs(rest)
    return sum(1 if sign.isdigit() else 3 for sign in rest if sign != " ") < _LEAST


def _plain(text: str) -> str:
    """Lower case, without marks, spaces and signs; đ is d, @ an a, $ an s."""
    apart = unicodedata.normalize("NFD", text.casefold()).translate(_MEANT)
    # signs of other scripts and pictures are as good as letters
    return "".join(sign for sign in apart if sign.isalnum() or (sign > "\x7f" and not unicodedata.combining(sign)))


def _without_runs(text: str) -> str:
    """Without three or more signs in a row of the keyboard or the alphabet, either way, and without repetitions."""
    kept: list[str] = []
    at = 0
    while at < len(text):
        length = max(_run(text, at), _same(text, at))
        if length < 3:
            kept.append(text[at])
        at += max(length, 1) if length >= 3 else 1
    return "".join(kept)


def _run(text: str, at: int) -> int:
    length = 1
    for run in (one for row in _RUNS for one in (row, row[::-1])):
        end = at + 1
        while end < len(text) and text[at : end + 1] in run:
            end += 1
        length = max(length, end - at)
    return length


def _same(text: str, at: int) -> int:
    return len(text) - at - len(text[at:].lstrip(text[at]))
