"""How deep JSON text nests, found without parsing it: a parser may run out of stack on what it is asked about."""

import re

MAX_DEPTH = 8  # the envelope is 1

# a string (or, unterminated, all the rest: scanning again from inside it would be quadratic), or a bracket
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def too_deep(text: bytes, limit: int = MAX_DEPTH) -> bool:
    """Whether JSON in UTF-8 nests deeper than the limit; linear, and total on bytes that are no JSON."""
    if text.count(b"[") + text.count(b"{") <= limit:
        return False
    depth = 0
    for match in _TOKEN.finditer(text):
        sign = match.group()
        if sign in (b"[", b"{"):
            depth += 1
            if depth > limit:
                return True
        elif sign in (b"]", b"}"):
            depth -= 1
    return False
