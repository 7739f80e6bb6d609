"""Bytes made from samples, for where nothing guides a fuzzer by coverage: the same seed makes the same bytes."""

import random
from collections.abc import Iterator, Sequence

# what readers of JSON, CSV, XML and tokens stumble over
WORDS = [
    *(b"null", b"true", b"-0", b"1e400", b"NaN", b"9007199254740993", b"-1", b"1.0", b"0", b"[]", b"{}", b'""', b"'"),
    *(b"\\u0000", b"\\ud800", b"\\u202e", b"\xe2\x80\x8b", b"\xcc\x81", b"\xff", b"\x00", b"\r", b"\n", b"\t", b'"'),
    *(b",", b";", b":", b"[", b"{", b"]", b"}", b"=", b"<", b">", b"&#0;", b"&x;", b"]]>", b"\xef\xbb\xbf"),
    *(b"0001-01-01", b"9999-12-31", b"2021-02-30", b"29/2/2021", b"1/1/0001", b"1.234.567"),
    *(b"99999999999999999999", b"999.999.999.999", b"PK\x03\x04"),
]


def endless(samples: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """The samples as they are, then mutants of them without end."""
    chance = random.Random(seed)
    yield from samples
    while True:
        data = bytearray(chance.choice(samples))
        for _ in range(chance.choice((1, 1, 2, 3, 6))):
            _change(data, samples, chance)
        yield bytes(data)


def _change(data: bytearray, samples: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 4, 16, 64)))
    way = chance.randrange(7)
    if way == 0 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    elif way == 1:
        del data[at:end]
    elif way == 2:
        data[at:at] = data[at:end] * chance.choice((1, 1, 2, 10))
    elif way == 3:
        data[at:end] = chance.choice(WORDS)
    elif way == 4:
        data[at:at] = chance.choice(WORDS)
    elif way == 5:
        other = chance.choice(samples)
        begin = chance.randrange(len(other) + 1)
        data[at:end] = other[begin : begin + chance.choice((4, 16, 64))]
    else:
        del data[at:]
