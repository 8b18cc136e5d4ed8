"""The code of an issued paper: nine random letters and a check, easy to read aloud and to type.

Crockford's 32 letters have no I, L, O or U. The check is a weighted sum over GF(32) with distinct
weights, so that it finds every single wrong letter and every two letters exchanged, wherever they
stand (interface.md 3).
"""

import secrets
from typing import Protocol

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_HEARD_AS = str.maketrans("ILO", "110", "- \u2010\u2011\u2012\u2013")


class Chooser(Protocol):
    """What picks: `secrets.SystemRandom()`, or a seeded `random.Random` in a test."""

    def choice(self, among: str, /) -> str: ...


def _double(value: int) -> int:
    """Multiply by x in GF(32), modulo x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _powers(count: int) -> list[int]:
    powers = [1]
    while len(powers) < count:
        powers.append(_double(powers[-1]))
    return powers


#: Weights of the ten places; the last, of the check itself, is 1.
_WEIGHTS = _powers(LENGTH)[::-1]


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = _double(a), b >> 1
    return product


def _sum(letters: str) -> int:
    total = 0
    for letter, weight in zip(letters, _WEIGHTS, strict=False):
        total ^= _times(ALPHABET.index(letter), weight)
    return total


def tidy(typed: str) -> str:
    """What somebody typed or heard, as it is stored: capitals, no dashes, O is 0, I and L are 1."""
    return typed.strip().upper().translate(_HEARD_AS)


def valid(typed: str) -> bool:
    """Is this a code that could have been issued, its check included?"""
    letters = tidy(typed)
    return len(letters) == LENGTH and set(letters) <= set(ALPHABET) and _sum(letters) == 0


def new_code(random: Chooser | None = None) -> str:
    """A fresh code; 45 bits, never in sequence."""
    chooser: Chooser = random or secrets.SystemRandom()
    letters = "".join(chooser.choice(ALPHABET) for _ in range(LENGTH - 1))
    return letters + ALPHABET[_sum(letters)]


def spoken(code: str) -> str:
    """`K7QX9M2VBK` in groups for people: K7QX-9M2VB-K."""
    letters = tidy(code)
    return f"{letters[:4]}-{letters[4:9]}-{letters[9:]}"
